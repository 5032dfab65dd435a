import { expect, test } from 'vitest';
import { epochOf, viewIn } from './srvr.js';

const FOLLOWER = `Zookeeper version: 3.8.0-${'0'.repeat(40)}, built on 2023-01-13 17:10 UTC
Latency min/avg/max: 0/0.0/0
Received: 1
Sent: 0
Connections: 1
Outstanding: 0
Zxid: 0x10000000a
Mode: follower
Node count: 5
`;

test('a server tells its role, its version and its last transaction', () => {
  expect(viewIn(FOLLOWER)).toEqual({
    mode: 'follower',
    version: '3.8.0',
    zxid: 0x10000000a,
  });
});

test('a server that looks for a leader tells none of them', () => {
  expect(viewIn('This ZooKeeper instance is not currently serving requests\n')).toEqual({});
});

test('the epoch of a transaction is the upper half of its zxid', () => {
  expect(epochOf(0x10000000a)).toBe(1);
  expect(epochOf(0xffffffff)).toBe(0);
});
