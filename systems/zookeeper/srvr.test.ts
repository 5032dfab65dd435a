import { expect, test } from 'vitest';
import { viewIn } from './srvr.js';

const FOLLOWER = `Zookeeper version: 3.8.0-${'0'.repeat(40)}, built on 2023-01-13 17:10 UTC
Latency min/avg/max: 0/0.0/0
Received: 1
Sent: 0
Connections: 1
Outstanding: 0
Zxid: 0x100000000
Mode: follower
Node count: 5
`;

test('a server tells its role and its version', () => {
  expect(viewIn(FOLLOWER)).toEqual({ mode: 'follower', version: '3.8.0' });
});

test('a server that looks for a leader tells neither', () => {
  expect(viewIn('This ZooKeeper instance is not currently serving requests\n')).toEqual({});
});
