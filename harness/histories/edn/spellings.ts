import { MalformedHistoryError } from '../malformed.js';
import type { Place } from '../recorded-event.js';

/** What EDN calls a text: keywords, symbols and keys of maps are read as their names. */
export type Spelling = 'keyword' | 'symbol' | 'string' | 'other';

/**
 * Remembers how the values of a history are spelled. EDN knows a keyword `:a` and a string `"a"`, and
 * the keys `1` and `"1"`, as different values; what they are read as is one value, and taken for one
 * they could give a wrong verdict.
 */
export class Spellings {
  readonly #values = new Map<string, Spelling>();
  readonly #keys = new Map<string, Spelling>();

  /** @throws MalformedHistoryError where the same text was spelled in another way. */
  value(text: string, spelling: Spelling, place: Place): void {
    note(this.#values, 'value', text, spelling, place);
  }

  /** A key of a map. @throws MalformedHistoryError where the same text was spelled in another way. */
  key(text: string, spelling: Spelling, place: Place): void {
    note(this.#keys, 'key of a map', text, spelling, place);
  }
}

function note(
  known: Map<string, Spelling>,
  what: string,
  text: string,
  spelling: Spelling,
  place: Place,
): void {
  const before = known.get(text);
  if (before === undefined) known.set(text, spelling);
  else if (before !== spelling) {
    throw new MalformedHistoryError(
      place,
      `the ${what} ${written(text, before)} to be written in one way`,
      `${written(text, spelling)}, which is another value in EDN`,
      'write both in one way if they are the same; give one of them another name if they are not',
    );
  }
}

function written(text: string, spelling: Spelling): string {
  if (spelling === 'string') return JSON.stringify(text);
  return spelling === 'keyword' ? `:${text}` : text;
}
