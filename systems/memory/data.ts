import {
  type Json,
  type Key,
  type LogEntry,
  OpFailed,
  type TransactionStep,
  type WatchEvent,
} from '../../harness/index.js';

/** How many entries of a log one poll gives at most. */
const ENTRIES_PER_POLL = 32;
/** How many entries of a log a member of a group is given at most. */
const ENTRIES_PER_TAKE = 8;

/** Where the group of consumers of a log stands. */
interface Group {
  /** The first offset that nobody was given. */
  next: number;
  /** When each entry that was given and not acknowledged was given last. */
  readonly pending: Map<number, number>;
}

interface Lock {
  held: boolean;
  /** The token that was given out last. */
  token: number;
  /** The token of the last write to what the lock guards. */
  writer: number;
}

/** All that a node holds. The same commands in the same order make the same data of it. */
export class Data {
  /** The elements by their JSON. */
  readonly #set = new Map<string, Json>();
  /** Registers, lists, and whatever transactions write, by the JSON of their keys. */
  readonly #values = new Map<string, Json>();
  readonly #expiring = new Map<string, { readonly value: Json; readonly until_ms: number }>();
  readonly #logs = new Map<string, LogEntry[]>();
  readonly #groups = new Map<string, Group>();
  readonly #changes = new Map<Key, WatchEvent[]>();
  readonly #accounts = new Map<string, number>();
  readonly #rows = new Set<number>();
  readonly #locks = new Map<Key, Lock>();
  readonly #leases = new Map<Key, { readonly holder: string; readonly until_ms: number }>();
  readonly #queue: Json[] = [];
  #taken = 0;
  #count = 0;
  #lastId = 0;
  #revision = 0;

  add(element: Json): null {
    this.#set.set(JSON.stringify(element), element);
    return null;
  }

  elements(): readonly Json[] {
    return [...this.#set.values()].sort((a, b) => Number(a) - Number(b));
  }

  /** A stretch of the elements, in the order in which they came. */
  someElements(from: number, to: number): readonly Json[] {
    return [...this.#set.values()].slice(from, to);
  }

  value(key: Json): Json {
    return this.#values.get(JSON.stringify(key)) ?? null;
  }

  read(key: Json): Json {
    return this.value(key);
  }

  write(key: Json, value: Json): null {
    this.#values.set(JSON.stringify(key), value);
    return null;
  }

  cas(key: Json, expected: Json, next: Json): { readonly swapped: boolean; readonly saw: Json } {
    const saw = this.value(key);
    const swapped = saw === expected || JSON.stringify(saw) === JSON.stringify(expected);
    if (swapped) this.write(key, next);
    return { swapped, saw };
  }

  transact(steps: readonly TransactionStep[]): readonly TransactionStep[] {
    return steps.map((step): TransactionStep => {
      const [f, key, value] = step;
      if (f === 'r') return [f, key, this.value(key)];
      if (f === 'append') {
        const list = this.value(key);
        this.write(key, [...(Array.isArray(list) ? (list as readonly Json[]) : []), value]);
      } else {
        this.write(key, value);
      }
      return step;
    });
  }

  increment(amount: number): null {
    this.#count += amount;
    return null;
  }

  count(): number {
    return this.#count;
  }

  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  enqueue(element: Json): null {
    this.#queue.push(element);
    return null;
  }

  dequeue(): Json {
    if (this.#taken === this.#queue.length) return null;
    this.#taken += 1;
    return this.#queue[this.#taken - 1] ?? null;
  }

  send(log: string, value: Json): number {
    const entries = this.#logs.get(log) ?? [];
    const offset = (entries.at(-1)?.[0] ?? -1) + 1;
    this.#logs.set(log, entries);
    entries.push([offset, value]);
    return offset;
  }

  poll(log: string, from: number): readonly LogEntry[] {
    return (this.#logs.get(log) ?? []).slice(from, from + ENTRIES_PER_POLL);
  }

  take(log: string, idle_ms: number, now_ms: number): readonly LogEntry[] {
    const group = this.#group(log);
    const entries = this.#logs.get(log) ?? [];
    const isIdle = ([offset]: LogEntry): boolean =>
      (group.pending.get(offset) ?? Infinity) <= now_ms - idle_ms;
    const idle = entries.filter(isIdle).slice(0, ENTRIES_PER_TAKE);
    const fresh = entries.filter(([offset]) => offset >= group.next).slice(0, ENTRIES_PER_TAKE);
    const given = idle.length > 0 ? idle : fresh;
    for (const [offset] of given) {
      group.pending.set(offset, now_ms);
      group.next = Math.max(group.next, offset + 1);
    }
    return given;
  }

  ack(log: string, offsets: readonly number[]): null {
    const { pending } = this.#group(log);
    for (const offset of offsets) pending.delete(offset);
    return null;
  }

  /** Revisions are counted over all keys. */
  writeWatched(key: Key, value: Json): number {
    const changes = this.#changes.get(key) ?? [];
    this.#changes.set(key, changes);
    this.#revision += 1;
    changes.push([this.#revision, value]);
    return this.#revision;
  }

  /** The changes of a key from a revision on. */
  changes(key: Key, from: number): readonly WatchEvent[] {
    const changes = this.#changes.get(key) ?? [];
    return changes.filter(([revision]) => revision >= from);
  }

  transfer(from: string, to: string, amount: number): null {
    this.#accounts.set(from, (this.#accounts.get(from) ?? 0) - amount);
    this.#accounts.set(to, (this.#accounts.get(to) ?? 0) + amount);
    return null;
  }

  balances(accounts: readonly string[]): Readonly<Record<string, number>> {
    return Object.fromEntries(accounts.map((name) => [name, this.#accounts.get(name) ?? 0]));
  }

  insertIfNone(key: number): null {
    if (this.#rows.has(key)) throw new OpFailed('row-exists', 'a row of this key is there already');
    this.#rows.add(key);
    return null;
  }

  acquire(lock: Key): number {
    const state = this.#lock(lock);
    if (state.held) throw new OpFailed('held', 'the lock is held');
    state.held = true;
    state.token += 1;
    return state.token;
  }

  release(lock: Key, token: Json): null {
    const state = this.#lock(lock);
    if (!state.held || state.token !== token) {
      throw new OpFailed('not-held', 'the lock is not held under this token');
    }
    state.held = false;
    return null;
  }

  writeGuarded(lock: Key, token: number): boolean {
    const state = this.#lock(lock);
    if (token < state.writer) return false;
    state.writer = token;
    return true;
  }

  takeLease(name: Key, holder: string, duration_ms: number, now_ms: number): null {
    const lease = this.#leases.get(name);
    if (lease !== undefined && lease.holder !== holder && lease.until_ms > now_ms) {
      throw new OpFailed('held', `${lease.holder} has the lease`);
    }
    this.#leases.set(name, { holder, until_ms: now_ms + duration_ms });
    return null;
  }

  endLease(name: Key, holder: string, now_ms: number): null {
    const lease = this.#leases.get(name);
    if (lease?.holder !== holder || lease.until_ms <= now_ms) {
      throw new OpFailed('not-held', `${holder} does not have the lease`);
    }
    this.#leases.delete(name);
    return null;
  }

  writeExpiring(key: Json, value: Json, lifetime_ms: number, now_ms: number): null {
    this.#expiring.set(JSON.stringify(key), { value, until_ms: now_ms + lifetime_ms });
    return null;
  }

  readExpiring(key: Json, now_ms: number): Json {
    const found = this.#expiring.get(JSON.stringify(key));
    return found === undefined || found.until_ms <= now_ms ? null : found.value;
  }

  #group(log: string): Group {
    const known = this.#groups.get(log);
    if (known !== undefined) return known;
    const group = { next: 0, pending: new Map<number, number>() };
    this.#groups.set(log, group);
    return group;
  }

  #lock(name: Key): Lock {
    const known = this.#locks.get(name);
    if (known !== undefined) return known;
    const lock = { held: false, token: 0, writer: 0 };
    this.#locks.set(name, lock);
    return lock;
  }
}
