const CONFIG = `import { defineClient, defineConfig, defineSystem, type Json, type Key } from 'faultline';

// What Faultline tests here. This file runs as it is:
//
//   npx faultline run                                      every workload that the client can serve
//   npx faultline run --system-option staleReads=yes       the same store with a bug: found, exit code 1
//   npx faultline list                                     what there is to test with
//
// Then replace the store by yours, and the client by one that talks to it. A store in a container can
// also be killed, paused and partitioned: \`npx faultline init --container FOLDER\` writes one to begin with.

/** A tiny store inside this process. */
class TinyStore {
  readonly #values = new Map<Key, Json>();
  readonly #replaced = new Map<Key, Json>();
  readonly #staleReads: boolean;

  constructor(staleReads: boolean) {
    this.#staleReads = staleReads;
  }

  read(key: Key): Json {
    const values = this.#staleReads ? this.#replaced : this.#values;
    return values.get(key) ?? null;
  }

  write(key: Key, value: Json): void {
    this.#replaced.set(key, this.read(key));
    this.#values.set(key, value);
  }
}

/**
 * How clients talk to the store. Which workloads fit follows from the methods that a client has: read
 * and write serve the workloads "register" and "sessions", add and readAll serve "set".
 *
 * A method that returns has done its operation. One that throws an OpFailed has not, and never will.
 * Whatever else it throws means that nobody knows; of a read, that it failed.
 */
const client = defineClient({
  /** Opens a connection; it is the first argument of every other method. */
  open: ({ store }: { readonly store: TinyStore }) => store,
  read: (store, key) => store.read(key),
  write: (store, key, value) => store.write(key, value),
});

const myStore = defineSystem({
  name: 'my-store',
  summary: 'a register store to begin with',
  runsOn: 'in-process',
  nodeCount: 1,
  options: { staleReads: false },
  setup: ({ options }) => new TinyStore(options.staleReads),
  client,
});

export default defineConfig({ systems: [myStore] });
`;

/** What `faultline init` writes: a store in this process that runs as it is, and says what to replace. */
export const IN_PROCESS_TEMPLATE = { 'faultline.config.ts': CONFIG };
