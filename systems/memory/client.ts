import {
  type CasResult,
  CLIENTS,
  type Clock,
  defineClient,
  type Json,
  type Key,
  type OpenRequest,
  OpFailed,
  SCAN_ENDS,
  type ScanPiece,
  wait,
} from '../../harness/index.js';
import type { MemoryCluster, Served } from './cluster.js';
import type { MemoryLinks } from './links.js';

/** So many changes of the log make one piece of a scan. */
const CHANGES_PER_PIECE = 10_000;

/** What the clients of one run share. */
export interface MemoryStore {
  readonly cluster: MemoryCluster;
  readonly links: MemoryLinks;
}

/** A connection to one node: a request travels, is served at one moment, and the answer travels back. */
class MemoryConnection {
  readonly #store: MemoryStore;
  readonly #node: string;
  readonly #clock: Clock;
  readonly #latency_ms: number;

  constructor({ store, node, clock, options }: OpenRequest<MemoryStore>) {
    this.#store = store;
    this.#node = node.name;
    this.#clock = clock;
    this.#latency_ms = Number(options['latency_ms']);
  }

  async ask<T>(serve: (cluster: MemoryCluster, node: string) => T): Promise<T> {
    const { cluster, links } = this.#store;
    const node = this.#node;
    await wait(this.#clock, this.#latency_ms / 2);
    if (!links.delivers(CLIENTS, node)) return never();
    const answer = serve(cluster, node);
    await wait(this.#clock, this.#latency_ms / 2);
    return links.delivers(node, CLIENTS) ? answer : never();
  }
}

/** A packet was lost: the answer never comes, and the interpreter gives up at its bound. */
function never<T>(): Promise<T> {
  return new Promise(() => undefined);
}

/** @throws OpFailed where the node has refused. */
function accepted<T>(served: Served<T>): T {
  if (served.ok) return served.value;
  throw new OpFailed(served.code, 'the node refused it before it changed anything');
}

function nameOf(key: Key): string {
  return JSON.stringify(key);
}

function sameJson(one: Json, other: Json): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

/** Clients of the in-process store, each bound to the node of its process. */
export const memoryClient = defineClient({
  open: (request: OpenRequest<MemoryStore>) => new MemoryConnection(request),

  async add(connection, element) {
    const entry = { add: element };
    accepted(
      await connection.ask((cluster, n) => cluster.write(n, () => ({ entry, value: null }))),
    );
  },

  readAll: async (connection) =>
    accepted(await connection.ask((cluster, n) => cluster.read(n, (one) => one.elements()))),

  /** A piece of a scan: the cursor is a position in the replica's log. */
  scan: (connection, cursor) =>
    connection.ask((cluster, node) =>
      cluster.inspect(node, (replica): ScanPiece => {
        const from = Number(cursor);
        const to = from + CHANGES_PER_PIECE;
        const next = to < replica.offset ? String(to) : SCAN_ENDS;
        return { cursor: next, elements: replica.added(from, to) };
      }),
    ),

  read: async (connection, key) =>
    accepted(
      await connection.ask((cluster, n) => cluster.read(n, (one) => one.register(nameOf(key)))),
    ),

  readLocal: (connection, key) =>
    connection.ask((cluster, n) => cluster.inspect(n, (one) => one.register(nameOf(key)))),

  async write(connection, key, value) {
    const entry = { key: nameOf(key), value };
    accepted(
      await connection.ask((cluster, n) => cluster.write(n, () => ({ entry, value: null }))),
    );
  },

  async cas(connection, key, expected, next): Promise<CasResult> {
    const name = nameOf(key);
    const served = await connection.ask((cluster, node) =>
      cluster.write(node, (replica) => {
        const saw = replica.register(name);
        const swapped = sameJson(saw, expected);
        return { entry: swapped ? { key: name, value: next } : null, value: { swapped, saw } };
      }),
    );
    return accepted(served);
  },
});
