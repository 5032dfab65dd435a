import { checkOperationsAsync, type Model } from 'ts-linearizability';

import { counted } from '../../core/words.js';
import type { Judged } from './check-report.js';
import type { Operations } from './collect.js';
import { counterexampleOf, legalOrdersOf } from './explain.js';
import { independent } from './independent.js';
import { methodsOf, verdictOf } from './verdict.js';

export interface LinearizabilityOptions {
  readonly timeout_ms: number;
  readonly memory_bytes: number;
  /** Whole orders in the report. */
  readonly explain?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (line: string) => void;
}

/**
 * Judges whether operations are linearizable as an object.
 * @param byKey - models of those keys that have one of their own.
 * @throws the signal's reason when it aborts.
 */
export async function judgeLinearizability(
  object: Model<unknown, unknown, unknown>,
  byKey: ReadonlyMap<string, Model<unknown, unknown, unknown>>,
  operations: Operations,
  options: LinearizabilityOptions,
): Promise<Judged> {
  const keyed = operations.all.some(({ key }) => key !== undefined);
  const model = keyed ? independent(object, byKey) : object;
  const result = await checkOperationsAsync(model, operations.all, {
    timeoutMs: options.timeout_ms,
    memoryBytes: options.memory_bytes,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    onProgress: (progress) =>
      options.onProgress?.(
        `checking: ${progress.method}, ${progress.partitionsDone} of ${counted(progress.partitionsTotal, 'part')} done, ${progress.placed} of ${counted(progress.operations, 'operation')} placed`,
      ),
  });
  options.signal?.throwIfAborted();
  const context = { model, operations, explain: options.explain === true };
  return {
    ...verdictOf(result, operations, object.name),
    partitions: result.partitions.length,
    methods: methodsOf(result),
    ...(result.verdict === 'illegal'
      ? { counterexample: counterexampleOf(result.illegal, context) }
      : {}),
    ...(result.verdict === 'ok' && context.explain
      ? { legalOrders: legalOrdersOf(result.partitions, context) }
      : {}),
  };
}
