import { defineSystem } from '../../harness/index.js';
import { zookeeperClient } from './client/zookeeper-client.js';
import { missingOf, prepareTree, roleOf, serves, versionOf, witnessOf } from './ensemble.js';
import { IMAGE } from './image.js';
import { changedSettings, defaults, problemWith } from './options.js';
import { DATA_FILES, serverOn } from './server.js';

/** ZooKeeper, a server on each node; a control whose plain reads may be old. */
export const zookeeper = defineSystem({
  name: 'zookeeper',
  summary: 'ZooKeeper: versioned writes agreed upon by Zab, and reads of three kinds',
  image: IMAGE,
  options: defaults,
  check: (options) => problemWith(options),
  changedSettings,
  start: ({ node, nodes, options }) => serverOn(node, nodes, options),
  ready: ({ node }) => serves(node),
  setup: ({ nodes, clock }) => prepareTree(nodes, clock),
  role: ({ node }) => roleOf(node),
  witness: ({ node }) => witnessOf(node),
  takesWrites: ['leader', 'standalone'],
  refusalCodes: [],
  passesWritesOn: true,
  health: ({ nodes, clock }) => missingOf(nodes, clock),
  version: ({ node }) => versionOf(node),
  dataFiles: DATA_FILES,
  client: zookeeperClient,
});
