import type { Operation } from 'ts-linearizability';
import { FINAL_READ } from '../../harness/core/final-read.js';
import type { History } from '../../harness/core/history.js';
import { Misfit, type Decoded, type ModelOp, type ObjectModel } from '../../harness/core/model.js';
import { historyOp, type HistoryOp } from '../history-op.js';
import { MalformedHistoryError } from '../malformed-history.js';
import type { modelOptions } from '../../harness/core/model-options.js';
import { FinalReads } from './final-reads.js';
import { objectsOf } from './keyed-op.js';

/** The options of a model, with their defaults. */
export type Options = ReturnType<typeof modelOptions>;

/** An op of the history in the terms of a model. Positions in the history serve as the clock. */
export class JudgedOperation implements Operation<unknown, unknown> {
  readonly input: unknown;
  readonly output: unknown;
  /** Index of the invocation. */
  readonly call: number;
  /** Index of the completion; infinite where nobody knows what came of the op. */
  readonly return: number;
  readonly #history: History;

  constructor(
    history: History,
    { input, output }: Decoded<unknown, unknown>,
    call: number,
    returned: number,
  ) {
    this.#history = history;
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

  get clientId(): string | number {
    const node = this.#history.node(this.call);
    const process = this.#history.process(this.call);
    return node === undefined ? process : `${process} on ${node}`;
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
  const add = ({ op: whole, invocation, completion }: HistoryOp): void => {
    for (const { key, op } of objectsOf(whole, model, options)) {
      let growing = objects.get(key);
      if (growing === undefined) objects.set(key, (growing = { operations: [], failed: [] }));
      const found = decoded(op, model, options);
      if (found !== null) {
        const end = op.outcome === 'info' || completion === null ? Infinity : completion;
        growing.operations.push(new JudgedOperation(history, found, invocation, end));
        continue;
      }
      leftOut += 1;
      const undone = undecided(op, model, options);
      if (undone === null) continue;
      growing.failed.push(new JudgedOperation(history, undone, invocation, Infinity));
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

function decoded(
  op: ModelOp,
  model: ObjectModel,
  options: Options,
): Decoded<unknown, unknown> | null {
  if (op.outcome === 'fail') return model.decodeFailed?.(op, options) ?? null;
  return model.decode?.(op, options) ?? plain(op);
}

/** An op of a model that does not say how it is decoded. */
function plain({ f, value, outcome, result }: ModelOp): Decoded<unknown, unknown> {
  return { input: { f, value }, output: outcome === 'ok' ? result : undefined };
}

/** A failed op, as if nobody knew; `null` for one that the model does not know: it did nothing. */
function undecided(
  op: ModelOp,
  model: ObjectModel,
  options: Options,
): Decoded<unknown, unknown> | null {
  try {
    return decoded({ ...op, outcome: 'info', result: undefined }, model, options);
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    return null;
  }
}

function malformed(error: Misfit, { invocation, completion }: HistoryOp, model: ObjectModel) {
  const at = error.at === 'completion' ? (completion ?? invocation) : invocation;
  const advice = error.advice ?? `look at what ${model.name} understands: ${model.ops}`;
  return new MalformedHistoryError(at, error.expected, error.got, advice);
}
