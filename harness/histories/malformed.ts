import { InputError } from '../core/errors.js';
import type { Place } from './recorded-event.js';

/** Longer quotations of what came are cut. */
const SHOWN_CHARS = 60;

/** A text that is not what its format allows, or a history that cannot have happened. */
export class MalformedHistoryError extends InputError {
  readonly place: Place;
  readonly #wanted: string;
  readonly #got: string;
  readonly #advice: string | undefined;

  /** @param file - path of the file, where it is known. */
  constructor(place: Place, expected: string, actual: string, advice?: string, file?: string) {
    const where = `line ${place.line}, column ${place.column}`;
    super({
      code: 'E_HISTORY_MALFORMED',
      expected: `${expected} at ${where}${file === undefined ? '' : ` of ${file}`}`,
      actual: `there is ${actual}`,
      advice: advice ?? 'correct it there, or name the format of the file with --format',
    });
    this.place = place;
    this.#wanted = expected;
    this.#got = actual;
    this.#advice = advice;
  }

  /** The same error at another place. */
  at(place: Place): MalformedHistoryError {
    return new MalformedHistoryError(place, this.#wanted, this.#got, this.#advice);
  }

  /**
   * The same error, naming the file.
   * @param advice - what to do where the error says nothing of its own.
   */
  inFile(path: string, advice?: string): MalformedHistoryError {
    const todo = this.#advice ?? advice;
    return new MalformedHistoryError(this.place, this.#wanted, this.#got, todo, path);
  }
}

/** What came, quoted and short. */
export function quoted(what: unknown): string {
  const text = typeof what === 'string' ? JSON.stringify(what) : textOf(what);
  return text.length > SHOWN_CHARS ? `${text.slice(0, SHOWN_CHARS)}…` : text;
}

function textOf(what: unknown): string {
  if (what === undefined) return 'nothing';
  if (typeof what === 'bigint' || typeof what === 'number') return String(what);
  return (
    JSON.stringify(what, (_key, part: unknown) =>
      // What JSON lacks is shown as text.
      typeof part === 'bigint' || (typeof part === 'number' && !Number.isFinite(part))
        ? String(part)
        : part,
    ) ?? 'nothing'
  );
}
