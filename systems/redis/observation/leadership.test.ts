import { afterEach, expect, test } from 'vitest';
import { systemClock } from '../../../harness/core/clock.js';
import { AdminConnection } from '../connection/admin.js';
import { FakeServer, resp } from '../testing/fake-server.js';
import { leadershipsBySentinels } from './leadership.js';

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** What is told of a Sentinel that names n2, and these epochs one after the other. */
async function toldBy(...epochs: readonly string[]) {
  const left = [...epochs];
  const fake = await FakeServer.start(([, question]) => ({
    reply: resp.array(
      (question === 'MASTER'
        ? ['ip', '10.0.0.1', 'config-epoch', left.shift() ?? '']
        : ['10.0.0.2', '6379']
      ).map(resp.bulk),
    ),
  }));
  const admin = new AdminConnection('127.0.0.1', fake.port, systemClock(), {});
  closing.push(
    () => admin.close(),
    () => fake.stop(),
  );
  const topology = {
    nodes: [],
    dataNodes: [],
    sentinelNodes: [],
    programs: new Map(),
    addressOf: new Map(),
    nameOf: (address: string) => (address === '10.0.0.2' ? 'n2' : address),
  };
  return leadershipsBySentinels(topology, {
    servers: new Map(),
    sentinels: new Map([['n4', admin]]),
  });
}

test('a Sentinel tells its epoch, and the primary that it names to clients in it', async () => {
  expect([...(await toldBy('3', '3'))]).toEqual([['n4', { epoch: 3, leader: 'n2' }]]);
});

test('a Sentinel whose epoch changed meanwhile tells nothing', async () => {
  expect([...(await toldBy('3', '4'))]).toEqual([]);
});
