/** The config that `faultline init` writes: it runs as it is, and says what to replace. */
export const CONFIG_TEMPLATE = `import { defineClient, defineConfig, defineSystem, type Json, type Key } from 'faultline';

// What Faultline tests here. This file runs as it is:
//
//   npx faultline run                                      every workload that the client can serve
//   npx faultline run --system-option staleReads=yes       the same store with a bug: found, exit code 1
//   npx faultline list                                     what there is to test with
//
// Then replace the store by yours, and the client by one that talks to it.

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
 * and write serve the workload "register", add and readAll serve "set".
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

// A store in containers: its image as it is, one container on each of three nodes. Such a store can
// also be partitioned, killed, paused and frozen (\`npx faultline list nemeses\`):
//
//   npx faultline doctor --fix                             what real nodes need, installed
//   npx faultline run --nemesis partition-one-node,kill-any
//
// const myStore = defineSystem({
//   name: 'my-store',
//   summary: 'three nodes of my store',
//   image: { name: 'my-store:1.0' },
//   start: ({ node, nodes }) => ({
//     name: 'my-store',
//     command: ['my-store', '--listen', node.address, '--peers', nodes.map((one) => one.address).join()],
//     dataFolders: ['/var/lib/my-store'],
//   }),
//   client: defineClient({
//     open: ({ node }) => connect(node.address, 4000), // of your driver
//     close: (connection) => connection.end(),
//     read: (connection, key) => connection.get(String(key)),
//     write: (connection, key, value) => connection.put(String(key), value),
//   }),
// });

export default defineConfig({ systems: [myStore] });
`;
