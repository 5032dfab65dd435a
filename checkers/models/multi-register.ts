import {
  multiRegister,
  type MicroOperation,
  type MultiRegisterOutput,
  type Value,
} from 'ts-linearizability';
import { Misfit, type ModelOp, type ObjectOptions, defineModel } from '../../harness/core/model.js';
import { keyText, listOf, unknownOp } from './op-values.js';

const OPS = 'txn [[read|r key null] [write|w key v] …] → the same with what was read';

export const multiRegisterModel = defineModel({
  name: 'multi-register',
  summary: 'several registers, read and written by atomic transactions',
  ops: OPS,
  initial: 'an object with the value of each register (null)',
  create: (initial) => {
    if (initial === undefined) return multiRegister();
    if (typeof initial === 'object' && initial !== null && !Array.isArray(initial)) {
      return multiRegister(initial as { readonly [key: string]: Value });
    }
    throw new Misfit('invocation', 'an object with the value of each register', initial);
  },
  decode(op, conventions) {
    if (op.f !== 'txn') throw unknownOp(op, OPS);
    const input = transactionOf(op.value);
    return { input, output: op.outcome === 'ok' ? answers(op, input, conventions) : undefined };
  },
});

function transactionOf(value: Value | undefined): readonly MicroOperation[] {
  const micros = listOf(value);
  if (micros === undefined) {
    throw new Misfit('invocation', 'a transaction: a list of [f key value]', value);
  }
  return micros.map((micro) => {
    const [f, key, written] = listOf(micro) ?? [];
    if (key !== undefined && (f === 'read' || f === 'r')) return { f: 'read', key: keyText(key) };
    if (key !== undefined && written !== undefined && (f === 'write' || f === 'w')) {
      return { f: 'write', key: keyText(key), value: written };
    }
    throw new Misfit('invocation', '[read key value] or [write key value] in a transaction', micro);
  });
}

function answers(
  op: ModelOp,
  input: readonly MicroOperation[],
  { nilRead }: ObjectOptions,
): MultiRegisterOutput | undefined {
  if (op.result === undefined) return undefined;
  const seen = listOf(op.result);
  if (seen?.length !== input.length) {
    throw new Misfit('completion', `the ${input.length} steps that were invoked`, op.result);
  }
  return input.map((micro, at) => {
    const value = listOf(seen[at])?.[2];
    return micro.f === 'write' || (value === null && nilRead === 'unknown') ? undefined : value;
  });
}
