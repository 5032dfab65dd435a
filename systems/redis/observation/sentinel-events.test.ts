import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../../harness/core/clock.js';
import type { Node } from '../../../harness/core/node.js';
import type { Endpoint } from '../clients/client-topology.js';
import { sentinelId } from '../configuration/sentinel-config.js';
import { type Published, SentinelListener } from '../connection/sentinel-listener.js';
import { FakeGroup } from '../testing/fake-group.js';
import { withNodeNames } from './sentinel-events.js';

let group: FakeGroup;
let listener: SentinelListener | undefined;

beforeEach(async () => {
  group = await FakeGroup.start(1, 2);
});

afterEach(async () => {
  listener?.close();
  await group.stop();
});

const QUICK = { access: {}, pattern: '*', retryAfter_ms: 20, silence_ms: 1000 };

async function listening(sentinels: readonly Endpoint[]): Promise<Published[]> {
  const heard: Published[] = [];
  listener = new SentinelListener({ ...QUICK, sentinels }, systemClock(), (published) => {
    heard.push(published);
  });
  await listener.start();
  return heard;
}

test('events of every Sentinel are heard, each with who told it', async () => {
  const heard = await listening(group.topology.sentinels);
  group.sentinel(0).publish('+sdown', 'master faultline');
  group.sentinel(1).publish('+odown', 'master faultline');
  await expect
    .poll(() => heard.map(({ from, channel }) => `${from.node} ${channel}`).sort())
    .toEqual(['n1 +sdown', 'n2 +odown']);
});

test('a Sentinel that is dead is no hindrance, and one whose connection breaks is heard again', async () => {
  const { sentinels } = group.topology;
  await group.sentinel(1).stop();
  const heard = await listening(sentinels);
  const alive = group.sentinel(0);
  const [first] = alive.subscribers;
  alive.dropAll();
  await expect
    .poll(() => [...alive.subscribers].filter((subscriber) => subscriber !== first).length)
    .toBe(1);
  alive.publish('+tilt', '#tilt mode entered');
  await expect.poll(() => heard.map(({ channel }) => channel)).toEqual(['+tilt']);
});

test('a Sentinel that does not answer holds no connection after the listener is closed', async () => {
  const mute = group.sentinel(0);
  mute.unanswered = 'psubscribe';
  const sentinels = group.topology.sentinels.slice(0, 1);
  listener = new SentinelListener(
    { ...QUICK, sentinels, silence_ms: 30_000 },
    systemClock(),
    () => undefined,
  );
  const started = listener.start();
  await expect.poll(() => mute.executed).toEqual([['psubscribe', '*']]);
  listener.close();
  await started;
  await expect.poll(() => mute.connections).toBe(0);
});

test('names of nodes stand for their addresses and for the ids of their Sentinels', () => {
  const nodes = ['n1', 'n2'].map(
    (name, i) => ({ name, address: `198.18.0.${i + 2}` }) as unknown as Node,
  );
  const told = (message: string) => withNodeNames(message, { nodes, sentinelNodes: nodes });
  expect(told('faultline 198.18.0.2 6379 198.18.0.3 6379')).toBe('faultline n1 n2');
  expect(told('slave 198.18.0.3:6379 198.18.0.3 6379 @ faultline 198.18.0.2 6379')).toBe(
    'slave n2 n2 @ faultline n1',
  );
  expect(told(`${sentinelId(1)} 7`)).toBe('n2 7');
  // What is nobody's stays as it is.
  expect(told('master other 10.0.0.1 6379 #quorum 2/2')).toBe(
    'master other 10.0.0.1 6379 #quorum 2/2',
  );
  expect(told(`${'f'.repeat(40)} 7`)).toBe(`${'f'.repeat(40)} 7`);
});
