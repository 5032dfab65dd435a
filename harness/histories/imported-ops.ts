import { NEMESIS, type Op } from '../core/op.js';
import { counted } from '../core/words.js';
import { MalformedHistoryError } from './malformed.js';
import type { RecordedEvent } from './recorded-event.js';

/** Between two events where a file has no times at all: far enough to be told apart in a report. */
const STEP_NS = 1_000_000;
/** Half of 2^53: times that begin later count from the first, so that there is room for 52 days at least. */
const FAR_NS = 2 ** 52;
/** Nanoseconds since 1970 are beyond this from 1973 on; no machine is up for so long. */
const SINCE_1970_NS = 10n ** 17n;

/**
 * Makes ops of our own histories from the events of a file. What a file says stays as it is; what ours
 * must have and a file may lack is filled in, and said in {@link ImportedOps.notes}.
 *
 * - The number of an op is its position in the file, from 0; its line goes with it.
 * - Times never go back in our histories: an event whose time is before that of the event above, or
 *   which has none, gets the time of the event above.
 * - If the first time is beyond 2^52, as times since 1970 are, times become times since the first event.
 */
export class ImportedOps {
  readonly #nodes = new Set<string>();
  readonly #busy = new Set<number>();
  #mostBusy = 0;
  #events = 0;
  #time = 0;
  /** What is taken off of each time; `null` before the first. */
  #origin: bigint | null = null;
  /** The first time, as the file has it. */
  #first: number | bigint | null = null;
  #untimed = 0;

  /** How many events there were. */
  get events(): number {
    return this.#events;
  }

  /** The nodes that ops name, sorted. */
  get nodes(): readonly string[] {
    return [...this.#nodes].sort();
  }

  /** How many processes were at work at one time, at most. */
  get concurrency(): number {
    return this.#mostBusy;
  }

  /** The time of the last event. */
  get duration_ns(): number {
    return this.#time;
  }

  /** When the first event took place, in milliseconds since 1970, where the file says so. */
  get startedAt_ms(): number | null {
    return this.#origin === null || this.#origin < SINCE_1970_NS
      ? null
      : Number(this.#origin) / 1e6;
  }

  /** What was filled in, in words. */
  get notes(): readonly string[] {
    if (this.#events === 0 || this.#untimed === 0) return [];
    return this.#origin === null
      ? ['the file has no times: its events are shown a millisecond apart, in their order']
      : [`${counted(this.#untimed, 'event')} without a time stand at the time of the event above`];
  }

  /**
   * The op of an event; events are to be given in their order.
   * @throws MalformedHistoryError for a time beyond 2^53 ns, or more than that after a first beyond 2^52.
   */
  take(event: RecordedEvent): Omit<Op, 'index'> {
    const { process, type, f, value, node, error, place } = event;
    this.#events += 1;
    if (node !== undefined) this.#nodes.add(node);
    if (process !== NEMESIS) this.#follow(process, type === 'invoke');
    return { process, type, f, value, time: this.#timeOf(event), node, error, line: place.line };
  }

  #follow(process: number, invokes: boolean): void {
    if (!invokes) {
      this.#busy.delete(process);
      return;
    }
    this.#busy.add(process);
    if (this.#busy.size > this.#mostBusy) this.#mostBusy = this.#busy.size;
  }

  #timeOf({ time, place }: RecordedEvent): number {
    if (time === undefined) {
      this.#untimed += 1;
      if (this.#origin === null && this.#events > 1) this.#time += STEP_NS;
      return this.#time;
    }
    this.#first ??= time;
    this.#origin ??= this.#first < FAR_NS ? 0n : BigInt(this.#first);
    const since =
      typeof time === 'bigint' ? Number(time - this.#origin) : time - Number(this.#origin);
    if (since > Number.MAX_SAFE_INTEGER) {
      const expected =
        this.#origin === 0n
          ? `a time up to 2^53 ns (104 days), as the first is ${this.#first},`
          : `a time at most 2^53 ns (104 days) after the first, ${this.#first},`;
      throw new MalformedHistoryError(place, expected, String(time), 'give all times on one clock');
    }
    this.#time = Math.max(this.#time, since);
    return this.#time;
  }
}
