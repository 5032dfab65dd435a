import { describe, expect, test } from 'vitest';
import { StubCluster } from '../testing/stub-context.js';
import { corrupt } from './corrupt.js';
import { delay } from './delay.js';
import { duplicate } from './duplicate.js';
import { loss } from './loss.js';
import { overtakers, reorder } from './reorder.js';
import { slow } from './slow.js';

describe.each([
  [
    loss,
    { percent: 30 },
    'n2 lost 30.0 % of 1000 packets from n1',
    'n2 lost 0.0 % of 1000 packets from n1',
  ],
  [slow, { rate_kbit: 1000 }, 'n2 sent 1000 kbit/s', 'n2 sent 1000000 kbit/s'],
  [
    delay,
    { delay_ms: 50, jitter_ms: 0 },
    'n2 had 60 of 60 answers from n1, half of them within 50.2 ms',
    'half of them within 0.2 ms',
  ],
  [
    delay,
    { delay_ms: 100, jitter_ms: 40 },
    'half of them within 100.9 ms, 80 % within 65.1 ms of each other',
    '80 % within 0.0 ms',
  ],
  [
    reorder,
    { percent: 25, delay_ms: 20 },
    '25.0 % of 1000 datagrams from n2 to n1 overtook others',
    '0.0 % of 1000 datagrams from n2 to n1 overtook others; 1000 arrived',
  ],
  [
    duplicate,
    { percent: 10 },
    '10.0 % of 1000 datagrams from n2 to n1 arrived again; 1100 arrived',
    '0.0 %',
  ],
  [corrupt, { percent: 10 }, '10.0 % of 1000 datagrams from n2 to n1 arrived damaged', '0.0 %'],
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
    expect(ended.effect['healed']).toEqual(['n2']);
    expect(ended.proof.proven).toBe(true);
    expect(ended.proof.evidence[0]).toContain(after);
    expect(await active.heal()).toBeNull();
  });

  test('on all nodes is proven though each is measured against another that is under it', async () => {
    const active = fault.create(new StubCluster().context());
    const record = await active.invoke(start, { target: 'all', ...degree });
    expect(record.proof, record.proof.evidence.join()).toMatchObject({ proven: true });
    expect((await active.heal())?.proof.proven).toBe(true);
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

describe.each([
  [delay, { delay_ms: 100, jitter_ms: 0 }],
  [delay, { delay_ms: 200, jitter_ms: 80 }],
  [reorder, { percent: 20 }],
  [duplicate, { percent: 20 }],
  [corrupt, { percent: 20 }],
])('$name, but not as much as was asked for', (fault, degree) => {
  test.each([0.5, 1.5])('is not proven: %j of it', async (strength) => {
    const cluster = new StubCluster();
    cluster.traffic.strength = strength;
    const active = fault.create(cluster.context());
    const record = await active.invoke(`start-${fault.name}`, { target: 'n2', ...degree });
    expect(record.proof.proven).toBe(false);
  });
});

test('a delay without the jitter that was asked for is not proven', async () => {
  const cluster = new StubCluster();
  const disturb = cluster.traffic.disturb.bind(cluster.traffic);
  cluster.traffic.disturb = (nodes) =>
    disturb(nodes, { kind: 'delay', delay_ms: 100, jitter_ms: 0 });
  const active = delay.create(cluster.context());
  const value = { target: 'n1', delay_ms: 100, jitter_ms: 50 };
  expect((await active.invoke('start-delay', value)).proof.proven).toBe(false);
});

test('a jitter beyond the delay makes no sense', () => {
  expect(() => {
    delay.validate('start-delay', { delay_ms: 20, jitter_ms: 30 }, ['n1', 'n2']);
  }).toThrow('a jitter of 30 ms is more than the delay of 20 ms');
});

test.each([
  [[0, 1, 2, 3], 0],
  [[1, 0, 2, 3], 1],
  [[2, 3, 0, 1], 2],
  [[0, 2, null, 1, 3], 1],
  [[3, 2, 1, 0], 3],
])('of datagrams that arrived as %j, %i overtook others', (arrived, count) => {
  expect(overtakers({ sent: 4, arrived })).toBe(count);
});
