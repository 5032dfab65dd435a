import { join } from 'node:path';
import { defineClient, defineConfig, defineSystem, OpFailed, type Json } from 'faultline';

/** Sends one request, once. What it throws leaves open whether the store has got it. */
async function ask(url: string, method = 'GET', body?: Json): Promise<Json> {
  const response = await fetch(url, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(1000),
  });
  if (!response.ok) throw new OpFailed('refused', await response.text());
  return (await response.json()) as Json;
}

const client = defineClient({
  async open({ node }) {
    const store = `http://${node.address}:7000`;
    await ask(`${store}/ready`);
    return store;
  },
  read: (store, key) => ask(`${store}/registers/${key}`),
  write: (store, key, value) => ask(`${store}/registers/${key}`, 'PUT', value),
  cas: async (store, key, expected, next) =>
    (await ask(`${store}/registers/${key}`, 'PATCH', [expected, next])) === true,
  add: (store, element) => ask(`${store}/elements/${JSON.stringify(element)}`, 'PUT', element),
  readAll: async (store) => (await ask(`${store}/elements/`)) as readonly Json[],
});

const tinyStore = defineSystem({
  name: 'tiny-store',
  summary: 'a store of sixty lines, on one node',
  image: { folder: join(import.meta.dirname, 'store') },
  nodeCount: 1,
  options: { lazy: false },
  start: ({ options }) => ({
    name: 'tiny-store',
    command: ['python3', '/usr/local/lib/store.py', ...(options.lazy ? ['--lazy'] : [])],
    dataFolders: ['/var/lib/tiny-store'],
  }),
  client,
});

export default defineConfig({ systems: [tinyStore] });
