import type { Value } from 'ts-linearizability';
import {
  Misfit,
  type ModelOp,
  type ObjectModel,
  type ObjectOptions,
} from '../../harness/core/model.js';
import { keyText, pairOf } from '../models/op-values.js';

/** An op as one object sees it. */
export interface KeyedOp {
  readonly key: string | undefined;
  readonly op: ModelOp;
}

/**
 * An op as each object sees it that it is about; most ops are about one.
 * @throws Misfit for one that says nothing of that.
 */
export function objectsOf(
  op: ModelOp,
  model: ObjectModel,
  options: ObjectOptions,
): readonly KeyedOp[] {
  const parts = model.split?.(op) ?? null;
  if (parts !== null) return parts;
  if (options.independent === true) {
    const keyed = keyedOp(op);
    return keyed === null ? [] : [keyed];
  }
  if (options.independent === undefined) refuseKeyed(op);
  return [{ key: undefined, op }];
}

/**
 * Takes the key from an op whose values are `[key, v]`; `null` for one that was never answered
 * and was invoked without a key: it says nothing of any object.
 * @throws Misfit when a value is no pair, or the completion has another key.
 */
export function keyedOp(op: ModelOp): KeyedOp | null {
  const invoked = keyAndValue(op.value, 'invocation');
  const answered = op.outcome === 'ok' ? keyAndValue(op.result, 'completion') : undefined;
  const key = invoked?.[0] ?? answered?.[0];
  if (key === undefined) {
    if (op.outcome !== 'ok' && op.f === 'read') return null;
    throw new Misfit('invocation', 'a value of [key v]', op.value, NOT_KEYED);
  }
  if (answered !== undefined && keyText(answered[0]) !== keyText(key)) {
    throw new Misfit('completion', `the key ${keyText(key)} that was invoked`, op.result);
  }
  return { key: keyText(key), op: { ...op, value: invoked?.[1], result: answered?.[1] } };
}

const NOT_KEYED = 'leave --independent out';

function keyAndValue(
  value: Value | undefined,
  at: 'invocation' | 'completion',
): readonly [Value, Value] | undefined {
  const pair = pairOf(value);
  if (pair !== undefined || value === undefined || (value === null && at === 'invocation')) {
    return pair;
  }
  throw new Misfit(at, 'a value of [key v]', value, NOT_KEYED);
}

/** @throws Misfit for a read that is invoked with `[key, null]`: its values have keys. */
function refuseKeyed(op: ModelOp): void {
  if (op.f === 'read' && pairOf(op.value)?.[1] === null) {
    throw new Misfit(
      'invocation',
      'a read that is not invoked with [key null]',
      op.value,
      'the values are [key v]: add --independent to check each key by itself, or --one-object if they are what they are',
    );
  }
}
