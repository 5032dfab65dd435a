import { bounded } from './bounded.js';
import {
  methodOf,
  methodsOf,
  type ClientDefinition,
  type ClientLifecycle,
  type NodeAddress,
} from './client-definition.js';
import type { Client, ClientMode, ClientSource } from './client.js';
import type { Clock } from './clock.js';
import type { DataType } from './data-type.js';
import { endsRun, EnvironmentError, InputError, messageOf } from './errors.js';
import type { JsonObject } from './json.js';
import { OpFailed, OpIndeterminate } from './op-errors.js';
import type { Completion, Invocation } from './op.js';

export const OPEN_TIMEOUT_MS = 5000;
export const CLOSE_TIMEOUT_MS = 2000;

/** Whose clients a source opens, and for what. */
export interface ClientSourceRequest<Store> extends ConnectRequest<Store> {
  readonly dataType: DataType;
}

/** Whose connections are opened. */
export interface ConnectRequest<Store> {
  readonly client: ClientLifecycle<unknown, Store>;
  readonly mode: ClientMode;
  readonly nodes: readonly NodeAddress[];
  readonly options: JsonObject;
  readonly store: Store;
  readonly clock: Clock;
}

/** Opens clients that serve the ops of one data type by the methods of a client's definition. */
export function clientSource<Store>(request: ClientSourceRequest<Store>): ClientSource {
  return {
    async open({ process, node }) {
      const connected = await connect(request, Number(process), node);
      return new DataClient(request.client, request.dataType, connected);
    },
  };
}

/** An open connection. */
export interface Connected {
  readonly connection: unknown;
  /** Ends it, within a bound. Never rejects. */
  readonly close: () => Promise<void>;
}

/** Opens a connection within a bound. @throws what the client throws, and when the bound is passed. */
export async function connect<Store>(
  { client, mode, nodes, options, store, clock }: ConnectRequest<Store>,
  process: number,
  name: string,
): Promise<Connected> {
  const close = async (connection: unknown): Promise<void> => {
    try {
      await bounded(clock, CLOSE_TIMEOUT_MS, async () => client.close?.(connection));
    } catch {
      // It is given up in any case, and what it had under way has been told as it stood.
    }
  };
  const node = nodes.find((one) => one.name === name) ?? { name, address: '' };
  const late = new AbortController();
  const { signal } = late;
  const opening = (async () =>
    client.open({ node, nodes, mode, process, options, store, clock, signal }))();
  const opened = await bounded(clock, OPEN_TIMEOUT_MS, () => opening);
  if (opened.ended) {
    return { connection: opened.value, close: () => close(opened.value) };
  }
  void opening.then(close, () => undefined);
  late.abort();
  throw new EnvironmentError({
    code: 'E_CLIENT_OPEN',
    expected: `the client to open a connection to ${name} within ${OPEN_TIMEOUT_MS} ms`,
    actual: 'it was still waiting for it',
    advice: 'give the driver a shorter bound for connecting, so that it says why it could not',
  });
}

/** One connection, as the interpreter uses it. */
class DataClient implements Client {
  readonly #client: ClientDefinition;
  readonly #dataType: DataType;
  readonly #connection: unknown;
  readonly #close: () => Promise<void>;
  /** The methods for data, without the connection. */
  readonly #bound: object;
  /** Whether an op has left the connection in doubt. */
  #doubtful = false;

  constructor(client: ClientDefinition, dataType: DataType, { connection, close }: Connected) {
    this.#client = client;
    this.#dataType = dataType;
    this.#connection = connection;
    this.#close = close;
    this.#bound = boundMethods(client, connection);
  }

  get usable(): boolean {
    return !this.#doubtful && (this.#client.usable?.(this.#connection) ?? true);
  }

  // Written without `async`: at tens of thousands of ops per second each further promise counts.
  invoke(op: Invocation): Promise<Completion> {
    if (!this.usable) {
      const message = 'the connection was down before the op, and nothing was sent';
      return Promise.resolve(this.#served({ type: 'fail', error: { code: 'not-sent', message } }));
    }
    const operation = this.#dataType.operations[op.f];
    const serving = operation?.serve(this.#bound, op.value) ?? null;
    if (serving === null) return Promise.resolve(unserved(this.#dataType, op));
    return serving.then(
      (completion) => this.#served(completion),
      (thrown: unknown) => this.#served(this.#completionOf(thrown, operation?.readsOnly === true)),
    );
  }

  close(): Promise<void> {
    this.#doubtful = true;
    return this.#close();
  }

  /** Names the node that served an op, where the client knows it. */
  #served(completion: Completion): Completion {
    const node = this.#client.nodeOf?.(this.#connection);
    return node === undefined ? completion : { ...completion, node };
  }

  #completionOf(thrown: unknown, readsOnly: boolean): Completion {
    if (endsRun(thrown)) throw thrown;
    const known = isOpError(thrown) ? thrown : this.#client.classify?.(thrown, this.#connection);
    // A client that tells itself whether it is usable knows better than a guess from its errors.
    const guessed = this.#client.usable === undefined && known?.outcome !== 'fail';
    if (known?.reconnect === true || guessed) this.#doubtful = true;
    const message = messageOf(known ?? thrown);
    const saw = known?.saw === undefined ? {} : { saw: known.saw };
    return {
      type: readsOnly ? 'fail' : (known?.outcome ?? 'info'),
      error: { code: known?.code ?? 'client-error', message, ...saw },
    };
  }
}

function isOpError(thrown: unknown): thrown is OpFailed | OpIndeterminate {
  return thrown instanceof OpFailed || thrown instanceof OpIndeterminate;
}

function boundMethods(client: ClientDefinition, connection: unknown): object {
  return Object.fromEntries(
    methodsOf(client).map((name) => {
      const method = methodOf(client, name);
      const bound = (...given: readonly unknown[]): Promise<unknown> => {
        try {
          return Promise.resolve(method?.(connection, ...given));
        } catch (thrown) {
          return Promise.reject(thrown instanceof Error ? thrown : new Error(String(thrown)));
        }
      };
      return [name, bound];
    }),
  );
}

/** The completion of an op that its data type does not know: a mistake of the workload. */
function unserved({ name }: DataType, { f, value }: Invocation): Completion {
  const { message } = new InputError({
    code: 'E_CLIENT_OP',
    expected: `an op of data type "${name}"`,
    actual: `the workload asked for ${f} of ${JSON.stringify(value)}`,
    advice: 'correct the workload, or give it the data type that it needs',
  });
  return { type: 'fail', error: { code: 'unserved-op', message } };
}
