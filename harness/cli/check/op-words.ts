import type { Model } from 'ts-linearizability';

import type { CheckedOp } from './check-report.js';
import type { FailedOperation, Operations } from './collect.js';
import type { KeyedOperation } from './independent.js';

/** What is needed to talk about ops. */
export interface WordsContext {
  readonly model: Pick<Model<unknown, unknown, unknown>, 'describeOperation'>;
  readonly operations: Operations;
}

/** What is needed to explain a verdict. */
export interface ExplainContext extends WordsContext {
  readonly model: Model<unknown, unknown, unknown>;
  /** Whole orders, not only their lengths. */
  readonly explain: boolean;
}

/** Reasons name operations by their positions; the file knows events. */
export function reasonOf(reason: string | undefined, { operations }: WordsContext): string {
  if (reason === undefined) return 'its ops have no legal order';
  return reason.replaceAll(/\(operation (\d+)\)/g, (words, position: string) => {
    const operation = operations.all[Number(position)];
    return operation === undefined ? words : eventsOf(operation);
  });
}

/** An op with its events. */
export function inWords(operation: KeyedOperation, context: WordsContext): string {
  return `${describe(operation, context)} ${eventsOf(operation)}`;
}

function eventsOf({ call, return: end }: KeyedOperation): string {
  return end === Infinity ? `(event ${call}, open)` : `(events ${call}-${end})`;
}

/** An op of the history, by its position. */
export function checkedOp(at: number, context: WordsContext): CheckedOp {
  return checked(context.operations.all[at] as KeyedOperation, context);
}

function describe({ input, output }: KeyedOperation, { model }: WordsContext): string {
  return model.describeOperation?.(input, output) ?? JSON.stringify(input);
}

function checked(operation: KeyedOperation, context: WordsContext): CheckedOp {
  const { operations } = context;
  const { call, return: end, clientId = '?' } = operation;
  return {
    operation: describe(operation, context),
    process: clientId,
    invocation: { index: call, line: operations.lineOf(call) },
    completion: end === Infinity ? null : { index: end, line: operations.lineOf(end) },
  };
}

/** A failed op with its events and lines. */
export function failedInWords(
  { operation, completion }: FailedOperation,
  context: WordsContext,
): string {
  const lines = [operation.call, completion].map((event) => context.operations.lineOf(event));
  return `${describe(operation, context)} (events ${operation.call}-${completion}, lines ${lines.join('-')})`;
}

/** A failed op, for people and programs. */
export function failedOp(
  { operation, completion }: FailedOperation,
  context: WordsContext,
): CheckedOp {
  return checked({ ...operation, output: undefined, return: completion }, context);
}
