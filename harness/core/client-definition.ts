import type { ClientMode } from './client.js';
import type { Clock } from './clock.js';
import type { ClientMethods } from './data-types/index.js';
import { InputError } from './errors.js';
import type { JsonObject } from './json.js';
import type { OpFailed, OpIndeterminate } from './op-errors.js';

/** A node as clients know it. */
export interface NodeAddress {
  /** `n1`, `n2`, … */
  readonly name: string;
  /** An IPv4 address; empty where the store runs inside the harness. */
  readonly address: string;
}

/** What a connection is opened for. */
export interface OpenRequest<Store = unknown, Options extends JsonObject = JsonObject> {
  /** The node of the client: in the mode `pinned` it talks to this one and to no other. */
  readonly node: NodeAddress;
  /** All nodes. */
  readonly nodes: readonly NodeAddress[];
  readonly mode: ClientMode;
  /** A number of its own for each client; one that may still have an op under way is not used again. */
  readonly process: number;
  /** The options of the system, with its defaults. */
  readonly options: Options;
  /** What the system's `setup` has returned: shared by all clients. */
  readonly store: Store;
  readonly clock: Clock;
  /** Aborts when opening has taken too long: nobody waits for the connection any more. */
  readonly signal: AbortSignal;
}

/**
 * What every client has, whatever its data. An op is sent at most once: a driver that resends behind
 * one's back has to be told not to.
 */
export interface ClientLifecycle<Connection, Store, Options extends JsonObject = JsonObject> {
  /**
   * Opens a connection and proves that it answers. What it throws means that nothing was sent: the op
   * that it was opened for has failed. Bounded to 5 s.
   */
  open(request: OpenRequest<Store, Options>): Promise<Connection> | Connection;
  /** Ends the connection at once, ops under way with it. Bounded to 2 s. */
  close?(connection: Connection): unknown;
  /**
   * Whether an op could be sent now; where not, it has failed, and another connection is opened for the
   * next. Absent: until an op has thrown anything but an OpFailed.
   */
  usable?(connection: Connection): boolean;
  /** The node that serves the connection, for a client that looks for it by itself. */
  nodeOf?(connection: Connection): string | undefined;
  /**
   * What an error of the driver says of the op. Only what is certain to come before any effect is an
   * OpFailed. Absent, or nothing returned: it may have happened.
   */
  classify?(thrown: unknown, connection: Connection): OpFailed | OpIndeterminate | undefined;
}

/** The methods of data types as a client has them: the connection comes first. */
export type WithConnection<Connection, Methods> = {
  readonly [Name in keyof Methods]?: Methods[Name] extends
    ((...given: infer Given) => Promise<infer Returned>) | undefined
    ? (connection: Connection, ...given: Given) => Promise<Returned> | Returned
    : never;
};

/** A client of a store: a value whose methods say which data types it serves. */
export type ClientDefinition = ClientLifecycle<unknown, unknown>;

const LIFECYCLE: ReadonlySet<string> = new Set([
  'open',
  'close',
  'usable',
  'nodeOf',
  'classify',
  'constructor',
] satisfies readonly (keyof ClientLifecycle<unknown, unknown> | 'constructor')[]);

/**
 * A client of a store. It has a method for each thing that its store can do, by the names of the data
 * types (`read`, `write`, `cas`; `add`, `readAll`; `enqueue`, `dequeue`; …): the workloads that it can
 * be tested with follow from that.
 *
 * A method that returns has done its op. One that throws an OpFailed has not, and never will; anything
 * else that it throws means that nobody knows, unless the op only reads.
 *
 * @throws InputError when there is no `open`.
 * @example
 * defineClient({
 *   open: ({ node }) => connect(node.address),
 *   read: (connection, key) => connection.get(String(key)),
 *   write: (connection, key, value) => connection.put(String(key), value),
 *   close: (connection) => connection.end(),
 * });
 */
export function defineClient<Connection, Store = unknown, Options extends JsonObject = JsonObject>(
  client: ClientLifecycle<Connection, Store, Options> & WithConnection<Connection, ClientMethods>,
): ClientLifecycle<Connection, Store, Options> & WithConnection<Connection, ClientMethods> {
  if (typeof (client as { readonly open?: unknown }).open === 'function') return client;
  throw new InputError({
    code: 'E_CLIENT',
    expected: 'a client with a method "open", which gives a connection',
    actual: `it has ${methodsOf(client).join(', ') || 'no methods'}`,
    advice: 'add open({ node }): what it returns is the first argument of every other method',
  });
}

/** The function of a client that has this name, if there is one. */
export function methodOf(
  client: ClientDefinition,
  name: string,
): ((...given: readonly unknown[]) => unknown) | undefined {
  const found = (client as unknown as Readonly<Record<string, unknown>>)[name];
  return typeof found === 'function'
    ? (found as (...given: readonly unknown[]) => unknown).bind(client)
    : undefined;
}

/** The names of a client's methods for data, in alphabetical order. */
export function methodsOf(client: ClientDefinition): readonly string[] {
  const names = new Set<string>();
  for (
    let at: object | null = client;
    at !== null && at !== Object.prototype;
    at = Object.getPrototypeOf(at) as object | null
  ) {
    for (const name of Object.getOwnPropertyNames(at)) names.add(name);
  }
  return [...names]
    .filter((name) => !LIFECYCLE.has(name) && methodOf(client, name) !== undefined)
    .sort();
}
