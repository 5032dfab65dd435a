import { describe, expect, test } from 'vitest';
import { StubCluster } from '../testing/stub-context.js';
import { loss } from './loss.js';
import { slow } from './slow.js';

describe.each([
  [
    loss,
    { percent: 30 },
    'n2 lost 30.0 % of 1000 packets from n1',
    'n2 lost 0.0 % of 1000 packets from n1',
  ],
  [slow, { rate_kbit: 1000 }, 'n2 sent 1000 kbit/s', 'n2 sent 1000000 kbit/s'],
])('$name', (fault, degree, during, after) => {
  const [start, stop] = fault.fs as readonly [string, string];

  test('is proven by a burst, begun and healed', async () => {
    const cluster = new StubCluster();
    const active = fault.create(cluster.context());
    const begun = await active.invoke(start, { target: 'n2', ...degree });
    expect(begun.effect[fault.name]).toEqual({ n2: degree });
    expect(begun.proof.proven).toBe(true);
    expect(begun.proof.evidence[0]).toContain(during);
    const ended = await active.invoke(stop, undefined);
    expect(ended.effect).toEqual({ healed: ['n2'] });
    expect(ended.proof.proven).toBe(true);
    expect(ended.proof.evidence[0]).toContain(after);
    expect(await active.heal()).toBeNull();
  });

  test('without effect is not proven', async () => {
    const cluster = new StubCluster();
    cluster.traffic.stuck = true;
    const record = await fault
      .create(cluster.context())
      .invoke(start, { target: 'all', ...degree });
    expect(record.proof.proven).toBe(false);
    expect(record.proof.evidence).toHaveLength(3);
  });

  test('that does not go away is not proven healed, and is tried again', async () => {
    const cluster = new StubCluster();
    const active = fault.create(cluster.context());
    await active.invoke(start, { target: 'primary', ...degree });
    cluster.traffic.stuck = true;
    expect((await active.heal())?.proof.proven).toBe(false);
    cluster.traffic.stuck = false;
    expect((await active.heal())?.proof.proven).toBe(true);
    expect(await active.heal()).toBeNull();
  });

  test('refuses values that make no sense', () => {
    const validate =
      (value: Parameters<typeof fault.validate>[1], nodes = ['n1', 'n2']) =>
      () => {
        fault.validate(start, value, nodes);
      };
    expect(validate(undefined)).toThrow(Object.keys(degree)[0]);
    expect(validate({ ...degree, target: 'n7' })).toThrow('the target is "n7"');
    expect(validate({ ...degree, colour: 1 })).toThrow('colour');
    expect(validate(degree, ['n1'])).toThrow('at least 2 nodes');
    expect(validate(degree)).not.toThrow();
  });
});

test('half of the asked loss is not the asked loss', async () => {
  const cluster = new StubCluster();
  await cluster.traffic.lose(['n2'], 15);
  cluster.traffic.stuck = true;
  const record = await loss
    .create(cluster.context())
    .invoke('start-loss', { target: 'n2', percent: 30 });
  expect(record.proof).toEqual({
    proven: false,
    evidence: ['n2 lost 15.0 % of 1000 packets from n1'],
  });
});
