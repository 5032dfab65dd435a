import { parseJson } from './json/parse-json.js';
import { Lines } from './lines.js';
import { MalformedHistoryError, quoted } from './malformed.js';
import type { EventReader, Place, RecordedEvent, RecordedValue } from './recorded-event.js';

type MicroOp = readonly [f: string, key: RecordedValue, value: RecordedValue];

/** What a line says. */
type Line =
  | { readonly kind: 'op'; readonly op: MicroOp; readonly session?: string; readonly id?: string }
  | { readonly kind: 'aborted'; readonly op: MicroOp; readonly session: string }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'end-of-transaction' }
  | { readonly kind: 'end-of-session' };

/** How AWDIT's histories begin. */
export const AWDIT_TEXT = /^[rw] -?\d+ -?\d+\s*(?:\n|$)/;
/** How Plume's histories begin. */
export const PLUME_TEXT = /^[rw]\(-?\d+, *-?\d+, *\d+, *-?\d+\)\s*(?:\n|$)/;

/**
 * Reads texts of reads and writes in transactions, session by session, without times. A transaction is
 * invoked and completed at once; sessions are processes.
 */
class SessionTextReader implements EventReader {
  readonly notes = [
    'the format has no times: transactions of different sessions are in no order of real time',
  ];
  readonly #lineOf: (text: string, place: Place) => Line;
  readonly #lines = new Lines();
  readonly #sessions = new Map<string, number>();
  readonly #seen = new Set<string>();
  /** The transaction that is being read. */
  #ops: MicroOp[] = [];
  #place: Place = { line: 1, column: 1 };
  #session = 0;
  #id: string | undefined;

  /** @param lineOf - what a line says. @throws MalformedHistoryError for one that says nothing. */
  constructor(lineOf: (text: string, place: Place) => Line) {
    this.#lineOf = lineOf;
  }

  *push(text: string): Generator<RecordedEvent> {
    yield* this.#events(this.#lines.push(text));
  }

  *end(): Generator<RecordedEvent> {
    yield* this.#events(this.#lines.end());
    yield* this.#transaction();
  }

  *#events(lines: Iterable<string>): Generator<RecordedEvent> {
    for (const text of lines) {
      const place = this.#lines.next();
      if (text.trim() === '') continue;
      const line = this.#lineOf(text.trim(), place);
      if (line.kind === 'nothing') continue;
      if (line.kind === 'aborted') {
        yield* completed(this.#processOf(line.session), 'fail', [line.op], place);
        continue;
      }
      if (line.kind !== 'op') {
        yield* this.#transaction();
        if (line.kind === 'end-of-session') this.#session += 1;
        continue;
      }
      const { op, session, id } = line;
      if (session !== undefined && id !== undefined) yield* this.#enter(session, id, place);
      if (this.#ops.length === 0) this.#place = place;
      this.#ops.push(op);
    }
  }

  /** Goes on to another transaction, where each line names its own. */
  *#enter(session: string, id: string, place: Place): Generator<RecordedEvent> {
    const name = `${session} ${id}`;
    if (name === this.#id) return;
    yield* this.#transaction();
    if (this.#seen.has(id)) {
      const expected = `the lines of transaction ${id} one after another, and of one session,`;
      throw new MalformedHistoryError(place, expected, 'others between them, or another session');
    }
    this.#seen.add(id);
    this.#id = name;
    this.#session = this.#processOf(session);
  }

  #processOf(session: string): number {
    const process = this.#sessions.get(session) ?? this.#sessions.size;
    this.#sessions.set(session, process);
    return process;
  }

  *#transaction(): Generator<RecordedEvent> {
    if (this.#ops.length === 0) return;
    const [ops, place] = [this.#ops, this.#place];
    this.#ops = [];
    yield* completed(this.#session, 'ok', ops, place);
  }
}

/** The events of a transaction. */
function* completed(
  process: number,
  type: 'ok' | 'fail',
  ops: readonly MicroOp[],
  place: Place,
): Generator<RecordedEvent> {
  const asked = ops.map(([f, key, value]) => [f, key, f === 'r' ? null : value]);
  const [time, node, error, line] = [undefined, undefined, undefined, undefined];
  const event = { process, f: 'txn', time, node, error, place, line };
  yield { ...event, type: 'invoke', value: asked };
  yield { ...event, type, value: ops };
}

/** Reads AWDIT's histories: `w KEY VALUE`, `r KEY VALUE`; `-----` ends a transaction, `=====` a session. */
export function awditReader(): EventReader {
  return new SessionTextReader((text, place) => {
    if (/^-+$/.test(text)) return { kind: 'end-of-transaction' };
    if (/^=+$/.test(text)) return { kind: 'end-of-session' };
    const [, f = '', key = '', value = ''] = /^([rw])\s+(-?\d+)\s+(-?\d+)$/.exec(text) ?? [];
    if (f !== '') return { kind: 'op', op: opOf(f, key, value, place) };
    throw new MalformedHistoryError(
      place,
      'r KEY VALUE, w KEY VALUE, ----- or =====',
      quoted(text),
    );
  });
}

/**
 * Reads the text of Plume and PolySI: `r(key,value,session,transaction)`, and `w(…)`. As they have it, the value 0
 * is the state of a key before all writes, also where a transaction at first wrote it; and transaction -1
 * stands for all that were aborted, of which only the writes matter.
 */
export function plumeReader(): EventReader {
  const PATTERN = /^([rw])\(\s*(-?\d+)\s*,\s*(-?\d+)\s*,\s*(\d+)\s*,\s*(-?\d+)\s*\)$/;
  return new SessionTextReader((text, place) => {
    const [, f = '', key = '', value = '', session = '', id = ''] = PATTERN.exec(text) ?? [];
    if (f === '') {
      const expected = 'r(key,value,session,transaction) or w(key,value,session,transaction)';
      throw new MalformedHistoryError(place, expected, quoted(text));
    }
    const isInitial = Number(value) === 0;
    if (f === 'w' && isInitial) return { kind: 'nothing' };
    const op = opOf(f, key, isInitial ? 'null' : value, place);
    if (id !== '-1') return { kind: 'op', op, session, id };
    return f === 'w' ? { kind: 'aborted', op, session } : { kind: 'nothing' };
  });
}

function opOf(f: string, key: string, value: string, place: Place): MicroOp {
  return [f, parseJson(key, place), parseJson(value, place)];
}
