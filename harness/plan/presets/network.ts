import { lasting, type Preset, preset } from './preset.js';

/** What goes wrong between the nodes, and between nodes and clients. */
export const network: readonly Preset[] = [
  preset(
    'partition-primary',
    'the primary cut off from the other nodes; clients still reach all of them',
    lasting('partition', { grudge: 'primary-from-nodes' }),
  ),
  preset(
    'partition-primary-and-clients',
    'the primary and all clients together cut off from the other nodes',
    lasting('partition', { grudge: 'together', targets: ['primary', 'clients'] }),
  ),
  preset(
    'partition-primary-alone',
    'the primary cut off from the other nodes and from all clients',
    lasting('partition', { grudge: 'primary' }),
  ),
  preset(
    'partition-one-node',
    'one node, chosen at random, cut off from the others',
    lasting('partition', { grudge: 'one-node' }),
  ),
  preset(
    'partition-halves',
    'a minority and a majority, chosen at random, cut off from each other',
    lasting('partition', { grudge: 'random-halves' }),
  ),
  preset(
    'partition-one-way',
    'one node, chosen at random, no longer hears the others, but is heard',
    lasting('partition', { grudge: 'one-node', direction: 'in' }),
  ),
  preset(
    'partition-each-primary',
    'every node that calls itself primary cut off from all other nodes',
    lasting('partition', { grudge: 'each-primary-alone' }),
  ),
  preset(
    'partition-primary-pair',
    'the primary with one replica and the clients cut off from the other nodes',
    lasting('partition', { grudge: 'together', targets: ['primary', 'replica', 'clients'] }),
  ),
  preset(
    'partition-sentinels',
    'the nodes with data cut off from Sentinels on nodes of their own',
    lasting('partition', { grudge: 'data-from-sentinels' }),
  ),
  preset(
    'flapping-node',
    'one node, chosen at random, cut off from the others again and again, for about a second',
    lasting('flapping', { grudge: 'one-node', cut_ms: 1000, open_ms: 1000, jitter: 0.5 }),
  ),
  preset(
    'packet-loss',
    'a fifth of the packets to one node, chosen at random, are lost',
    lasting('loss', { target: 'any', percent: 20 }),
  ),
  preset(
    'slow-links',
    'one node, chosen at random, sends no faster than 512 kbit/s',
    lasting('slow', { target: 'any', rate_kbit: 512 }),
  ),
  preset(
    'delayed-node',
    'all that one node, chosen at random, sends is late by 50 to 150 ms',
    lasting('delay', { target: 'any', delay_ms: 100, jitter_ms: 50 }),
  ),
  preset(
    'reordered-packets',
    'a quarter of what one node, chosen at random, sends overtakes the rest',
    lasting('reorder', { target: 'any', percent: 25 }),
  ),
  preset(
    'duplicate-packets',
    'a fifth of what one node, chosen at random, sends arrives twice',
    lasting('duplicate', { target: 'any', percent: 20 }),
  ),
  preset(
    'corrupt-packets',
    'in a fifth of what one node, chosen at random, sends a bit is turned over',
    lasting('corrupt', { target: 'any', percent: 20 }),
  ),
];
