import { join } from 'node:path';
import { defineConfig, defineSystem } from 'faultline';
import { client } from './client.js';
import { failOver, makeTables, missing, postgresql, roleOf, versionOf } from './cluster.js';
import { scenarios } from './scenarios.js';

const system = defineSystem({
  name: 'postgresql',
  summary: 'PostgreSQL 15 with one streaming replica, synchronous or not',
  image: { folder: join(import.meta.dirname, 'postgresql-15') },
  nodeCount: 2,
  options: { synchronous: false },
  check: (_options, nodes) =>
    nodes.length === 2 ? undefined : 'the failover of this example is between two nodes',
  changedSettings: ({ synchronous }) => {
    const name = 'synchronous_standby_names';
    return synchronous ? [{ name, value: 'n1, n2', default: 'empty', option: 'synchronous' }] : [];
  },

  start: ({ node, nodes, options }) => postgresql(node, nodes, options.synchronous),
  setup: ({ nodes }) => makeTables(nodes),
  role: ({ node, nodes }) => roleOf(node, nodes),
  refusalCodes: ['read-only'],
  health: ({ nodes }) => missing(nodes),
  version: ({ node }) => versionOf(node),
  capabilities: {
    failover: ({ nodes }) => ({ failover: () => failOver(nodes) }),
  },

  client,
  clientModes: ['primary', 'pinned'],
});

export default defineConfig({ systems: [system], scenarios });
