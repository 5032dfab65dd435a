import { expect, test } from 'vitest';
import { z } from 'zod';
import { NS_PER_MS, sleep } from '../../../harness/core/clock.js';
import { StubCluster } from '../../testing/stub-context.js';
import type { NodeFaultKind } from './kind.js';
import { nodeFault } from './node-fault.js';

/** A fault that stores a number on nodes, remembering the one that was there. */
function stub(
  values: Map<string, number>,
  changes: Partial<NodeFaultKind<{ value: number }>> = {},
) {
  return nodeFault<{ value: number }>({
    name: 'stub',
    summary: 'sets a number',
    provenBy: 'the number',
    needs: [],
    overlap: { disturbs: [], relies: [] },
    schema: z.strictObject({ target: z.string().default('any'), value: z.number() }),
    remember: (_context, node) => Promise.resolve({ value: values.get(node) ?? 0 }),
    begin: ({ node, degree }) => Promise.resolve(void values.set(node, degree.value)),
    bites: ({ node, degree }) =>
      Promise.resolve({
        asExpected: values.get(node) === degree.value,
        words: [`${node} has ${values.get(node)}`],
        measured: { value: values.get(node) },
      }),
    end: ({ node, before }) => Promise.resolve(void values.set(node, Number(before['value']))),
    healed: ({ node, before }) =>
      Promise.resolve({
        asExpected: values.get(node) === before['value'],
        words: [`${node} has ${values.get(node)} again`],
      }),
    ...changes,
  });
}

test('a node that is put under the fault twice gets back what it had at first', async () => {
  const values = new Map([['n1', 7]]);
  const active = stub(values).create(new StubCluster().context());
  await active.invoke('start-stub', { target: 'n1', value: 1 });
  expect(await active.invoke('start-stub', { target: 'n1', value: 2 })).toMatchObject({
    effect: { stub: { n1: { value: 2 } }, measured: { n1: { value: 2 } } },
    proof: { proven: true },
  });
  expect((await active.heal())?.proof).toEqual({ proven: true, evidence: ['n1 has 7 again'] });
  expect(values.get('n1')).toBe(7);
});

test('what is missing is said before what is there', async () => {
  const values = new Map<string, number>();
  const active = stub(values, {
    begin: ({ node }) => Promise.resolve(void (node === 'n1' && values.set(node, 5))),
  }).create(new StubCluster().context());
  const { proof } = await active.invoke('start-stub', { target: 'all', value: 5 });
  expect(proof).toEqual({
    proven: false,
    evidence: ['n2 has undefined', 'n3 has undefined', 'n1 has 5'],
  });
});

test('several nodes that are named are put under it with one order, and given back', async () => {
  const values = new Map([['n2', 7]]);
  const fault = stub(values);
  const active = fault.create(new StubCluster().context());
  const value = { targets: ['n1', 'n3'], value: 5 };
  fault.validate('start-stub', value, ['n1', 'n2', 'n3']);
  expect(fault.scope?.('start-stub', value, ['n1', 'n2', 'n3'])).toEqual(['n1', 'n3']);
  const { effect, proof } = await active.invoke('start-stub', value);
  expect(effect).toMatchObject({ stub: { n1: { value: 5 }, n3: { value: 5 } } });
  expect(proof.proven).toBe(true);
  expect([...values]).toEqual([
    ['n2', 7],
    ['n1', 5],
    ['n3', 5],
  ]);
  expect((await active.heal())?.effect).toMatchObject({ healed: ['n1', 'n3'] });
});

test.each([
  [{ targets: ['n1', 'primary'] }, /one of them is "primary"/],
  [{ targets: ['n1', 'n1'] }, /named twice/],
  [{ targets: ['n1'] }, /Too small|at least/i],
  [{ targets: ['n1', 'n2'], target: 'n3' }, /a target and targets/],
])('targets that make no sense are refused: %j', (targets, words) => {
  const value = { ...targets, value: 5 };
  expect(() => {
    stub(new Map()).validate('start-stub', value, ['n1', 'n2', 'n3']);
  }).toThrow(words);
});

test('several nodes are refused where all would be', () => {
  const problem = (_degree: unknown, target: string) => (target === 'all' ? 'one at a time' : null);
  const value = { targets: ['n1', 'n2'], value: 5 };
  expect(() => {
    stub(new Map(), { problem }).validate('start-stub', value, ['n1', 'n2', 'n3']);
  }).toThrow('one at a time');
});

test('an end with nothing to end is no failure', async () => {
  const active = stub(new Map()).create(new StubCluster().context());
  expect(await active.invoke('stop-stub', undefined)).toEqual({
    effect: { healed: [] },
    proof: { proven: true, evidence: ['nothing to end'] },
  });
});

test('an end may be about some of the nodes, in an order, with time between them', async () => {
  const cluster = new StubCluster();
  const values = new Map<string, number>();
  const ended: [string, number][] = [];
  const active = stub(values, {
    end: ({ node, context }) => {
      ended.push([node, context.clock.now() / NS_PER_MS]);
      return Promise.resolve(void values.set(node, 0));
    },
  }).create(cluster.context());
  await active.invoke('start-stub', { target: 'all', value: 1 });
  expect((await active.invoke('stop-stub', { target: 'n2' })).effect).toEqual({ healed: ['n2'] });
  expect([...values]).toEqual([
    ['n1', 1],
    ['n2', 0],
    ['n3', 1],
  ]);
  const rest = active.invoke('stop-stub', { targets: ['n3', 'n2', 'n1'], delay_ms: 500 });
  expect((await cluster.clock.run(rest)).effect).toEqual({ healed: ['n3', 'n1'] });
  expect(ended).toEqual([
    ['n2', 0],
    ['n3', 0],
    ['n1', 500],
  ]);
  expect(await active.heal()).toBeNull();
});

test.each([
  [{ target: 'primary' }, 'primary is no node'],
  [{ target: 'n1', targets: ['n2'] }, 'a target and targets'],
  [{ targets: ['n1', 'n1'] }, 'a node is named twice'],
  [{ delay_ms: 5 }, 'no targets to wait between'],
])('the end %j makes no sense', (value, problem) => {
  expect(() => {
    stub(new Map()).validate('stop-stub', value, ['n1', 'n2']);
  }).toThrow(problem);
});

test('a role stands for nodes that can be under the fault only', async () => {
  const values = new Map<string, number>();
  const fault = stub(values, {
    applies: { to: (_context, node) => node === 'n3', because: () => 'a disk' },
  });
  const active = fault.create(new StubCluster().context());
  await active.invoke('start-stub', { target: 'any', value: 1 });
  expect([...values.keys()]).toEqual(['n3']);
  await expect(active.invoke('start-stub', { target: 'n1', value: 1 })).rejects.toThrow(
    'a disk on n1',
  );
});

test('what a degree means is settled when the fault begins, by chance of its own each time', async () => {
  const values = new Map<string, number>();
  const active = stub(values, {
    resolve: (_context, _node, { value }, random) =>
      Promise.resolve({ value: value + random.integer(1000)[0] }),
  }).create(new StubCluster().context());
  const seen = new Set<number | undefined>();
  for (let i = 0; i < 3; i += 1) {
    const { effect } = await active.invoke('start-stub', { target: 'all', value: 0 });
    expect(effect).toMatchObject({
      stub: Object.fromEntries([...values].map(([n, v]) => [n, { value: v }])),
    });
    for (const value of values.values()) seen.add(value);
  }
  expect(seen.size).toBe(9);
});

test('what was seen first is kept name by name', async () => {
  const seen: unknown[] = [];
  const active = stub(new Map(), {
    remember: (_context, _node, { value }) =>
      Promise.resolve({ [`at ${value}`]: seen.length, last: value }),
    end: ({ before }) => Promise.resolve(void seen.push(before)),
    healed: () => Promise.resolve({ asExpected: true, words: [] }),
  }).create(new StubCluster().context());
  await active.invoke('start-stub', { target: 'n1', value: 1 });
  seen.push('begun');
  await active.invoke('start-stub', { target: 'n1', value: 2 });
  await active.invoke('start-stub', { target: 'n1', value: 1 });
  await active.invoke('stop-stub', undefined);
  expect(seen).toEqual(['begun', { 'at 1': 0, 'at 2': 1, last: 1 }]);
});

test('what an end comes upon stands in the record beside what is seen afterwards', async () => {
  const values = new Map([['n1', 7]]);
  const active = stub(values, {
    end: ({ node, before }) => {
      const measured = { undone: values.get(node) === before['value'] };
      values.set(node, 7);
      return Promise.resolve({ words: [`${node} was looked at`], measured });
    },
    healed: ({ node }) =>
      Promise.resolve({
        asExpected: true,
        words: ['healed'],
        measured: { value: values.get(node) },
      }),
  }).create(new StubCluster().context());
  await active.invoke('start-stub', { target: 'n1', value: 1 });
  values.set('n1', 7);
  expect(await active.invoke('stop-stub', undefined)).toEqual({
    effect: { healed: ['n1'], measured: { n1: { undone: true, value: 7 } } },
    proof: { proven: true, evidence: ['healed', 'n1 was looked at'] },
  });
});

test('what a beginning measures is known to all that follows, and stands in the record', async () => {
  const values = new Map<string, number>();
  const seen: unknown[] = [];
  const active = stub(values, {
    begin: ({ node, degree, begun }) => {
      seen.push(begun);
      values.set(node, degree.value);
      return Promise.resolve({ words: ['begun'], measured: { [`at ${degree.value}`]: true } });
    },
    end: ({ begun }) => Promise.resolve(void seen.push(begun)),
    healed: () => Promise.resolve({ asExpected: true, words: [] }),
  }).create(new StubCluster().context());
  expect(await active.invoke('start-stub', { target: 'n1', value: 1 })).toMatchObject({
    effect: { measured: { n1: { 'at 1': true, value: 1 } } },
    proof: { proven: true, evidence: ['n1 has 1', 'begun'] },
  });
  await active.invoke('start-stub', { target: 'n1', value: 2 });
  await active.invoke('stop-stub', undefined);
  expect(seen).toEqual([{}, { 'at 1': true }, { 'at 1': true, 'at 2': true }]);
});

test.each([
  [true, ['n1 begins', 'n1 has begun', 'n2 begins', 'n2 has begun', 'n3 begins', 'n3 has begun']],
  [false, ['n1 begins', 'n2 begins', 'n3 begins', 'n1 has begun', 'n2 has begun', 'n3 has begun']],
])('nodes are begun one after the other where it is asked for: %s', async (oneByOne, order) => {
  const cluster = new StubCluster();
  const seen: string[] = [];
  const active = stub(new Map(), {
    oneByOne,
    begin: async ({ node, context }) => {
      seen.push(`${node} begins`);
      await sleep(context.clock, 100);
      seen.push(`${node} has begun`);
    },
  }).create(cluster.context());
  await cluster.clock.run(active.invoke('start-stub', { target: 'all', value: 1 }));
  expect(seen).toEqual(order);
});
