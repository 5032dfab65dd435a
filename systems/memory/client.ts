import type { ClientSource, DataType } from '../../harness/core/client.js';
import { type Clock, sleep } from '../../harness/core/clock.js';
import { FINAL_READ, SCAN_ENDS, scanCursor } from '../../harness/core/final-read.js';
import type { Json } from '../../harness/core/json.js';
import { CLIENTS } from '../../harness/core/node.js';
import type { Completion, Invocation } from '../../harness/core/op.js';
import type { MemoryCluster, Served } from './cluster.js';
import type { MemoryLinks } from './links.js';
import type { Replica } from './replica.js';

/** So many changes of the log make one piece of a scan. */
const CHANGES_PER_PIECE = 10_000;

export interface MemoryClientOptions {
  readonly cluster: MemoryCluster;
  readonly links: MemoryLinks;
  readonly clock: Clock;
  readonly latency_ms: number;
  readonly dataType: DataType;
}

/** Clients pinned to a node: a request travels, is served at one moment, and the answer travels back. */
export function memoryClients(options: MemoryClientOptions): ClientSource {
  const { cluster, links, clock, latency_ms, dataType } = options;
  const serve = dataType === 'set' ? serveSet : serveRegister;
  return {
    open({ node }) {
      let closed = false;
      return Promise.resolve({
        get usable() {
          return !closed;
        },
        async invoke(op: Invocation): Promise<Completion> {
          await sleep(clock, latency_ms / 2);
          if (!links.delivers(CLIENTS, node)) return never();
          const completion = serve(cluster, node, op);
          await sleep(clock, latency_ms / 2);
          return links.delivers(node, CLIENTS) ? completion : never();
        },
        close() {
          closed = true;
          return Promise.resolve();
        },
      });
    },
  };
}

/** A packet was lost: the answer never comes, and the interpreter gives up at its bound. */
function never(): Promise<Completion> {
  return new Promise(() => undefined);
}

function serveSet(cluster: MemoryCluster, node: string, op: Invocation): Completion {
  if (op.f === FINAL_READ) {
    const cursor = scanCursor(op.value);
    const value = cluster.inspect(node, (replica) =>
      cursor === null ? replica.elements() : scanned(replica, cursor),
    );
    return { type: 'ok', value };
  }
  if (op.f === 'read') return complete(cluster.read(node, (replica) => replica.elements()));
  const value = Number(op.value);
  return complete(cluster.write(node, () => ({ entry: { add: value }, value })));
}

/** A piece of a scan: the cursor is a position in the replica's log. */
function scanned(replica: Replica, cursor: string): Json {
  const from = Number(cursor);
  const to = from + CHANGES_PER_PIECE;
  const next = to < replica.offset ? String(to) : SCAN_ENDS;
  return { cursor: next, elements: replica.added(from, to) };
}

function serveRegister(cluster: MemoryCluster, node: string, op: Invocation): Completion {
  const [key, argument] = op.value as readonly [Json, Json];
  const name = JSON.stringify(key);
  if (op.f === FINAL_READ) {
    const value = cluster.inspect(node, (replica) => [key, replica.register(name)]);
    return { type: 'ok', value };
  }
  if (op.f === 'read') {
    return complete(cluster.read(node, (replica) => [key, replica.register(name)]));
  }
  if (op.f === 'write') {
    const entry = { key: name, value: argument };
    return complete(cluster.write(node, () => ({ entry, value: op.value ?? null })));
  }
  const [expected, next] = argument as readonly [Json, Json];
  const served = cluster.write(node, (replica) => {
    const saw = replica.register(name);
    return { entry: saw === expected ? { key: name, value: next } : null, value: saw };
  });
  if (!served.ok || served.value === expected) return complete(served, op.value);
  return { type: 'fail', error: { code: 'cas-mismatch', saw: served.value } };
}

function complete(served: Served<Json>, value?: Json): Completion {
  if (served.ok) return { type: 'ok', value: value ?? served.value };
  return { type: 'fail', error: { code: served.code } };
}
