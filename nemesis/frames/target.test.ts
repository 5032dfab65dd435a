import { describe, expect, test } from 'vitest';
import { NS_PER_MS } from '../../harness/core/clock.js';
import { FAULTS } from '../faults.js';
import { createNemesis } from '../nemesis.js';
import { TargetChoice } from './target-choice.js';
import { StubCluster } from '../testing/stub-context.js';

/** A cluster in the middle of a failover, that has a primary again after a while. */
function failingOver(back_ms: number): StubCluster {
  const cluster = new StubCluster();
  cluster.primary = null;
  cluster.at(back_ms, () => {
    cluster.primary = 'n2';
  });
  return cluster;
}

function chosen(cluster: StubCluster, target: string, context = cluster.context()) {
  return cluster.clock.run(new TargetChoice(context, 'test').choose(target));
}

describe('while the majority names no primary', () => {
  test('a role is looked up when there is one again, and the record says how long that took', async () => {
    const cluster = failingOver(1234);
    expect(await chosen(cluster, 'primary')).toEqual({
      node: 'n2',
      recorded: {
        primary: 'n2',
        roles: { n1: 'replica', n2: 'primary', n3: 'replica' },
        waitedForPrimary_ms: 1300,
      },
    });
    expect((await chosen(failingOver(500), 'replica')).node).not.toBe('n2');
  });

  test('a named node and any node are not waited for', async () => {
    for (const target of ['n3', 'any']) {
      const cluster = failingOver(1000);
      const { recorded } = await chosen(cluster, target);
      expect(cluster.clock.now()).toBe(0);
      expect(recorded).not.toHaveProperty('waitedForPrimary_ms');
    }
  });

  test('a role that nobody comes to hold within 10 s is an error', async () => {
    const cluster = failingOver(10_001);
    await expect(chosen(cluster, 'primary')).rejects.toThrow(
      'the majority named no primary within 10000 ms',
    );
    expect(cluster.clock.now()).toBe(10_000 * NS_PER_MS);
  });

  test('an abort ends the wait', async () => {
    const cluster = failingOver(5000);
    const interrupt = new AbortController();
    cluster.at(1000, () => {
      interrupt.abort(new Error('interrupted'));
    });
    const context = cluster.context({ signal: interrupt.signal });
    await expect(chosen(cluster, 'replica', context)).rejects.toThrow('interrupted');
    expect(cluster.clock.now()).toBe(1000 * NS_PER_MS);
  });

  test('a partition of the primary waits for one, too', async () => {
    const cluster = failingOver(700);
    const nemesis = createNemesis(FAULTS, cluster.context());
    expect(
      await cluster.clock.run(nemesis.invoke('start-partition', { grudge: 'primary' })),
    ).toMatchObject({ effect: { isolated: ['n2'], waitedForPrimary_ms: 700 } });
  });
});

test('where there is a primary, no wait is recorded', async () => {
  const cluster = new StubCluster();
  expect((await chosen(cluster, 'primary')).recorded).not.toHaveProperty('waitedForPrimary_ms');
});

test('a cluster without a replica is told at once', async () => {
  const cluster = new StubCluster(1);
  await expect(chosen(cluster, 'replica')).rejects.toThrow('the only node is the primary, n1');
  expect(cluster.clock.now()).toBe(0);
});

describe('a change of the primary is measured against the one that was waited for', () => {
  const changed = { until: { primary: 'changed' }, within_ms: 500 };

  test.each([
    ['start-kill', { target: 'primary' }, false],
    // A failover is the change itself.
    ['failover', undefined, true],
  ])('by %s', async (f, value, reached) => {
    const cluster = failingOver(1000);
    cluster.heir = 'n3';
    const nemesis = createNemesis(FAULTS, cluster.context());
    cluster.primary = 'n1';
    await nemesis.invoke('start-pause', { target: 'n3' });
    cluster.primary = null;
    await cluster.clock.run(nemesis.invoke(f, value));
    expect(await cluster.clock.run(nemesis.invoke('await', changed))).toMatchObject({
      effect: { reached, primary: reached ? 'n3' : 'n2' },
    });
  });
});

describe('a store in which several nodes take writes', () => {
  function sharded(primaries: readonly string[]) {
    const cluster = new StubCluster(5);
    cluster.claimants = primaries;
    const { capabilities, ...rest } = cluster.context();
    const all = () => Promise.resolve([...primaries]);
    const context = {
      ...rest,
      capabilities: { ...capabilities, primaries: { primary: () => Promise.resolve(null), all } },
    };
    return { cluster, context };
  }

  test('has one of them as primary, drawn by chance, and the others are no replicas', async () => {
    const { cluster, context } = sharded(['n1', 'n2', 'n3']);
    const choice = new TargetChoice(context, 'test');
    const primaries = new Set<string>();
    const replicas = new Set<string>();
    for (let draw = 0; draw < 30; draw += 1) {
      const one = await cluster.clock.run(choice.choose('primary'));
      expect(one.recorded).toMatchObject({ primary: null, primaries: ['n1', 'n2', 'n3'] });
      primaries.add(one.node);
      replicas.add((await cluster.clock.run(choice.choose('replica'))).node);
    }
    expect([...primaries].sort()).toEqual(['n1', 'n2', 'n3']);
    expect([...replicas].sort()).toEqual(['n4', 'n5']);
  });

  test('has changed its primary when one takes writes that did not before', async () => {
    const primaries = ['n1', 'n2'];
    const { cluster, context } = sharded(primaries);
    const nemesis = createNemesis(FAULTS, context);
    await cluster.clock.run(nemesis.invoke('start-pause', { target: 'n2' }));
    const changed = { until: { primary: 'changed' }, within_ms: 500 };
    expect(await cluster.clock.run(nemesis.invoke('await', changed))).toMatchObject({
      effect: { reached: false, primaries: ['n1', 'n2'] },
    });
    primaries[1] = 'n4';
    expect(await cluster.clock.run(nemesis.invoke('await', changed))).toMatchObject({
      effect: { reached: true, primaries: ['n1', 'n4'] },
    });
  });
});
