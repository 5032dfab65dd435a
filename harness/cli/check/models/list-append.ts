import { partitionByGroups, structuralKey, type Model } from 'ts-linearizability';

import type { RecordedValue } from '../../../histories/index.js';
import type { RecordedOperation } from '../pairing.js';
import {
  checkable,
  keyText,
  listOf,
  Misfit,
  unknownOp,
  type Conventions,
} from './checkable-model.js';

const OPS = 'txn [[append k v] [r k null] …] → the same with the lists that were read';

/** One step of a transaction. */
type Micro =
  | { readonly f: 'append'; readonly key: string; readonly value: RecordedValue }
  | { readonly f: 'r'; readonly key: string };

type Transaction = readonly Micro[];
/** What was read, step by step; `undefined` for an append, and for what is not known. */
type Answers = readonly (readonly RecordedValue[] | undefined)[];
/** The lists that are not empty, by key. */
type Lists = ReadonlyMap<string, readonly RecordedValue[]>;

/**
 * Elle's lists, judged strictly: transactions happen at once and in real time (strict
 * serializability). Elle infers the order from the lists and so judges millions; this searches.
 */
export const listAppendModel = checkable({
  name: 'list-append',
  summary: 'lists, appended to and read by atomic transactions',
  ops: OPS,
  initial: null,
  create: () => listAppend,
  decode(op, conventions) {
    if (op.f !== 'txn') throw unknownOp(op, OPS);
    const input = transactionOf(op.value);
    return { input, output: op.outcome === 'ok' ? answers(op, input, conventions) : undefined };
  },
});

const listAppend: Model<Lists, Transaction, Answers> = {
  name: 'list-append',
  init: () => [new Map()],
  step(state, input, output) {
    let next = state;
    for (const [i, micro] of input.entries()) {
      const list = next.get(micro.key) ?? [];
      if (micro.f === 'append') {
        next = new Map(next).set(micro.key, [...list, micro.value]);
      } else {
        const seen = output?.[i];
        if (seen !== undefined && structuralKey(seen) !== structuralKey(list)) return [];
      }
    }
    return [next];
  },
  key: (state) => structuralKey([...state].sort(([a], [b]) => (a < b ? -1 : 1))),
  readOnly: (input) => input.every(({ f }) => f === 'r'),
  partition: partitionByGroups((input) => input.map(({ key }) => key)),
  describeOperation: (input, output) =>
    input
      .map((micro, i) =>
        micro.f === 'append'
          ? `${micro.key} + ${JSON.stringify(micro.value)}`
          : `${micro.key} -> ${JSON.stringify(output?.[i]) ?? '?'}`,
      )
      .join('; '),
  describeState: (state) =>
    [...state].map(([key, list]) => `${key}=${JSON.stringify(list)}`).join(' '),
};

function transactionOf(value: RecordedValue | undefined): Transaction {
  const micros = listOf(value);
  if (micros === undefined) {
    throw new Misfit('invocation', 'a transaction: a list of [f key value]', value);
  }
  return micros.map((micro): Micro => {
    const [f, key, appended] = listOf(micro) ?? [];
    if (key !== undefined && f === 'r') return { f, key: keyText(key) };
    if (key !== undefined && appended !== undefined && f === 'append') {
      return { f, key: keyText(key), value: appended };
    }
    throw new Misfit('invocation', '[append key value] or [r key null] in a transaction', micro);
  });
}

function answers(
  op: RecordedOperation,
  input: Transaction,
  { nilRead }: Conventions,
): Answers | undefined {
  if (op.result === undefined) return undefined;
  const seen = listOf(op.result);
  if (seen?.length !== input.length) {
    throw new Misfit('completion', `the ${input.length} steps that were invoked`, op.result);
  }
  return input.map((micro, at) => {
    if (micro.f === 'append') return undefined;
    const value = listOf(seen[at])?.[2];
    // Elle's stores answer nil for a list that nobody has appended to.
    if (value === null) return nilRead === 'unknown' ? undefined : [];
    const list = listOf(value);
    if (list !== undefined) return list;
    throw new Misfit('completion', `the list that was read of ${micro.key}`, value);
  });
}
