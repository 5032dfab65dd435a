import { exactNumber } from './exact-number.js';

import { eventOf } from './event-fields.js';
import { Lines } from './lines.js';
import { MalformedHistoryError, quoted } from './malformed.js';
import type { EventReader, Place, RecordedEvent, RecordedValue } from './recorded-event.js';

const LINE =
  /^INFO\s+jepsen\.util - (?<process>\d+)\s+:(?<type>invoke|ok|fail|info)\s+:(?<f>read|write|cas)\s+(?<rest>.*?)\s*$/;
const VALUE = /^(?:nil|(?<number>-?\d+)|\[(?<from>-?\d+) (?<to>-?\d+)\]|:timed-out)$/;

/**
 * Reads logs of Jepsen's etcd test as Porcupine keeps them: `INFO  jepsen.util - 0 :invoke
 * :write 3`. A read that timed out saw a value that is not known.
 */
export class EtcdLogReader implements EventReader {
  readonly notes: readonly string[] = [];
  readonly #lines = new Lines();

  *push(text: string): Generator<RecordedEvent> {
    yield* this.#events(this.#lines.push(text));
  }

  *end(): Generator<RecordedEvent> {
    yield* this.#events(this.#lines.end());
  }

  *#events(lines: Iterable<string>): Generator<RecordedEvent> {
    for (const line of lines) {
      const place = this.#lines.next();
      if (line.trim() !== '') yield eventOfLine(line.trimEnd(), place);
    }
  }
}

function eventOfLine(line: string, place: Place): RecordedEvent {
  const fields = LINE.exec(line)?.groups;
  if (fields === undefined) {
    const expected = 'INFO  jepsen.util - <process> :<type> :<f> <value>';
    throw new MalformedHistoryError(place, expected, quoted(line));
  }
  const { process, type, f, rest = '' } = fields;
  const value = valueOf(rest);
  if (value === undefined) {
    const at = { line: place.line, column: line.lastIndexOf(rest) + 1 };
    throw new MalformedHistoryError(at, 'nil, a number, [from to] or :timed-out', quoted(rest));
  }
  const isTimedOut = value === 'timed-out';
  return eventOf(
    {
      process: Number(process),
      type,
      f,
      value: isTimedOut ? undefined : value,
      error: isTimedOut ? value : undefined,
    },
    place,
  );
}

function valueOf(text: string): RecordedValue | undefined {
  const match = VALUE.exec(text);
  if (match === null) return undefined;
  const { number, from, to } = match.groups ?? {};
  if (number !== undefined) return exactNumber(number);
  if (from !== undefined && to !== undefined) {
    return [from, to].map((one) => exactNumber(one) ?? null);
  }
  return text === 'nil' ? null : 'timed-out';
}
