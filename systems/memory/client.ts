import {
  CLIENTS,
  type Clock,
  defineClient,
  type Key,
  OpFailed,
  OpIndeterminate,
  type OpenRequest,
  SCAN_ENDS,
  type ScanPiece,
  wait,
  type WatchEvent,
} from '../../harness/index.js';
import type { Session, Strikes } from './bugs/index.js';
import type { MemoryCluster, MemoryNodes } from './cluster.js';
import type { Change } from './replica.js';

/** So many elements make one piece of a scan. */
const ELEMENTS_PER_PIECE = 10_000;

/** What the clients of one run share. */
export interface MemoryStore {
  readonly cluster: MemoryCluster;
  readonly nodes: MemoryNodes;
  /** Whether the next message gets lost on its way. */
  readonly loses: Strikes;
}

/** A connection to one node: a request travels, is served at one moment, and the answer travels back. */
class MemoryConnection {
  readonly session: Session = { before: 0 };
  readonly #store: MemoryStore;
  readonly #node: string;
  readonly #clock: Clock;
  readonly #latency_ms: number;
  readonly #follows: boolean;

  constructor({ store, node, clock, options, mode }: OpenRequest<MemoryStore>) {
    this.#store = store;
    this.#node = node.name;
    this.#clock = clock;
    this.#latency_ms = Number(options['latency_ms']);
    this.#follows = mode === 'smart';
  }

  wait(duration_ms: number): Promise<void> {
    return wait(this.#clock, duration_ms);
  }

  async ask<T>(serve: (cluster: MemoryCluster, node: string) => T): Promise<T> {
    const { cluster, loses } = this.#store;
    const { links, processes } = this.#store.nodes;
    const node = (this.#follows ? cluster.majorityPrimary() : null) ?? this.#node;
    await wait(this.#clock, this.#latency_ms / 2);
    if (loses() || !links.delivers(CLIENTS, node)) return never();
    if (!processes.runs(node)) await this.#untilAwake(node);
    const starts = processes.starts(node);
    // A refusal travels back as an answer does.
    const answer = new Promise<T>((resolve) => {
      resolve(serve(cluster, node));
    });
    answer.catch(() => undefined);
    await wait(this.#clock, this.#latency_ms / 2);
    if (loses() || !links.delivers(node, CLIENTS)) return never();
    if (processes.starts(node) !== starts) throw connectionLost(node);
    return answer;
  }

  /** A stopped process takes what has come to it once it goes on. */
  async #untilAwake(node: string): Promise<void> {
    const { processes } = this.#store.nodes;
    if (processes.starts(node) === null) {
      throw new OpFailed('connection-refused', `nothing runs on ${node}`);
    }
    if (!(await processes.awake(node))) throw connectionLost(node);
  }
}

function connectionLost(node: string): OpIndeterminate {
  return new OpIndeterminate('connection-lost', `${node} died before it answered`, {
    reconnect: true,
  });
}

/** A packet was lost: the answer never comes, and the interpreter gives up at its bound. */
function never<T>(): Promise<T> {
  return new Promise(() => undefined);
}

/** Makes a change at the node of the connection. @throws OpFailed where it was refused. */
function change<T>(connection: MemoryConnection, how: Change<T>): Promise<T> {
  return connection.ask((cluster, node) => cluster.write(node, how, connection.session));
}

/** Reads at the node of the connection. @throws OpFailed where it was refused. */
function look<T>(connection: MemoryConnection, how: Change<T>): Promise<T> {
  return connection.ask((cluster, node) => cluster.read(node, how, connection.session));
}

/** Changes are told of so often. */
const TOLD_EVERY_MS = 10;

/** What the node of the connection tells of the changes of a key meanwhile. @throws OpFailed where it refused to. */
async function watchFor(
  connection: MemoryConnection,
  key: Key,
  from: number,
  for_ms: number,
): Promise<readonly WatchEvent[]> {
  const events: WatchEvent[] = [];
  let next = from;
  for (let left_ms = for_ms; left_ms > 0; left_ms -= TOLD_EVERY_MS) {
    const first = next;
    for (const event of await look(connection, (data) => data.changes(key, first))) {
      events.push(event);
      next = Math.max(next, event[0] + 1);
    }
    await connection.wait(Math.min(left_ms, TOLD_EVERY_MS));
  }
  return events;
}

/** Clients of the in-process store: bound to the node of their process, or to whoever is primary. */
export const memoryClient = defineClient({
  open: (request: OpenRequest<MemoryStore>) => new MemoryConnection(request),

  add: (at, element) => change(at, (data) => data.add(element)),
  readAll: (at) => look(at, (data) => data.elements()),
  /** A piece of a scan: the cursor is how many elements came before. */
  scan: (at, cursor) =>
    at.ask((cluster, node) =>
      cluster.inspect(node, (data): ScanPiece => {
        const from = Number(cursor);
        const elements = data.someElements(from, from + ELEMENTS_PER_PIECE);
        const isLast = elements.length < ELEMENTS_PER_PIECE;
        return { cursor: isLast ? SCAN_ENDS : String(from + ELEMENTS_PER_PIECE), elements };
      }),
    ),

  read: (at, key) => look(at, (data) => data.read(key)),
  readLocal: (at, key) =>
    at.ask((cluster, node) => cluster.inspect(node, (data) => data.value(key))),
  write: (at, key, value) => change(at, (data) => data.write(key, value)),
  cas: (at, key, expected, next) => change(at, (data) => data.cas(key, expected, next)),

  txn: (at, steps) =>
    (steps.every(([f]) => f === 'r') ? look : change)(at, (data) => data.transact(steps)),

  increment: (at, amount) => change(at, (data) => data.increment(amount)),
  count: (at) => look(at, (data) => data.count()),

  generateId: (at) => change(at, (data) => data.nextId()),

  enqueue: (at, element) => change(at, (data) => data.enqueue(element)),
  dequeue: (at) => change(at, (data) => data.dequeue()),

  send: (at, log, value) => change(at, (data) => data.send(log, value)),
  poll: (at, log, from) => look(at, (data) => data.poll(log, from)),

  writeWatched: (at, key, value) => change(at, (data) => data.writeWatched(key, value)),
  watch: (at, key, from, for_ms) => watchFor(at, key, from, for_ms),

  take: (at, log, _member, idle_ms) =>
    change(at, (data, now_ms) => data.take(log, idle_ms, now_ms)),
  ack: (at, log, offsets) => change(at, (data) => data.ack(log, offsets)),

  transfer: (at, from, to, amount) => change(at, (data) => data.transfer(from, to, amount)),
  balances: (at, accounts) => look(at, (data) => data.balances(accounts)),

  insertIfNone: (at, key) => change(at, (data) => data.insertIfNone(key)),

  acquire: (at, lock) => change(at, (data) => data.acquire(lock)),
  release: (at, lock, token) => change(at, (data) => data.release(lock, token)),
  writeGuarded: (at, lock, token) => change(at, (data) => data.writeGuarded(lock, token)),

  takeLease: (at, lease, holder, duration_ms) =>
    change(at, (data, now_ms) => data.takeLease(lease, holder, duration_ms, now_ms)),
  endLease: (at, lease, holder) =>
    change(at, (data, now_ms) => data.endLease(lease, holder, now_ms)),

  writeExpiring: (at, key, value, lifetime_ms) =>
    change(at, (data, now_ms) => data.writeExpiring(key, value, lifetime_ms, now_ms)),
  readExpiring: (at, key) => look(at, (data, now_ms) => data.readExpiring(key, now_ms)),
});
