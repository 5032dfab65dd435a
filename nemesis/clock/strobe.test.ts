import { describe, expect, test } from 'vitest';
import type { Json } from '../../harness/core/json.js';
import { sleep } from '../../harness/core/clock.js';
import { StubCluster } from '../testing/stub-context.js';
import { strobe } from './strobe.js';

const VALUE = { target: 'n2', offset_ms: -3000, every_ms: 100 };

describe('a strobe', () => {
  test('is proven when both sides of every clock were read, and healed when one is left', async () => {
    const cluster = new StubCluster();
    const active = strobe.create(cluster.context());
    const begun = await cluster.clock.run(active.invoke('start-strobe', VALUE));
    expect(begun.effect['strobe']).toEqual({ n2: { offset_ms: -3000, every_ms: 100 } });
    expect(begun.proof.proven).toBe(true);
    expect(begun.proof.evidence[0]).toMatch(
      /server on n2 was right \d+ times and -3000 ms ahead \d+ times$/,
    );
    await cluster.clock.run(sleep(cluster.clock, 5000));
    expect(await cluster.clock.run(active.heal())).toEqual({
      effect: {
        healed: ['n2'],
        measured: { n2: { jumps: 52, achieved_every_ms: 98.46 } },
      },
      proof: {
        proven: true,
        evidence: [
          'server on n2 was right 8 times and -3000 ms ahead 0 times',
          'the clocks of n2 jumped 52 times, every 98.46 ms',
        ],
      },
    });
  });

  test('that only jumps once is not proven', async () => {
    const cluster = new StubCluster();
    cluster.clocks.strobe = async (node, offset_ms) =>
      void (await cluster.clocks.set(node, { offset_ms, rate: 1 }));
    const active = strobe.create(cluster.context());
    const begun = await cluster.clock.run(active.invoke('start-strobe', VALUE));
    expect(begun.proof.proven).toBe(false);
    expect(begun.proof.evidence[0]).toContain('was right 0 times');
  });

  test('without effect is not proven', async () => {
    const cluster = new StubCluster();
    cluster.clocks.stuck = true;
    const active = strobe.create(cluster.context());
    const begun = await cluster.clock.run(active.invoke('start-strobe', VALUE));
    expect(begun.proof.proven).toBe(false);
    expect(begun.proof.evidence[0]).toContain('ahead 0 times');
  });

  test('to another offset than the one asked for is not proven', async () => {
    const cluster = new StubCluster();
    const { clocks } = cluster;
    const real = clocks.strobe.bind(clocks);
    clocks.strobe = (node, offset_ms, every_ms) => real(node, offset_ms / 2, every_ms);
    const active = strobe.create(cluster.context());
    const begun = await cluster.clock.run(active.invoke('start-strobe', VALUE));
    expect(begun.proof.proven).toBe(false);
    expect(begun.proof.evidence[0]).toContain('and once -1500 ms ahead');
  });

  test('that goes on is not proven healed, and is ended later', async () => {
    const cluster = new StubCluster();
    const active = strobe.create(cluster.context());
    await cluster.clock.run(active.invoke('start-strobe', VALUE));
    cluster.clocks.stuck = true;
    expect((await cluster.clock.run(active.heal()))?.proof.proven).toBe(false);
    cluster.clocks.stuck = false;
    expect((await cluster.clock.run(active.heal()))?.proof.proven).toBe(true);
    expect(await active.heal()).toBeNull();
  });

  test.each<[Json, string]>([
    [{ offset_ms: 400 }, 'could not be told from the truth'],
    [{ every_ms: 0 }, 'every_ms'],
    [{ target: 'n9' }, 'the target is "n9"'],
  ])('%j makes no sense', (value, problem) => {
    expect(() => {
      strobe.validate('start-strobe', value, ['n1', 'n2']);
    }).toThrow(problem);
  });
});
