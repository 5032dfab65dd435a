import {
  partitionBy,
  partitionsOf,
  type Model,
  type Operation,
  type Partition,
  type Resumable,
} from 'ts-linearizability';

import { InputError } from '../../core/errors.js';
import { quoted, type RecordedValue } from '../../histories/index.js';
import { Misfit } from './models/index.js';
import { keyText, pairOf } from './models/checkable-model.js';
import type { RecordedOperation } from './pairing.js';

/** An operation and the key of the object that it is about. */
export interface KeyedOperation extends Operation<unknown, unknown> {
  /** `undefined` where the whole history is about one object. */
  readonly key: string | undefined;
}

/** An op on one of many objects: the key, and the op as that object sees it. */
export interface KeyedOp {
  readonly key: string;
  readonly op: RecordedOperation;
}

/**
 * Takes the key from an op whose values are `[key v]`; `null` for one that was never answered
 * and was invoked without a key: it says nothing of any object.
 * @throws Misfit when a value is no pair, or the completion has another key.
 */
export function keyedOp(op: RecordedOperation): KeyedOp | null {
  const invoked = partsOf(op.value, 'invocation');
  const answered = op.outcome === 'ok' ? partsOf(op.result, 'completion') : undefined;
  const key = invoked?.[0] ?? answered?.[0];
  if (key === undefined) {
    if (op.outcome !== 'ok' && op.f === 'read') return null;
    throw new Misfit('invocation', 'a value of [key v]', op.value, 'leave --independent out');
  }
  if (answered !== undefined && keyText(answered[0]) !== keyText(key)) {
    throw new Misfit('completion', `the key ${keyText(key)} that was invoked`, op.result);
  }
  return { key: keyText(key), op: { ...op, value: invoked?.[1], result: answered?.[1] } };
}

function partsOf(
  value: RecordedValue | undefined,
  at: 'invocation' | 'completion',
): readonly [RecordedValue, RecordedValue] | undefined {
  const pair = pairOf(value);
  if (pair !== undefined || value === undefined || (value === null && at === 'invocation')) {
    return pair;
  }
  throw new Misfit(at, 'a value of [key v]', value, 'leave --independent out');
}

/**
 * Refuses a read that was invoked with `[key null]` where one object is to be checked: judged as
 * values of one register, those of many would give a wrong verdict.
 * @throws Misfit for such a read.
 */
export function refuseKeyed(op: RecordedOperation): void {
  if (op.f === 'read' && pairOf(op.value)?.[1] === null) {
    throw new Misfit(
      'invocation',
      'a read that is not invoked with [key null]',
      op.value,
      'the values are [key v]: add --independent to check each key by itself, or --one-object if they are what they are',
    );
  }
}

/**
 * A model of many objects of one kind: by key first, and then as the model itself would.
 * @param models - of those keys that have one of their own.
 */
export function independent(
  model: Model<unknown, unknown, unknown>,
  models: ReadonlyMap<string, Model<unknown, unknown, unknown>> = new Map(),
): Model<unknown, unknown, unknown> {
  const byKey = partitionBy<unknown, unknown>(
    (_input, operation) => (operation as KeyedOperation).key ?? '',
  );
  return {
    ...model,
    *partition(operations) {
      const partitions: Partition[] = [];
      for (const part of yield* byKey(operations)) {
        partitions.push(...(yield* within(model, operations, part)));
      }
      return partitions;
    },
    ofPart: (part, operations) => {
      const key = (operations[0] as KeyedOperation | undefined)?.key ?? '';
      return models.get(keyAsField(key)) ?? model.ofPart?.(part, operations) ?? model;
    },
  };
}

/**
 * Refuses a key that no op is about: its state at first would be given in vain.
 * @throws InputError for such a key.
 */
export function refuseUnused(
  models: ReadonlyMap<string, unknown>,
  operations: readonly KeyedOperation[],
): void {
  const used = new Set(operations.map(({ key = '' }) => keyAsField(key)));
  for (const key of models.keys()) {
    if (used.has(key)) continue;
    throw new InputError({
      code: 'E_INITIAL',
      expected: '--initial-by-key to name keys of the history',
      actual: `no op is about the key ${quoted(key)}`,
      advice: 'correct the name of the key, or leave it out',
    });
  }
}

/** A key as the name of a field in JSON, where every key is a string. */
export function keyAsField(key: string): string {
  return key.startsWith('"') ? String(JSON.parse(key)) : key;
}

function* within(
  model: Model<unknown, unknown, unknown>,
  operations: readonly Operation<unknown, unknown>[],
  part: Partition,
): Resumable<readonly Partition[]> {
  if (model.partition === undefined) return [part];
  const own = Array.from(part.indices, (at) => operations[at] as Operation<unknown, unknown>);
  return (yield* partitionsOf(model, own)).map(({ key, indices }) => ({
    key: `${part.key} / ${key}`,
    indices: Array.from(indices, (at) => part.indices[at] as number),
  }));
}
