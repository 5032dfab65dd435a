import { checkListAppend, type MicroOp } from 'ts-isolation';

import type { RecordedValue } from '../../../histories/index.js';
import type { RecordedOperation } from '../pairing.js';
import {
  keyText,
  listOf,
  Misfit,
  unknownOp,
  type Conventions,
  type TransactionModel,
} from './checkable-model.js';

const OPS = 'txn [[append k v] [r k null] …] → the same with the lists that were read';

/** Elle's lists: each value is appended to a key once, so that what is read tells the order. */
export const listAppendModel: TransactionModel = {
  name: 'list-append',
  summary: 'lists, appended to and read by transactions',
  ops: OPS,
  initial: null,
  consistencyModels: ['strict-serializable', 'serializable'],
  judge: checkListAppend,
  decode(op, conventions) {
    const ops = transactionOf(op);
    return op.outcome === 'ok'
      ? { input: { outcome: 'ok', ops: answered(op, ops, conventions) }, output: undefined }
      : { input: { outcome: 'info', ops }, output: undefined };
  },
  // What a failed transaction appended must never be read.
  decodeFailed: (op) => ({ input: { outcome: 'fail', ops: transactionOf(op) }, output: undefined }),
};

/** What was invoked. @throws Misfit for an op that is no transaction. */
function transactionOf(op: RecordedOperation): readonly MicroOp[] {
  if (op.f !== 'txn') throw unknownOp(op, OPS);
  const micros = listOf(op.value);
  if (micros === undefined) {
    throw new Misfit('invocation', 'a transaction: a list of [f key value]', op.value);
  }
  return micros.map((micro): MicroOp => {
    const [f, key, appended] = listOf(micro) ?? [];
    if (key !== undefined && f === 'r') return ['r', key, undefined];
    if (key !== undefined && appended !== undefined && f === 'append') {
      return ['append', key, appended];
    }
    throw new Misfit('invocation', '[append key value] or [r key null] in a transaction', micro);
  });
}

/** What was invoked, with the lists that were read. */
function answered(
  op: RecordedOperation,
  invoked: readonly MicroOp[],
  { nilRead }: Conventions,
): readonly MicroOp[] {
  if (op.result === undefined) return invoked;
  const seen = listOf(op.result);
  if (seen?.length !== invoked.length) {
    throw new Misfit('completion', `the ${invoked.length} steps that were invoked`, op.result);
  }
  return invoked.map((micro, at): MicroOp => {
    const step = listOf(seen[at]) ?? [];
    if (step[0] !== micro[0] || keyText(step[1] ?? null) !== keyText(micro[1])) {
      throw new Misfit('completion', `the steps that were invoked, in their order`, op.result);
    }
    return micro[0] === 'append' ? micro : ['r', micro[1], listRead(step, nilRead)];
  });
}

function listRead(
  [, key, value]: readonly RecordedValue[],
  nilRead: Conventions['nilRead'],
): readonly RecordedValue[] | undefined {
  // Elle's stores answer nil for a list that nobody has appended to.
  if (value === null) return nilRead === 'unknown' ? undefined : [];
  const list = listOf(value);
  if (list !== undefined) return list;
  throw new Misfit('completion', `the list that was read of ${keyText(key ?? null)}`, value);
}
