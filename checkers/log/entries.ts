import type { Json } from '../../harness/core/json.js';
import { eventsOf } from '../client-ops.js';
import type { Found } from '../found.js';
import type { HistoryOp } from '../history-op.js';
import type { Send } from './log-ops.js';
import { valueText } from '../value-text.js';

/** Where a value was seen, and by whom. */
interface Seen {
  readonly value: string;
  readonly by: HistoryOp;
}

/**
 * The entries of one log, as sends were told of them and as clients were given them. An offset and a value belong
 * together for good, and a value that is given was sent. What is not so is added to what is found.
 */
export class Entries {
  readonly #log: string;
  readonly #found: Found;
  readonly #sentAs: ReadonlyMap<string, Send>;
  readonly #at = new Map<number, Seen>();
  readonly #offsetOf = new Map<string, number>();

  /** @param sends - all sends to the log; each value is sent once. */
  constructor(log: string, sends: readonly Send[], found: Found) {
    this.#log = log;
    this.#found = found;
    this.#sentAs = new Map(sends.map((send) => [valueText(send.value), send]));
    for (const { offset, value, by } of sends) {
      if (offset !== undefined) this.#place(offset, valueText(value), by);
    }
  }

  /** An op was given a value at an offset. */
  given(offset: number, value: Json, by: HistoryOp): void {
    const text = valueText(value);
    this.#judgeSource(text, by);
    this.#place(offset, text, by);
  }

  /** Neither the offset nor the value may ever be seen with another one. */
  #place(offset: number, text: string, by: HistoryOp): void {
    const log = this.#log;
    const there = this.#at.get(offset);
    if (there === undefined) this.#at.set(offset, { value: text, by });
    else if (there.value !== text) {
      this.#found.add('changed-entry', () => ({
        key: log,
        ops: eventsOf([there.by, by]),
        reason: `offset ${offset} of log ${log} held ${there.value} for op ${there.by.invocation} and ${text} for op ${by.invocation}`,
      }));
    }
    const other = this.#offsetOf.get(text);
    if (other === undefined) this.#offsetOf.set(text, offset);
    else if (other !== offset) {
      this.#found.add('duplicate-value', () => ({
        key: log,
        ops: eventsOf([by]),
        reason: `${text}, which was sent to log ${log} once, stands at offset ${other} and at offset ${offset}`,
      }));
    }
  }

  /** A value that is given was sent before, by a send that has not failed. */
  #judgeSource(text: string, by: HistoryOp): void {
    const log = this.#log;
    const send = this.#sentAs.get(text);
    const inWords = `op ${by.invocation} was given ${text} by log ${log}`;
    if (send === undefined) {
      this.#found.add('unexpected-value', () => ({
        key: log,
        ops: eventsOf([by]),
        reason: `${inWords}, which nobody had sent`,
      }));
    } else if (send.by.op.outcome === 'fail') {
      this.#found.add('failed-value', () => ({
        key: log,
        ops: eventsOf([send.by, by]),
        reason: `${inWords}, whose send (op ${send.by.invocation}) had failed`,
      }));
    } else if (by.completion !== null && by.completion < send.by.invocation) {
      this.#found.add('future-value', () => ({
        key: log,
        ops: eventsOf([by, send.by]),
        reason: `${inWords} before op ${send.by.invocation} sent it`,
      }));
    }
  }
}
