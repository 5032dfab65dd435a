import type { RegisterOp, Value } from 'ts-isolation';
import { structuralKey } from 'ts-linearizability';
import { FINAL_READ } from '../../harness/core/final-read.js';
import type { History } from '../../harness/core/history.js';
import { Misfit, type ModelOp, type ObjectModel } from '../../harness/core/model.js';
import type { modelOptions } from '../../harness/core/model-options.js';
import { clientOps } from '../client-ops.js';
import type { HistoryTransaction } from '../isolation/transactions.js';
import { objectsOf } from '../linearizable/keyed-op.js';
import { keyAsField } from '../linearizable/specification.js';
import { MalformedHistoryError } from '../malformed-history.js';
import { pairOf } from '../models/op-values.js';

type Options = ReturnType<typeof modelOptions>;

/**
 * The ops on registers as transactions of one read, one write, or, for a compare-and-set, one read and one write. A
 * compare-and-set that failed is a read where it says what it saw. Final reads are left out: each asks the node
 * that it is sent to, and so is no op of a session. Only the order of each process is told, as no level here asks for
 * real time.
 *
 * @param model - of a register.
 * @throws MalformedHistoryError for an op that is none of the model.
 */
export function accessesIn(
  history: History,
  model: ObjectModel,
  options: Options,
): HistoryTransaction[] {
  const transactions: HistoryTransaction[] = [];
  for (const { op: whole, invocation, completion } of clientOps(history)) {
    if (whole.f === FINAL_READ) continue;
    const add = (outcome: ModelOp['outcome'], ops: readonly RegisterOp[]): void => {
      if (ops.length === 0) return;
      transactions.push({ process: history.process(invocation), op: invocation, outcome, ops });
    };
    try {
      for (const { key = '', op } of objectsOf(whole, model, options)) {
        if (op.outcome !== 'fail') model.decode?.(op, options);
        const seen = readsOf(key, op, model, options);
        const written = writesOf(key, op, options);
        if (op.outcome !== 'fail') add(op.outcome, [...seen, ...written]);
        else {
          add('ok', seen);
          add('fail', written);
        }
      }
    } catch (error) {
      if (!(error instanceof Misfit)) throw error;
      const at = error.at === 'completion' ? (completion ?? invocation) : invocation;
      const advice = error.advice ?? `look at what ${model.name} understands: ${model.ops}`;
      throw new MalformedHistoryError(at, error.expected, error.got, advice);
    }
  }
  return transactions;
}

/** What an op saw. The state at first is `null` to ts-isolation. */
function readsOf(key: string, op: ModelOp, model: ObjectModel, options: Options): RegisterOp[] {
  const { nilRead } = options;
  const touched = model.touches?.(op) ?? [];
  return touched.flatMap(({ does, value }): RegisterOp[] => {
    if (does === 'brings' || (value === null && nilRead === 'unknown')) return [];
    return [['r', key, asVersion(key, value, options)]];
  });
}

/** What an op wrote, or would have. */
function writesOf(key: string, { f, value }: ModelOp, options: Options): RegisterOp[] {
  const written = f === 'write' ? value : f === 'cas' ? pairOf(value)?.[1] : undefined;
  return written === undefined ? [] : [['w', key, asVersion(key, written, options)]];
}

/** A value as ts-isolation knows it: `null` is the state at first, also where it is written again. */
function asVersion(key: string, value: Value, options: Options): Value | null {
  const { initial = null, initialByKey = {} } = options;
  const first = structuralKey(initialByKey[keyAsField(key)] ?? initial);
  return structuralKey(value) === first ? null : value;
}
