import { expect, test } from 'vitest';
import type { JsonObject } from '../../harness/core/json.js';
import { StubCluster } from '../testing/stub-context.js';
import { crashLoop } from './crash-loop.js';

function crash(cluster: StubCluster, value: JsonObject) {
  const active = crashLoop.create(cluster.context());
  return cluster.clock.run(active.invoke('crash-loop', { target: 'n2', ...value }));
}

test('a crash loop is proven by starts that the kernel tells apart, and ends with all running', async () => {
  const cluster = new StubCluster();
  const record = await crash(cluster, { process: 'server', for_ms: 1000, every_ms: 300 });
  expect(record).toMatchObject({
    effect: { node: 'n2', crashes: [{ process: 'server', kills: 4 }] },
    proof: {
      proven: true,
      evidence: [
        'server on n2 was killed 4 times, and seen as 5 processes',
        'server on n2 is running',
      ],
    },
  });
  expect(await cluster.processes.state('n2', 'sentinel')).toBe('running');
});

test('a process that cannot be killed is not proven to crash', async () => {
  const cluster = new StubCluster();
  cluster.processes.deaf = true;
  const { proof } = await crash(cluster, { for_ms: 100, every_ms: 50 });
  expect(proof.proven).toBe(false);
  expect(proof.evidence).toContain('server on n2 was killed 0 times, and seen as 1 process');
});

test('a process that comes back as the same one is not proven to have been started', async () => {
  const cluster = new StubCluster();
  cluster.processes.incarnation = () => Promise.resolve('start 0');
  const { proof } = await crash(cluster, { for_ms: 100, every_ms: 50 });
  expect(proof.proven).toBe(false);
});

test('no such process is not proven', async () => {
  expect((await crash(new StubCluster(), { process: 'proxy' })).proof.proven).toBe(false);
});

test('what is gone is started even if the run is interrupted', async () => {
  const cluster = new StubCluster();
  const interrupt = new AbortController();
  const active = crashLoop.create(cluster.context({ signal: interrupt.signal }));
  const { processes } = cluster;
  const signal = processes.signal.bind(processes);
  processes.signal = async (...args) => {
    await signal(...args);
    interrupt.abort(new Error('ctrl-c'));
  };
  await expect(cluster.clock.run(active.invoke('crash-loop', { target: 'n2' }))).rejects.toThrow(
    'ctrl-c',
  );
  expect(await processes.state('n2', 'server')).toBe('running');
});

test.each([{ for_ms: 0 }, { every_ms: 0 }, { target: 'n9' }])('%j makes no sense', (value) => {
  expect(() => {
    crashLoop.validate('crash-loop', value, ['n1', 'n2', 'n3']);
  }).toThrow('crash-loop');
});
