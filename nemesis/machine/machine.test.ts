import { describe, expect, test } from 'vitest';
import { createNemesis } from '../nemesis.js';
import { partition } from '../partition/partition.js';
import { StubCluster } from '../testing/stub-context.js';
import { freeze } from './freeze.js';
import { memoryLimit } from './memory-limit.js';
import { throttle } from './throttle.js';

const silent = 'n2 is frozen and did not answer within 500 ms';
const answering = 'n2 is not frozen and answers';
const held = 'n2 may use 20 % of a processor; work got 200 of 1000 ms, throttled in 10 periods';
const short = 'n2 may use 64 MiB of memory; a program that wanted 128 MiB was killed';
const plenty = 'n2 has no limit of memory; a program that wanted 128 MiB got them';
const free = 'n2 has no limit; work got 1000 of 1000 ms, throttled in 0 periods';

describe.each([
  { fault: freeze, degree: {}, during: silent, after: answering },
  { fault: throttle, degree: { percent: 20 }, during: held, after: free },
  { fault: memoryLimit, degree: { mib: 64 }, during: short, after: plenty },
])('$fault.name', ({ fault, degree, during, after }) => {
  const [start, stop] = fault.fs as readonly [string, string];

  test('is proven on the machine, begun and healed', async () => {
    const cluster = new StubCluster();
    const active = fault.create(cluster.context());
    const begun = await active.invoke(start, { target: 'n2', ...degree });
    expect(begun.effect).toMatchObject({ primary: 'n1', [fault.name]: { n2: degree } });
    expect(begun.proof).toEqual({ proven: true, evidence: [during] });
    const ended = await active.invoke(stop, undefined);
    expect(ended.effect).toMatchObject({ healed: ['n2'] });
    expect(ended.proof).toEqual({ proven: true, evidence: [after] });
    expect(await active.heal()).toBeNull();
  });

  test('without effect is not proven', async () => {
    const cluster = new StubCluster();
    cluster.machine.stuck = true;
    const active = fault.create(cluster.context());
    const record = await active.invoke(start, { target: 'n2', ...degree });
    expect(record.proof).toEqual({ proven: false, evidence: [after] });
  });

  test('that reads back as asked, while the node goes on as before, is not proven', async () => {
    const cluster = new StubCluster();
    cluster.machine.toothless = true;
    const active = fault.create(cluster.context());
    const record = await active.invoke(start, { target: 'all', ...degree });
    expect(record.proof.proven).toBe(false);
    expect(record.proof.evidence).toHaveLength(3);
  });

  test('that does not go away is not proven healed, and is tried again', async () => {
    const cluster = new StubCluster();
    const active = fault.create(cluster.context());
    await active.invoke(start, { target: 'primary', ...degree });
    cluster.machine.stuck = true;
    expect((await cluster.clock.run(active.heal()))?.proof.proven).toBe(false);
    cluster.machine.stuck = false;
    expect((await cluster.clock.run(active.heal()))?.proof.proven).toBe(true);
    expect(await active.heal()).toBeNull();
  });

  test('that fails half way is healed all the same, on every node', async () => {
    const cluster = new StubCluster();
    const { machine } = cluster;
    const refuse = (node: string): Promise<void> =>
      node === 'n1' ? Promise.reject(new Error('the engine is gone')) : Promise.resolve();
    const active = fault.create(
      cluster.context({
        capabilities: {
          ...cluster.context().capabilities,
          machine: {
            freeze: (node) => refuse(node).then(() => machine.freeze(node)),
            thaw: (node) => machine.thaw(node),
            frozen: (node) => machine.frozen(node),
            answers: (node) => machine.answers(node),
            limitCpu: (node, percent) =>
              (percent === null ? Promise.resolve() : refuse(node)).then(() =>
                machine.limitCpu(node, percent),
              ),
            cpuLimit: (node) => machine.cpuLimit(node),
            burn: (node, duration_ms) => machine.burn(node, duration_ms),
            limitMemory: (node, bytes) =>
              (bytes === null ? Promise.resolve() : refuse(node)).then(() =>
                machine.limitMemory(node, bytes),
              ),
            memoryLimit: (node) => machine.memoryLimit(node),
            allocate: (node, bytes) => machine.allocate(node, bytes),
            outOfMemoryKills: () => machine.outOfMemoryKills(),
          },
        },
      }),
    );
    await expect(active.invoke(start, { target: 'all', ...degree })).rejects.toThrow(/gone/);
    expect(await active.heal()).toMatchObject({
      effect: { healed: ['n1', 'n2', 'n3'] },
      proof: { proven: true },
    });
  });

  test('refuses values that make no sense', () => {
    const validate = (value: Parameters<typeof fault.validate>[1]) => () => {
      fault.validate(start, value, ['n1', 'n2']);
    };
    expect(validate({ ...degree, target: 'n7' })).toThrow('the target is "n7"');
    expect(validate({ ...degree, colour: 1 })).toThrow('colour');
    expect(validate({ ...degree, target: 'all' })).not.toThrow();
    expect(fault.alsoNeeds?.(start, { ...degree, target: 'replica' }, ['n1'])).toEqual([
      'primaries',
    ]);
  });
});

test.each([4, 81, undefined])('a throttle to %s per cent is refused', (percent) => {
  const value = percent === undefined ? {} : { percent };
  expect(() => {
    throttle.validate('start-throttle', value, ['n1']);
  }).toThrow('percent');
});

test('a processor that is merely busy does not pass for one that is throttled', async () => {
  const cluster = new StubCluster();
  const { machine } = cluster;
  machine.burn = (_node, elapsed_ms) =>
    Promise.resolve({ elapsed_ms, used_ms: elapsed_ms / 10, throttled_periods: 0 });
  const active = throttle.create(cluster.context());
  const record = await active.invoke('start-throttle', { target: 'n2', percent: 20 });
  expect(record.proof.proven).toBe(false);
});

test('what was killed for want of memory is told, and started again when there is enough', async () => {
  const cluster = new StubCluster();
  const active = memoryLimit.create(cluster.context());
  await active.invoke('start-memory-limit', { target: 'n2', mib: 64 });
  cluster.machine.kills += 1;
  cluster.processes.states.set('n2/server', 'gone');
  expect(await active.invoke('stop-memory-limit', undefined)).toMatchObject({
    effect: { measured: { n2: { outOfMemoryKills: 2, started: ['server'] } } },
    proof: { proven: true, evidence: [plenty] },
  });
  expect(await cluster.processes.state('n2', 'server')).toBe('running');
});

test('a frozen node is thawed before anything else is healed, whatever was begun last', async () => {
  const cluster = new StubCluster();
  const nemesis = createNemesis([freeze, partition], cluster.context());
  await nemesis.invoke('start-freeze', { target: 'n2' });
  await nemesis.invoke('start-partition', { grudge: 'one-node', target: 'n1' });
  const frozenAtHeal: boolean[] = [];
  const heal = cluster.links.heal.bind(cluster.links);
  cluster.links.heal = async () => {
    frozenAtHeal.push(await cluster.machine.frozen('n2'));
    await heal();
  };
  await cluster.clock.run(nemesis.teardown());
  expect(frozenAtHeal).toContain(false);
  expect(frozenAtHeal).not.toContain(true);
});
