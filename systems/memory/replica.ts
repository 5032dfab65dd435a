import { OpFailed } from '../../harness/index.js';
import type { Data } from './data.js';

/** What an op does to the data; the same at every node that does it. */
export type Change<T = unknown> = (data: Data, now_ms: number) => T;

/** One entry of the replicated log: a change to the data, and when it was made. */
export interface Entry {
  readonly epoch: number;
  readonly at_ms: number;
  readonly change: Change;
}

/** One node: a log of changes and what they come to. */
export class Replica {
  readonly name: string;
  /** The highest epoch that it has heard of. */
  epoch = 0;
  /** Whether it takes itself for the primary of its epoch. */
  isPrimary = false;
  #log: Entry[] = [];
  #data: Data;
  readonly #newData: () => Data;

  constructor(name: string, newData: () => Data) {
    this.name = name;
    this.#newData = newData;
    this.#data = newData();
  }

  get offset(): number {
    return this.#log.length;
  }

  get log(): readonly Entry[] {
    return this.#log;
  }

  get data(): Data {
    return this.#data;
  }

  /** Makes a change; one that is refused is not an entry of the log. @throws OpFailed where refused. */
  do<T>(at_ms: number, change: Change<T>): T {
    const result = change(this.#data, at_ms);
    this.#log.push({ epoch: this.epoch, at_ms, change });
    return result;
  }

  /** Takes over an entry, of another node for example. */
  apply(entry: Entry): void {
    this.#log.push(entry);
    applyTo(this.#data, entry);
  }

  /** Gives up its data, and makes others of a log. */
  rewrite(log: readonly Entry[]): void {
    this.#log = [];
    this.#data = this.#newData();
    for (const entry of log) this.apply(entry);
  }

  /** The data as they were before so many of the last changes. */
  before(changes: number): Data {
    const data = this.#newData();
    for (const entry of this.#log.slice(0, -changes)) applyTo(data, entry);
    return data;
  }

  /** Whether all of its log stands at the beginning of the other's. */
  isPrefixOf(other: Replica): boolean {
    return this.offset <= other.offset && this.#log.at(-1) === other.log[this.offset - 1];
  }

  isNewerThan(other: Replica): boolean {
    const mine = this.#log.at(-1)?.epoch ?? 0;
    const theirs = other.log.at(-1)?.epoch ?? 0;
    return mine > theirs || (mine === theirs && this.offset > other.offset);
  }
}

/** Makes the change of an entry; one that is refused changes nothing. */
function applyTo(data: Data, { change, at_ms }: Entry): void {
  try {
    change(data, at_ms);
  } catch (error) {
    if (!(error instanceof OpFailed)) throw error;
  }
}
