import type { Json } from '../../harness/index.js';

/** One entry of the replicated log: a change to the data, numbered. */
export interface Entry {
  readonly epoch: number;
  readonly change: { readonly add: Json } | { readonly key: string; readonly value: Json };
}

/** The data of one node: a log of changes and what they come to. */
export class Replica {
  readonly name: string;
  /** The highest epoch that it has heard of. */
  epoch = 0;
  /** Whether it takes itself for the primary of its epoch. */
  isPrimary = false;
  #log: Entry[] = [];
  /** The elements by their JSON. */
  #set = new Map<string, Json>();
  #registers = new Map<string, Json>();

  constructor(name: string) {
    this.name = name;
  }

  get offset(): number {
    return this.#log.length;
  }

  get log(): readonly Entry[] {
    return this.#log;
  }

  apply(entry: Entry): void {
    this.#log.push(entry);
    if ('add' in entry.change) this.#set.set(JSON.stringify(entry.change.add), entry.change.add);
    else this.#registers.set(entry.change.key, entry.change.value);
  }

  /** Takes over another node's data, giving up its own. */
  resync(from: Replica): void {
    this.#log = [];
    this.#set = new Map();
    this.#registers = new Map();
    for (const entry of from.log) this.apply(entry);
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

  elements(): readonly Json[] {
    return [...this.#set.values()].sort((a, b) => Number(a) - Number(b));
  }

  /** The elements that a stretch of the log added, in its order. */
  added(from: number, to: number): readonly Json[] {
    return this.#log.slice(from, to).flatMap(({ change }) => ('add' in change ? [change.add] : []));
  }

  register(key: string): Json {
    return this.#registers.get(key) ?? null;
  }
}
