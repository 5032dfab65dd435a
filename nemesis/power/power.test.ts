import { describe, expect, test } from 'vitest';
import type { FaultRecord } from '../../harness/core/schedule.js';
import { createNemesis } from '../nemesis.js';
import { StubCluster } from '../testing/stub-context.js';
import { outage } from './outage.js';
import { powerLoss } from './power-loss.js';
import { shutdown } from './shutdown.js';

const off = 'n2 is off and did not answer within 500 ms';
const on = 'n2 is on and answers';
const synced = ['what was synced on n2 just before is there', 'what was not synced on n2 is gone'];
const running = ['server on n2 is running', 'sentinel on n2 is running'];

describe.each([
  { fault: outage, noted: [] },
  { fault: powerLoss, noted: [] },
  { fault: shutdown, noted: ['the processes on n2 ended when they were told to'] },
])('$fault.name', ({ fault, noted }) => {
  const [start, stop] = fault.fs as readonly [string, string];

  test('is proven by silence, and healed when all processes run again', async () => {
    const cluster = new StubCluster();
    const active = fault.create(cluster.context());
    const begun = await active.invoke(start, { target: 'n2' });
    expect(begun.effect).toMatchObject({ primary: 'n1', [fault.name]: { n2: {} } });
    expect(begun.proof).toEqual({ proven: true, evidence: [off, ...noted] });
    expect(await cluster.processes.state('n2', 'server')).toBe('gone');
    expect(await active.invoke(stop, undefined)).toEqual({
      effect: { healed: ['n2'], measured: { n2: { started: ['server', 'sentinel'] } } },
      proof: { proven: true, evidence: [on, ...running, ...(fault === powerLoss ? synced : [])] },
    });
    expect(await active.heal()).toBeNull();
  });

  test('of a node that stays on is not proven', async () => {
    const cluster = new StubCluster();
    cluster.power.stuck = true;
    const active = fault.create(cluster.context());
    const { proof } = await active.invoke(start, { target: 'n2' });
    expect(proof).toEqual({ proven: false, evidence: [on, ...noted] });
  });

  test('of a node that is off, yet answers, is not proven', async () => {
    const cluster = new StubCluster();
    cluster.machine.toothless = true;
    const active = fault.create(cluster.context());
    const { proof } = await active.invoke(start, { target: 'n2' });
    expect(proof).toEqual({ proven: false, evidence: ['n2 is off and answers', ...noted] });
  });

  test('of a node that does not come back is not proven healed, and is tried again', async () => {
    const cluster = new StubCluster();
    const active = fault.create(cluster.context());
    await active.invoke(start, { target: 'n2' });
    cluster.power.stuck = true;
    expect((await cluster.clock.run(active.heal()))?.proof).toEqual({
      proven: false,
      evidence: [off],
    });
    cluster.power.stuck = false;
    expect((await cluster.clock.run(active.heal()))?.proof.proven).toBe(true);
  });

  test('is not proven healed as long as a process does not run', async () => {
    const cluster = new StubCluster();
    const active = fault.create(cluster.context());
    await active.invoke(start, { target: 'n2' });
    cluster.processes.deaf = true;
    expect((await cluster.clock.run(active.heal()))?.proof).toEqual({
      proven: false,
      evidence: [on, 'server on n2 is gone, not running', 'sentinel on n2 is gone, not running'],
    });
  });

  test('refuses values that make no sense', () => {
    expect(() => {
      fault.validate(start, { target: 'n7' }, ['n1']);
    }).toThrow('the target is "n7"');
    expect(fault.alsoNeeds?.(start, { target: 'replica' }, ['n1'])).toEqual(['primaries']);
  });
});

describe('a loss of power', () => {
  async function lose(disks: Partial<StubCluster['disks']>): Promise<FaultRecord | null> {
    const cluster = new StubCluster();
    Object.assign(cluster.disks, disks);
    const active = powerLoss.create(cluster.context());
    await active.invoke('start-power-loss', { target: 'n2' });
    // What is off already has nothing more to lose.
    await active.invoke('start-power-loss', { target: 'n2' });
    return cluster.clock.run(active.heal());
  }

  test('keeps what was synced, and nothing else', async () => {
    expect((await lose({}))?.proof.evidence).toEqual([on, ...running, ...synced]);
  });

  test('that loses nothing is not proven', async () => {
    expect((await lose({ keepsAll: true }))?.proof).toMatchObject({
      proven: false,
      evidence: expect.arrayContaining(['what was not synced on n2 is there']) as unknown,
    });
  });

  test('that loses what was synced is not proven', async () => {
    expect((await lose({ losesAll: true }))?.proof.proven).toBe(false);
  });
});

test('a shutdown says when processes had to be killed', async () => {
  const cluster = new StubCluster();
  cluster.power.obeyed = false;
  const active = shutdown.create(cluster.context());
  const { proof } = await active.invoke('start-shutdown', { target: 'n2' });
  expect(proof.evidence).toContain(
    'some processes on n2 had not ended 15000 ms after they were told to',
  );
});

test('a node that is off is brought back when everything is healed', async () => {
  const cluster = new StubCluster();
  const nemesis = createNemesis([outage], cluster.context());
  await nemesis.invoke('start-outage', { target: 'all' });
  await cluster.clock.run(nemesis.teardown());
  for (const node of cluster.nodes) expect(await cluster.power.on(node)).toBe(true);
});
