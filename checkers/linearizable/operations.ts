import type { Operation, Value } from 'ts-linearizability';
import { FINAL_READ } from '../../harness/core/final-read.js';
import type { History } from '../../harness/core/history.js';
import { Misfit, type Decoded, type ModelOp, type ObjectModel } from '../../harness/core/model.js';
import { historyOp, type HistoryOp } from '../history-op.js';
import { MalformedHistoryError } from '../malformed-history.js';
import { keyText, pairOf } from '../models/op-values.js';
import type { modelOptions } from '../../harness/core/model-options.js';
import { FinalReads } from './final-reads.js';

/** The options of a model, with their defaults. */
export type Options = ReturnType<typeof modelOptions>;

/** An op of the history in the terms of a model. Positions in the history serve as the clock. */
export class JudgedOperation implements Operation<unknown, unknown> {
  readonly clientId: string | number;
  readonly input: unknown;
  readonly output: unknown;
  /** Index of the invocation. */
  readonly call: number;
  /** Index of the completion; infinite where nobody knows what came of the op. */
  readonly return: number;
  readonly #history: History;

  constructor(
    history: History,
    clientId: string | number,
    { input, output }: Decoded<unknown, unknown>,
    call: number,
    returned: number,
  ) {
    this.#history = history;
    this.clientId = clientId;
    this.input = input;
    this.output = output;
    this.call = call;
    this.return = returned;
  }

  /** How reasons name it. */
  get name(): string {
    const line = this.#history.line(this.call);
    return `op ${this.call}${line === undefined ? '' : `, line ${line}`}`;
  }
}

/** The operations on one object. */
export interface ObjectOperations {
  /** `undefined` where the whole history is about one object. */
  readonly key: string | undefined;
  readonly operations: readonly JudgedOperation[];
  /** Those that failed and so did not happen, as if nobody knew. */
  readonly failed: readonly JudgedOperation[];
}

/** The operations of a history, by object. */
export interface Operations {
  readonly objects: readonly ObjectOperations[];
  /** How many ops of clients there are. */
  readonly ops: number;
  /** How many operations are left out, since they failed. */
  readonly leftOut: number;
}

interface Growing {
  readonly operations: JudgedOperation[];
  readonly failed: JudgedOperation[];
}

/**
 * The ops of clients in the terms of a model. An op that failed is left out, unless the model says
 * that it tells something. One that ended with `info`, or not at all, may take effect at any time
 * after its invocation, or never.
 * @param withFinalReads - whether final reads may be judged; they are then reads like any other.
 * @throws MalformedHistoryError when an op is not of the model.
 */
export function operationsOf(
  history: History,
  model: ObjectModel,
  options: Options,
  withFinalReads: boolean,
): Operations {
  const objects = new Map<string | undefined, Growing>();
  const finalReads = new FinalReads();
  let ops = 0;
  let leftOut = 0;
  const add = (found: HistoryOp): void => {
    for (const { key, op } of partsOf(found.op, model, options)) {
      let growing = objects.get(key);
      if (growing === undefined) objects.set(key, (growing = { operations: [], failed: [] }));
      const operation = decoded({ ...found, op }, history, model, options);
      if (operation !== null) growing.operations.push(operation);
      else {
        leftOut += 1;
        const undone = withoutOutcome({ ...found, op }, history, model, options);
        if (undone !== null) growing.failed.push(undone);
      }
    }
  };
  for (let index = 0; index < history.length; index += 1) {
    if (history.type(index) !== 'invoke' || history.isNemesis(index)) continue;
    ops += 1;
    let found: HistoryOp | null = historyOp(history, index);
    if (found.op.f === FINAL_READ) {
      found = withFinalReads ? finalReads.take(found, history.process(index)) : null;
      if (found === null) continue;
    }
    try {
      add(found);
    } catch (error) {
      throw error instanceof Misfit ? malformed(error, found, model) : error;
    }
  }
  const all = [...objects].map(([key, growing]) => ({ key, ...growing }));
  return { objects: all, ops, leftOut };
}

interface KeyedOp {
  readonly key: string | undefined;
  readonly op: ModelOp;
}

function partsOf(op: ModelOp, model: ObjectModel, options: Options): readonly KeyedOp[] {
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

function decoded(
  { op, invocation, completion }: HistoryOp,
  history: History,
  model: ObjectModel,
  options: Options,
): JudgedOperation | null {
  const found =
    op.outcome === 'fail'
      ? (model.decodeFailed?.(op, options) ?? null)
      : (model.decode?.(op, options) ?? plain(op));
  if (found === null) return null;
  const returned = op.outcome === 'info' || completion === null ? Infinity : completion;
  return new JudgedOperation(history, clientOf(history, invocation), found, invocation, returned);
}

/** An op of a model that does not say how it is decoded. */
function plain({ f, value, outcome, result }: ModelOp): Decoded<unknown, unknown> {
  return { input: { f, value }, output: outcome === 'ok' ? result : undefined };
}

/** A failed op, as if nobody knew; `null` for one that the model does not know: it did nothing. */
function withoutOutcome(
  found: HistoryOp,
  history: History,
  model: ObjectModel,
  options: Options,
): JudgedOperation | null {
  try {
    const op = { ...found.op, outcome: 'info', result: undefined } as const;
    return decoded({ ...found, op }, history, model, options);
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    return null;
  }
}

function clientOf(history: History, index: number): string | number {
  const node = history.node(index);
  const process = history.process(index);
  return node === undefined ? process : `${process} on ${node}`;
}

function malformed(error: Misfit, { invocation, completion }: HistoryOp, model: ObjectModel) {
  const at = error.at === 'completion' ? (completion ?? invocation) : invocation;
  const advice = error.advice ?? `look at what ${model.name} understands: ${model.ops}`;
  return new MalformedHistoryError(at, error.expected, error.got, advice);
}
