import { growOnlySet, set, valueKey, type SetOutput, type Value } from 'ts-linearizability';
import { Misfit, type ModelOp, defineModel } from '../../harness/core/model.js';
import { listOf, unknownOp, valueOf } from './op-values.js';

const GROW_ONLY_OPS = 'add v, read → [v …]';
const SET_OPS = 'add v, remove v, contains v → true or false, read → [v …]';

export const growOnlySetModel = defineModel({
  name: 'grow-only-set',
  summary: 'a set that only grows',
  ops: GROW_ONLY_OPS,
  initial: 'a list of elements ([])',
  create: (initial) => growOnlySet(elementsOf(initial, 'invocation') ?? []),
  // What it held is in every read, and what is in every read may as well have been there.
  starts: (operations) => [
    inAll(
      operations.flatMap(({ input, output }) =>
        input.f === 'read' && output !== undefined ? [output] : [],
      ),
    ),
  ],
  decode(op) {
    switch (op.f) {
      case 'add':
        return { input: { f: 'add' as const, value: valueOf(op) }, output: undefined };
      case 'read':
        return { input: { f: 'read' as const }, output: readOf(op) };
      default:
        throw unknownOp(op, GROW_ONLY_OPS);
    }
  },
});

export const setModel = defineModel({
  name: 'set',
  summary: 'a set from which elements are also removed',
  ops: SET_OPS,
  initial: 'a list of elements ([])',
  create: (initial) => set(elementsOf(initial, 'invocation') ?? []),
  decode(op) {
    switch (op.f) {
      case 'add':
      case 'remove':
      case 'contains':
        return { input: { f: op.f, value: valueOf(op) } as const, output: truthOf(op) };
      case 'read':
        return { input: { f: 'read' as const }, output: readOf(op) };
      default:
        throw unknownOp(op, SET_OPS);
    }
  },
});

function readOf(op: ModelOp): readonly Value[] | undefined {
  return op.outcome === 'ok' && op.result !== null
    ? elementsOf(op.result, 'completion')
    : undefined;
}

/** What every one of these lists holds. */
function inAll(lists: readonly (readonly Value[])[]): readonly Value[] {
  const [first = [], ...others] = lists;
  let left = new Map(first.map((element) => [valueKey(element), element]));
  for (const list of others) {
    const there = new Set(list.map(valueKey));
    left = new Map([...left].filter(([key]) => there.has(key)));
  }
  return [...left.values()];
}

function elementsOf(
  value: Value | undefined,
  at: 'invocation' | 'completion',
): readonly Value[] | undefined {
  const elements = listOf(value);
  if (value === undefined || elements !== undefined) return elements;
  throw new Misfit(at, 'a list of elements', value);
}

/** Whether it changed or found something. Recorders often repeat the element instead. */
function truthOf(op: ModelOp): SetOutput | undefined {
  const says = op.outcome === 'ok' && typeof op.result === 'boolean';
  if (says && typeof op.value !== 'boolean') return op.result;
  if (op.f === 'contains' && op.outcome === 'ok' && op.result !== undefined) {
    if (says) return op.result;
    throw new Misfit('completion', 'true or false from contains', op.result);
  }
  return undefined;
}
