import { eventsOf } from '../client-ops.js';
import type { Found } from '../found.js';
import type { HistoryOp } from '../history-op.js';
import type { Write } from './watch-ops.js';

/** A change of a key, and the op that was told of it. */
interface Change {
  readonly text: string;
  readonly by: HistoryOp;
}

/**
 * The changes of one key, as writes were told of them and as watches were. A revision and a value belong together for good,
 * and a value of an event was written. What is not so is added to what is found.
 */
export class Changes {
  readonly #key: string;
  readonly #found: Found;
  readonly #writeOf: ReadonlyMap<string, Write>;
  readonly #at = new Map<number, Change>();
  readonly #revisionOf = new Map<string, number>();

  /** @param writes - all writes to the key; no value is written twice. */
  constructor(key: string, writes: readonly Write[], found: Found) {
    this.#key = key;
    this.#found = found;
    this.#writeOf = new Map(writes.map((write) => [write.text, write]));
    for (const { revision, text, by } of writes) {
      if (revision !== undefined) this.#place(revision, text, by);
    }
  }

  /** All revisions that anybody was told of, rising. */
  get revisions(): readonly number[] {
    return [...this.#at.keys()].toSorted((a, b) => a - b);
  }

  at(revision: number): Change | undefined {
    return this.#at.get(revision);
  }

  /** A watch was told of a change. */
  told(revision: number, text: string, by: HistoryOp): void {
    this.#judgeSource(text, by);
    this.#place(revision, text, by);
  }

  /** Neither the revision nor the value may ever be seen with another one. */
  #place(revision: number, text: string, by: HistoryOp): void {
    const there = this.#at.get(revision);
    if (there === undefined) this.#at.set(revision, { text, by });
    else if (there.text !== text) {
      this.#found.add('changed-event', () => ({
        key: this.#key,
        ops: eventsOf([there.by, by]),
        reason: `revision ${revision} of key ${this.#key} is ${there.text} for op ${there.by.invocation} and ${text} for op ${by.invocation}`,
      }));
    }
    const other = this.#revisionOf.get(text);
    if (other === undefined) this.#revisionOf.set(text, revision);
    else if (other !== revision) {
      this.#found.add('duplicate-event', () => ({
        key: this.#key,
        ops: eventsOf([by]),
        reason: `${text}, which was written to key ${this.#key} once, stands at revision ${other} and at revision ${revision}`,
      }));
    }
  }

  /** A value of an event was written before, by a write that has not failed. */
  #judgeSource(text: string, by: HistoryOp): void {
    const key = this.#key;
    const write = this.#writeOf.get(text);
    const inWords = `op ${by.invocation} was told of ${text} in key ${key}`;
    if (write === undefined) {
      this.#found.add('unexpected-event', () => ({
        key,
        ops: eventsOf([by]),
        reason: `${inWords}, which nobody had written`,
      }));
    } else if (write.by.op.outcome === 'fail') {
      this.#found.add('failed-event', () => ({
        key,
        ops: eventsOf([write.by, by]),
        reason: `${inWords}, whose write (op ${write.by.invocation}) had failed`,
      }));
    } else if (by.completion !== null && by.completion < write.by.invocation) {
      this.#found.add('future-event', () => ({
        key,
        ops: eventsOf([by, write.by]),
        reason: `${inWords} before op ${write.by.invocation} wrote it`,
      }));
    }
  }
}
