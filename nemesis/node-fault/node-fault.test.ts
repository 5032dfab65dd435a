import { expect, test } from 'vitest';
import { z } from 'zod';
import { StubCluster } from '../testing/stub-context.js';
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

test('an end with nothing to end is no failure', async () => {
  const active = stub(new Map()).create(new StubCluster().context());
  expect(await active.invoke('stop-stub', undefined)).toEqual({
    effect: { healed: [] },
    proof: { proven: true, evidence: ['nothing to end'] },
  });
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
