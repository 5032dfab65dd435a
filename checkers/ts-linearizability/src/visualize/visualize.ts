import { modelOfPart, partitionsOf } from '../check/partitions.js';
import { describeOperation } from '../explain/words.js';
import { validHistory } from '../history/validate.js';
import type { Model, Operation, PartitionResult } from '../types.js';
import type { VisualLinearization, VisualOperation, Visualization } from './data.js';
import { focusOf, sliceOf } from './slice.js';
import { statesAlong } from './states.js';

/** What a picture shows. */
export interface VisualizeOptions {
  /** Operations shown at most, default 200; those of the witness are always shown. */
  readonly mostOperations?: number;
}

/**
 * A picture of the verdict on one partition: the operations on their clients' lines, legal
 * orders with the states between, the witness, and where to look first.
 *
 * @param recorded - the whole history that was checked.
 * @param result - one of the partitions of the check's result.
 */
export function visualize<State, Input, Output>(
  model: Model<State, Input, Output>,
  recorded: readonly Operation<Input, Output, number | bigint>[],
  result: PartitionResult,
  options: VisualizeOptions = {},
): Visualization {
  const operations = validHistory(recorded);
  const positions = positionsOf(model, operations, result.key);
  const own = modelOfPart(
    model,
    result.key,
    positions.map((at) => operations[at] as Operation<Input, Output>),
  );
  const slice = sliceOf(operations, positions, result, options.mostOperations ?? 200);
  const orders = ordersOf(result);
  const shown = new Set(slice.shown);
  const linearizations = orders.map((order): VisualLinearization => {
    const placed = new Set(order);
    return {
      // States follow from all that came before; only the steps of the slice are kept.
      steps: statesAlong(own, operations, order).filter(({ id }) => shown.has(id)),
      missing: slice.shown.filter((at) => !placed.has(at)),
    };
  });
  const witness = new Set(result.verdict === 'illegal' ? result.explanation?.witness : []);
  const focus = focusOf(result);
  return {
    operations: slice.shown.map((at) => visualOperation(model, operations, at, orders, witness)),
    linearizations,
    ...(focus === undefined ? {} : { firstError: focus }),
    hiddenBefore: slice.before,
    hiddenAfter: slice.after,
  };
}

function positionsOf<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  key: string,
): readonly number[] {
  const partition = partitionsOf(model, operations).find((part) => part.key === key);
  return partition === undefined ? [...operations.keys()] : [...partition.indices];
}

/** Different orders, the longest first. */
function ordersOf(result: PartitionResult): readonly (readonly number[])[] {
  if (result.verdict === 'ok') {
    return result.linearization === undefined ? [] : [[...result.linearization]];
  }
  if (result.verdict === 'unknown' || result.explanation === undefined) {
    return [];
  }
  const { longestPrefix, partialLinearizations } = result.explanation;
  const different = new Map(
    [longestPrefix, ...partialLinearizations].map((order) => [order.join(), order]),
  );
  return [...different.values()]
    .filter((order) => order.length > 0)
    .toSorted((a, b) => b.length - a.length);
}

function visualOperation<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  id: number,
  orders: readonly (readonly number[])[],
  witness: ReadonlySet<number>,
): VisualOperation {
  const operation = operations[id] as Operation<Input, Output>;
  const linearization = orders.findIndex((order) => order.includes(id));
  return {
    id,
    client: String(operation.clientId ?? ''),
    description:
      model.describeOperation?.(operation.input, operation.output) ??
      describeOperation(model, operation),
    call: operation.call,
    ...(operation.return === Infinity ? {} : { return: operation.return }),
    witness: witness.has(id),
    ...(linearization < 0 ? {} : { linearization }),
  };
}
