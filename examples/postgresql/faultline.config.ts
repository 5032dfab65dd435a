import { join } from 'node:path';
import { defineConfig, defineSystem } from 'faultline';
import { client } from './client.js';
import { failOver, makeTables, missing, postgresql, roleOf, versionOf } from './cluster.js';
import { changedSettings, options, refusal } from './options.js';
import { scenarios } from './scenarios/index.js';

const system = defineSystem({
  name: 'postgresql',
  summary: 'PostgreSQL 15 with one streaming replica, synchronous or not',
  image: { folder: join(import.meta.dirname, 'postgresql-15') },
  nodeCount: 2,
  options,
  check: refusal,
  changedSettings,

  start: ({ node, nodes, options: given }) => postgresql(node, nodes, given),
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
