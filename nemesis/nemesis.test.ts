import { describe, expect, test } from 'vitest';
import { FAULTS } from './faults.js';
import { createNemesis } from './nemesis.js';
import { StubCluster } from './testing/stub-context.js';
import { StubLinks } from './testing/stub-links.js';

test('no two faults serve the same f', () => {
  const fs = FAULTS.flatMap((fault) => fault.fs);
  expect(new Set(fs).size).toBe(fs.length);
  expect(new Set(FAULTS.map(({ name }) => name)).size).toBe(FAULTS.length);
});

describe('heal', () => {
  test('ends every fault that is active, the last one begun first', async () => {
    const cluster = new StubCluster();
    const nemesis = createNemesis(FAULTS, cluster.context());
    await cluster.clock.run(nemesis.invoke('start-partition', { grudge: 'halves' }));
    await cluster.clock.run(nemesis.invoke('start-pause', { target: 'n3', process: 'server' }));
    expect(await cluster.clock.run(nemesis.invoke('heal', undefined))).toMatchObject([
      { effect: { healed: ['n3'] }, proof: { proven: true } },
      { effect: { healed: { n1: ['n2', 'n3'] } }, proof: { proven: true } },
    ]);
    expect(cluster.processes.states.get('n3/server')).toBe('running');
    expect(await cluster.links.probe('n1', 'n2')).toBe(true);
  });

  test('has nothing to say when nothing is active', async () => {
    const cluster = new StubCluster();
    const nemesis = createNemesis(FAULTS, cluster.context());
    expect(await nemesis.invoke('heal', undefined)).toBeNull();
    await cluster.clock.run(nemesis.invoke('start-partition', { grudge: 'halves' }));
    await cluster.clock.run(nemesis.invoke('stop-partition', undefined));
    expect(await nemesis.invoke('heal', undefined)).toBeNull();
  });

  test('goes on when one fault cannot be healed, and says so', async () => {
    const cluster = new StubCluster();
    const nemesis = createNemesis(FAULTS, cluster.context());
    await cluster.clock.run(nemesis.invoke('start-partition', { grudge: 'halves' }));
    await cluster.clock.run(nemesis.invoke('start-pause', { target: 'n3', process: 'server' }));
    cluster.processes.state = () => Promise.reject(new Error('the node is gone'));
    expect(await cluster.clock.run(nemesis.invoke('heal', undefined))).toMatchObject([
      { effect: { fault: 'pause' }, proof: { proven: false } },
      { proof: { proven: true } },
    ]);
  });

  test('teardown ends everything, and does not reject', async () => {
    const warned: string[] = [];
    const cluster = new StubCluster(3, new StubLinks({ healsNothing: true }));
    const nemesis = createNemesis(
      FAULTS,
      cluster.context({
        log: { info: () => undefined, warn: (message) => warned.push(message) },
      }),
    );
    await cluster.clock.run(nemesis.invoke('start-partition', { grudge: 'halves' }));
    await cluster.clock.run(nemesis.invoke('start-kill', { target: 'n2' }));
    await cluster.clock.run(nemesis.teardown());
    expect(cluster.processes.states.get('n2/server')).toBe('running');
    expect(warned).toEqual(['a fault may not have ended']);
  });
});

describe('a change of the primary', () => {
  const changed = { until: { primary: 'changed' }, within_ms: 500 };

  test('is measured against the primary before the last fault', async () => {
    const cluster = new StubCluster();
    const nemesis = createNemesis(FAULTS, cluster.context());
    await cluster.clock.run(nemesis.invoke('start-partition', { grudge: 'primary' }));
    cluster.primary = 'n2';
    expect(await cluster.clock.run(nemesis.invoke('await', changed))).toMatchObject({
      effect: { reached: true, primary: 'n2' },
    });
    await cluster.clock.run(nemesis.invoke('stop-partition', undefined));
    expect(await cluster.clock.run(nemesis.invoke('await', changed))).toMatchObject({
      effect: { reached: true, primary: 'n2' },
    });
    await cluster.clock.run(nemesis.invoke('start-partition', { grudge: 'primary' }));
    expect(await cluster.clock.run(nemesis.invoke('await', changed))).toMatchObject({
      effect: { reached: false, primary: 'n2' },
    });
  });
});

test('an f that no fault serves is refused', async () => {
  const nemesis = createNemesis(FAULTS, new StubCluster().context());
  await expect(nemesis.invoke('meteor', undefined)).rejects.toThrow('the schedule asks for meteor');
});
