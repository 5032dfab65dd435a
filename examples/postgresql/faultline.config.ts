import { defineConfig, defineSystem } from 'faultline';
import { client } from './client.js';
import { failOver, makeTables, missing, postgresql, roleOf, versionOf } from './cluster.js';
import { changedSettings, options, refusal } from './options.js';
import { patroniSystem } from './patroni.js';
import { scenarios } from './scenarios/index.js';

const system = defineSystem({
  name: 'postgresql',
  summary: 'PostgreSQL with one streaming replica, synchronous or not',
  nodeCount: 2,
  options,
  check: refusal,
  changedSettings,

  start: ({ node, nodes, options: given }) => postgresql(node, nodes, given),
  setup: makeTables,
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

export default defineConfig({ systems: [system, patroniSystem], scenarios });
