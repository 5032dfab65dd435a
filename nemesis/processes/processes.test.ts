import { describe, expect, test } from 'vitest';
import { StubCluster } from '../testing/stub-context.js';
import { kill } from './kill.js';
import { pause } from './pause.js';
import { restart } from './restart.js';
import { terminate } from './terminate.js';

const faults = [
  [kill, 'gone'],
  [terminate, 'gone'],
  [pause, 'stopped'],
] as const;

describe.each(faults)('$name', (fault, during) => {
  const [start, stop] = fault.fs as readonly [string, string];

  test('is proven by the state of every process of the primary’s node, and heals', async () => {
    const cluster = new StubCluster();
    const active = fault.create(cluster.context());
    const begun = await cluster.clock.run(active.invoke(start, undefined));
    expect(begun).toEqual({
      effect: {
        primary: 'n1',
        roles: { n1: 'primary', n2: 'replica', n3: 'replica' },
        [fault.name]: { n1: ['server', 'sentinel'] },
      },
      proof: {
        proven: true,
        evidence: [`server on n1 is ${during}`, `sentinel on n1 is ${during}`],
      },
    });
    expect(cluster.processes.states.get('n2/server')).toBe('running');
    const ended = await cluster.clock.run(active.invoke(stop, undefined));
    expect(ended.effect).toEqual({ healed: ['n1'] });
    expect(ended.proof.proven).toBe(true);
    expect(await active.heal()).toBeNull();
  });

  test('that has no effect is not proven', async () => {
    const cluster = new StubCluster();
    cluster.processes.deaf = true;
    const active = fault.create(cluster.context());
    const record = await cluster.clock.run(
      active.invoke(start, { target: 'n2', process: 'server' }),
    );
    expect(record.proof).toEqual({
      proven: false,
      evidence: [`server on n2 is running, not ${during}`],
    });
  });

  test('whose healing has no effect is not proven, and is tried again', async () => {
    const cluster = new StubCluster();
    const active = fault.create(cluster.context());
    await cluster.clock.run(active.invoke(start, { target: 'n2', process: 'server' }));
    cluster.processes.deaf = true;
    expect((await cluster.clock.run(active.heal()))?.proof).toEqual({
      proven: false,
      evidence: [`server on n2 is ${during}, not running`],
    });
    cluster.processes.deaf = false;
    expect((await cluster.clock.run(active.heal()))?.proof.proven).toBe(true);
    expect(await active.heal()).toBeNull();
  });

  test('of all nodes brings all back', async () => {
    const cluster = new StubCluster();
    const active = fault.create(cluster.context());
    await cluster.clock.run(active.invoke(start, { target: 'all' }));
    expect(new Set(cluster.processes.states.values())).toEqual(new Set([during]));
    await cluster.clock.run(active.heal());
    expect(new Set(cluster.processes.states.values())).toEqual(new Set(['running']));
  });

  test('of a process that no node has is an error', async () => {
    const active = fault.create(new StubCluster().context());
    await expect(active.invoke(start, { target: 'n1', process: 'etcd' })).rejects.toThrow(
      'a process etcd on n1',
    );
  });

  test('refuses targets and values that make no sense', () => {
    const validate = (value: Parameters<typeof fault.validate>[1]) => () => {
      fault.validate(start, value, ['n1', 'n2']);
    };
    expect(validate({ target: 'n3' })).toThrow('the target is "n3"');
    expect(validate({ nodes: 1 })).toThrow('nodes');
    expect(validate({ target: 'replica' })).not.toThrow();
  });
});

describe('restart', () => {
  test('is proven by the end and the new start of each process', async () => {
    const cluster = new StubCluster();
    const active = restart.create(cluster.context());
    const record = await cluster.clock.run(active.invoke('restart', { process: 'server' }));
    expect(record).toMatchObject({
      effect: { kill: { n1: ['server'] }, healed: ['n1'] },
      proof: { proven: true, evidence: ['server on n1 is gone', 'server on n1 is running'] },
    });
    expect(await active.heal()).toBeNull();
  });

  test('of a process that never ended is not proven', async () => {
    const cluster = new StubCluster();
    cluster.processes.deaf = true;
    const active = restart.create(cluster.context());
    const record = await cluster.clock.run(active.invoke('restart', { process: 'server' }));
    expect(record.proof).toEqual({
      proven: false,
      evidence: ['server on n1 is running, not gone', 'server on n1 is running'],
    });
  });

  test('that does not come back is healed later', async () => {
    const cluster = new StubCluster();
    const start = cluster.processes.start.bind(cluster.processes);
    cluster.processes.start = () => Promise.resolve();
    const active = restart.create(cluster.context());
    const record = await cluster.clock.run(active.invoke('restart', { process: 'server' }));
    expect(record.proof.proven).toBe(false);
    cluster.processes.start = start;
    expect((await cluster.clock.run(active.heal()))?.proof.proven).toBe(true);
  });
});
