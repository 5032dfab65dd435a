import { describeValue, finish, partitionsOf, type PartitionResult } from 'ts-linearizability';

import { listInWords } from '../../core/words.js';
import type { FailedOperation } from './collect.js';
import type { KeyedOperation } from './independent.js';
import { failedInWords, inWords, reasonOf, type ExplainContext } from './op-words.js';
import { alikeKey, lookalikesIn, type Lookalikes } from './same-text.js';
import { failedThatTookEffect } from './took-effect.js';

interface Cause {
  readonly reason: string;
  readonly failed: readonly FailedOperation[];
}

/** Why, with what would explain it: failed ops, or values that differ in their types only. */
export function causeOf(
  { key, explanation }: Extract<PartitionResult, { readonly verdict: 'illegal' }>,
  context: ExplainContext,
): Cause {
  const { model, operations } = context;
  const reason = reasonOf(explanation?.reason, context);
  if (explanation === undefined) return { reason, failed: [] };
  const at = (position: number) => operations.all[position] as KeyedOperation;
  const which = finish(partitionsOf(model, operations.all)).find((part) => part.key === key);
  const witness = explanation.witness.map(at);
  const all = Array.from(which?.indices ?? [], at);
  const sameObject = operations.all.filter((operation) => operation.key === witness[0]?.key);
  const alike = lookalikesIn(model, witness, sameObject);
  if (alike !== undefined) {
    return { reason: `${reason}; ${alikeInWords(alike, context)}`, failed: [] };
  }
  const other = alikeKey(model, witness, operations.all);
  if (other !== undefined) {
    const keys = `the keys ${witness[0]?.key ?? ''} and ${other}`;
    return { reason: `${reason}; ${keys} differ in their types only`, failed: [] };
  }
  const failed = failedThatTookEffect(model, witness, all, operations.failed);
  if (failed.length === 0) return { reason, failed };
  const [only, ...others] = explanation.witness;
  const named = failed.map((one) => failedInWords(one, context));
  const them =
    others.length === 0 && only !== undefined
      ? `${inWords(at(only), context)} is legal`
      : `${reason}; these ops have a legal order`;
  return {
    reason: `${them} only if ${listInWords(named)} took effect, but ${failed.length === 1 ? 'that op' : 'those ops'} failed`,
    failed,
  };
}

function alikeInWords({ values, operations }: Lookalikes, context: ExplainContext): string {
  const [one, other] = [0, 1].map((which) => {
    const value = values[which] ?? null;
    const operation = operations[which] as KeyedOperation;
    return `${describeValue(value)} in ${inWords(operation, context)}`;
  });
  const types = values.map((value) => (value === null ? 'null' : `a ${typeof value}`));
  return `${one} and ${other} differ in their types only: ${types.join(' and ')}`;
}
