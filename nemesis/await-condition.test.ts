import { describe, expect, test } from 'vitest';
import type { Json } from '../harness/core/json.js';
import { awaitCondition } from './await-condition.js';
import { StubCluster } from './testing/stub-context.js';

function awaited(cluster: StubCluster, value: Json, primariesBefore: readonly string[] = ['n1']) {
  return cluster.clock.run(awaitCondition(value, cluster.context(), primariesBefore));
}

describe('a state that comes', () => {
  test('acknowledged counts from when the step began', async () => {
    const cluster = new StubCluster();
    cluster.acknowledged = 500;
    cluster.at(200, () => {
      cluster.acknowledged = 599;
    });
    cluster.at(300, () => {
      cluster.acknowledged = 600;
    });
    const record = await awaited(cluster, { until: { acknowledged: 100 }, within_ms: 1000 });
    expect(record.effect).toMatchObject({ reached: true, waited_ms: 300 });
    expect(record.proof).toEqual({ proven: true, evidence: ['100 of 100 ops acknowledged'] });
  });

  test('a changed primary is another one than before the fault', async () => {
    const cluster = new StubCluster();
    cluster.at(100, () => {
      cluster.primary = null;
    });
    cluster.at(400, () => {
      cluster.primary = 'n3';
    });
    const record = await awaited(cluster, { until: { primary: 'changed' }, within_ms: 1000 });
    expect(record.effect).toEqual({
      reached: true,
      waited_ms: 400,
      primary: 'n3',
      roles: { n1: 'replica', n2: 'replica', n3: 'primary' },
    });
  });

  test('a named primary', async () => {
    const cluster = new StubCluster();
    const value = { until: { primary: { is: 'n1' } }, within_ms: 1000 };
    expect((await awaited(cluster, value)).effect).toMatchObject({ reached: true, waited_ms: 0 });
  });

  test('a whole cluster', async () => {
    const cluster = new StubCluster();
    cluster.health = { healthy: false, reasons: ['n2 has no link to n1'] };
    cluster.at(450, () => {
      cluster.health = { healthy: true };
    });
    const value = { until: { cluster: 'converged' }, within_ms: 1000 };
    expect((await awaited(cluster, value)).effect).toMatchObject({ reached: true, waited_ms: 450 });
  });
});

describe('a state that does not come', () => {
  test.each<[Json, string]>([
    [{ acknowledged: 5 }, '0 of 5 ops acknowledged'],
    [{ primary: 'changed' }, 'the majority names n1 as primary, after n1'],
    [{ primary: { is: 'n2' } }, 'the majority names n1 as primary'],
    [{ cluster: 'converged' }, 'n2 has no link to n1'],
  ])('%j is not reached, and the last look says why', async (until, why) => {
    const cluster = new StubCluster();
    cluster.health = { healthy: false, reasons: ['n2 has no link to n1'] };
    const record = await awaited(cluster, { until, within_ms: 700 });
    expect(record.effect).toMatchObject({ reached: false, waited_ms: 700 });
    expect(record.proof).toEqual({ proven: false, evidence: [why] });
  });
});

test.each<Json>([
  { until: { acknowledged: 0 }, within_ms: 100 },
  { until: { primary: 'new' }, within_ms: 100 },
  { until: { cluster: 'converged' } },
])('%j makes no sense', async (value) => {
  await expect(awaited(new StubCluster(), value)).rejects.toThrow('makes sense for await');
});
