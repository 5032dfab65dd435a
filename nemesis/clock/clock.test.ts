import { describe, expect, test } from 'vitest';
import type { Json } from '../../harness/core/json.js';
import { StubCluster } from '../testing/stub-context.js';
import { clock } from './clock.js';

function start(cluster: StubCluster, value: Json) {
  const active = clock.create(cluster.context());
  return { active, begun: cluster.clock.run(active.invoke('start-clock', value)) };
}

describe('a clock that is set', () => {
  test('is proven by what its process tells, and healed', async () => {
    const cluster = new StubCluster();
    const { active, begun } = start(cluster, { target: 'primary', offset_ms: -7000 });
    expect(await begun).toEqual({
      effect: {
        primary: 'n1',
        roles: { n1: 'primary', n2: 'replica', n3: 'replica' },
        clock: { n1: { offset_ms: -7000, rate: 1 } },
        measured: { n1: { server: -7000 } },
      },
      proof: { proven: true, evidence: ['server on n1 is -7000 ms ahead'] },
    });
    expect(await cluster.clock.run(active.heal())).toEqual({
      effect: { healed: ['n1'], measured: { n1: { server: 0 } } },
      proof: { proven: true, evidence: ['server on n1 is 0 ms ahead'] },
    });
    expect(await active.heal()).toBeNull();
  });

  test('drifts, and is watched drifting', async () => {
    const { begun } = start(new StubCluster(), { target: 'n2', rate: 1.5 });
    expect(await begun).toMatchObject({
      effect: { measured: { n2: { server: 500 } } },
      proof: { proven: true },
    });
  });

  test('is watched drifting for longer where an answer was late', async () => {
    const cluster = new StubCluster();
    cluster.clocks.late_ms = 80;
    const { begun } = start(cluster, { target: 'n2', rate: 0.9 });
    expect((await begun).proof.proven).toBe(true);
  });

  test('on all nodes is proven on all', async () => {
    const { begun } = start(new StubCluster(), { target: 'all', offset_ms: 500 });
    expect((await begun).proof.evidence).toHaveLength(3);
  });
});

describe('a clock that is not set', () => {
  test('is not proven to jump', async () => {
    const cluster = new StubCluster();
    cluster.clocks.stuck = true;
    const { begun } = start(cluster, { target: 'n1', offset_ms: 3000 });
    expect((await begun).proof).toEqual({
      proven: false,
      evidence: ['server on n1 is 0 ms ahead, not 3000 ms'],
    });
  });

  test('is not proven to drift', async () => {
    const cluster = new StubCluster();
    cluster.clocks.driftless = true;
    const { begun } = start(cluster, { target: 'n1', rate: 1.2 });
    expect((await begun).proof).toEqual({
      proven: false,
      evidence: ['server on n1 gained 0 ms in 1000 ms'],
    });
  });

  test('is not proven to drift where answers are too slow to tell', async () => {
    const cluster = new StubCluster();
    cluster.clocks.driftless = true;
    cluster.clocks.late_ms = 400;
    const { begun } = start(cluster, { target: 'n1', rate: 1.02 });
    const { proof } = await begun;
    expect(proof.proven).toBe(false);
    expect(proof.evidence?.join()).toContain('the answers of n1 came too slowly');
  });

  test('is not proven to drift by an answer that was late', async () => {
    const cluster = new StubCluster();
    cluster.clocks.driftless = true;
    cluster.clocks.late_ms = 80;
    const { begun } = start(cluster, { target: 'n1', rate: 1.05 });
    expect((await begun).proof).toEqual({
      proven: false,
      evidence: [expect.stringContaining('server on n1 gained 40 ms')],
    });
  });

  test('right again is not proven healed, and is tried again', async () => {
    const cluster = new StubCluster();
    const { active, begun } = start(cluster, { target: 'n1', offset_ms: 3000 });
    await begun;
    cluster.clocks.stuck = true;
    expect((await cluster.clock.run(active.heal()))?.proof.proven).toBe(false);
    cluster.clocks.stuck = false;
    expect((await cluster.clock.run(active.heal()))?.proof.proven).toBe(true);
  });
});

test.each<[Json | undefined, string]>([
  [undefined, 'the offset is 0 and the rate is 1'],
  [{ target: 'n1' }, 'the offset is 0 and the rate is 1'],
  [{ target: 'n9', offset_ms: 1 }, 'the target is "n9"'],
  [{ rate: -1 }, 'rate'],
  [{ offset_ms: 'much' }, 'offset_ms'],
])('%j makes no sense', (value, problem) => {
  expect(() => {
    clock.validate('start-clock', value, ['n1', 'n2', 'n3']);
  }).toThrow(problem);
});
