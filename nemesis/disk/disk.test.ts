import { describe, expect, test } from 'vitest';
import { StubCluster } from '../testing/stub-context.js';
import { diskFull } from './disk-full.js';
import { diskReadOnly } from './disk-read-only.js';
import { diskSlow } from './disk-slow.js';

const written = 'a write on n2 was done and synced';
const running = ['server on n2 is running', 'sentinel on n2 is running'];

describe.each([
  {
    fault: diskFull,
    during: ['a write on n2 ended with ENOSPC'],
    without: [written],
    after: [written, ...running],
  },
  {
    fault: diskReadOnly,
    during: ['a write on n2 ended with EROFS'],
    without: [written],
    after: [written, ...running],
  },
  {
    fault: diskSlow,
    during: ['11 synced writes on n2 took 2000 ms', 'the disk of n2 takes 5 writes a second'],
    without: ['11 synced writes on n2 took 11 ms', 'the disk of n2 has no limit'],
    after: ['11 synced writes on n2 took 11 ms'],
  },
])('$fault.name', ({ fault, during, without, after }) => {
  const [start, stop] = fault.fs as readonly [string, string];

  test('is proven by writes in the node, begun and healed', async () => {
    const cluster = new StubCluster();
    const active = fault.create(cluster.context());
    const begun = await active.invoke(start, { target: 'n2' });
    expect(begun.effect).toMatchObject({ primary: 'n1', [fault.name]: { n2: {} } });
    expect(begun.proof).toEqual({ proven: true, evidence: during });
    const { proof } = await cluster.clock.run(active.invoke(stop, undefined));
    expect(proof.proven).toBe(true);
    expect(proof.evidence.slice(0, after.length)).toEqual(after);
    expect(await active.heal()).toBeNull();
  });

  test('without effect is not proven', async () => {
    const cluster = new StubCluster();
    cluster.disks.stuck = true;
    const active = fault.create(cluster.context());
    const { proof } = await active.invoke(start, { target: 'n2' });
    expect(proof).toEqual({ proven: false, evidence: without });
  });

  test('that does not go away is not proven healed, and is tried again', async () => {
    const cluster = new StubCluster();
    const active = fault.create(cluster.context());
    await active.invoke(start, { target: 'n2' });
    cluster.disks.stuck = true;
    const unhealed = await cluster.clock.run(active.heal());
    expect(unhealed?.proof.proven).toBe(false);
    expect(unhealed?.proof.evidence).toContain(during[0]);
    cluster.disks.stuck = false;
    expect((await cluster.clock.run(active.heal()))?.proof.proven).toBe(true);
  });

  test('refuses values that make no sense', () => {
    const validate = (value: Parameters<typeof fault.validate>[1]) => () => {
      fault.validate(start, value, ['n1', 'n2']);
    };
    expect(validate({ target: 'n7' })).toThrow('the target is "n7"');
    expect(validate({ writes_per_s: 1 })).toThrow('writes_per_s');
  });
});

test('writes of the node that are slow prove nothing where not every program of it is limited', async () => {
  const cluster = new StubCluster();
  cluster.disks.writeLimit = () => Promise.resolve(null);
  const active = diskSlow.create(cluster.context());
  const { proof } = await active.invoke('start-disk-slow', { target: 'n2' });
  expect(proof).toEqual({
    proven: false,
    evidence: ['11 synced writes on n2 took 2000 ms', 'the disk of n2 has no limit'],
  });
});

test('a store that gave up on a full disk is started again', async () => {
  const cluster = new StubCluster();
  const active = diskFull.create(cluster.context());
  await active.invoke('start-disk-full', { target: 'n2' });
  cluster.processes.states.set('n2/server', 'gone');
  expect(await active.invoke('stop-disk-full', undefined)).toMatchObject({
    effect: { measured: { n2: { started: ['server'] } } },
    proof: {
      proven: true,
      evidence: [written, ...running],
    },
  });
});

describe('a filesystem that met an error', () => {
  test('is repaired after all that uses it was ended, and what the repair says is kept', async () => {
    const cluster = new StubCluster();
    const active = diskReadOnly.create(cluster.context());
    await active.invoke('start-disk-read-only', { target: 'n2' });
    const states: string[] = [];
    const repair = cluster.disks.repair.bind(cluster.disks);
    cluster.disks.repair = async (node) => {
      states.push(await cluster.processes.state(node, 'server'));
      return repair(node);
    };
    expect(await cluster.clock.run(active.invoke('stop-disk-read-only', undefined))).toMatchObject({
      effect: {
        measured: { n2: { fsck: '11/4096 files', started: ['server', 'sentinel'] } },
      },
      proof: { proven: true },
    });
    expect(states).toEqual(['gone']);
  });

  test('that stays in use is not proven healed, and says why', async () => {
    const cluster = new StubCluster();
    const active = diskReadOnly.create(cluster.context());
    await active.invoke('start-disk-read-only', { target: 'n2' });
    cluster.disks.inUse = 'target is busy';
    const unhealed = await cluster.clock.run(active.heal());
    expect(unhealed?.proof.proven).toBe(false);
    expect(unhealed?.proof.evidence).toContain('n2 could not be repaired: target is busy');
  });
});
