import { HistorySyntaxError } from '../../errors/errors.js';
import type { JepsenEvent } from './event.js';

const LINE =
  /^INFO\s+jepsen\.util - (\d+)\s+:(invoke|ok|fail|info)\s+:(read|write|cas)\s+(.*?)\s*$/;
const VALUE = /^(?:nil|(-?\d+)|\[(-?\d+) (-?\d+)\]|:(timed-out))$/;

type LineMatch = [string, process: string, type: JepsenEvent['type'], f: string, rest: string];

/** The value of a line: a number, a pair for cas, `timed-out`, or nothing. */
export type EtcdLogValue = number | readonly [number, number] | 'timed-out' | null;

/**
 * Events of a log of Jepsen's etcd test as Porcupine keeps them, one a line:
 * `INFO  jepsen.util - <process> <type> <f> <value>`. Empty lines are passed over.
 *
 * @throws HistorySyntaxError with line and column if a line is not like that.
 */
export function* jepsenEventsOfEtcdLog(
  lines: Iterable<string>,
): Generator<JepsenEvent<EtcdLogValue>> {
  let line = 0;
  for (const text of lines) {
    line++;
    if (text.trim() === '') {
      continue;
    }
    const match = LINE.exec(text);
    if (match === null) {
      const expected = 'INFO  jepsen.util - <process> :<type> :<f> <value>';
      throw new HistorySyntaxError({ line, column: 1 }, expected, JSON.stringify(text));
    }
    const [, process, type, f, rest] = match as unknown as LineMatch;
    const value = valueOf(rest);
    if (value === undefined) {
      const column = text.lastIndexOf(rest) + 1;
      throw new HistorySyntaxError(
        { line, column },
        'nil, a number, [from to] or :timed-out',
        JSON.stringify(rest),
      );
    }
    yield { process: Number(process), type, f, value };
  }
}

function valueOf(text: string): EtcdLogValue | undefined {
  const match = VALUE.exec(text);
  if (match === null) {
    return undefined;
  }
  const [, number, from, to, timedOut] = match;
  if (number !== undefined) {
    return Number(number);
  }
  if (from !== undefined) {
    return [Number(from), Number(to)];
  }
  return timedOut === undefined ? null : 'timed-out';
}
