import type { PartitionVerdict } from '../check/partition.js';
import { searchPartition } from '../check/partition.js';
import type { Settings } from '../check/settings.js';
import type { SearchProgress } from '../search/portfolio.js';
import type { Control, Explanation, Model, Operation } from '../types.js';
import { partialOrders } from './partial.js';
import { shrink, type Judgement, type Shrunk } from './shrink.js';
import { Weakening, only, upToReturn } from './weaken.js';
import { describeIllegal } from './words.js';

type IllegalVerdict = Extract<PartitionVerdict, { verdict: 'illegal' }>;

/** Below this, orders of a witness are followed one by one. */
const SMALL_WITNESS = 24;

const FIRST_TAIL = 16;

/**
 * Explains an illegal partition: shrinks the history to a minimal set of operations that is
 * illegal whatever the others did, and says why. Stops shrinking when the bounds say so.
 */
export function* explainIllegal<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  verdict: IllegalVerdict,
  settings: Settings,
  control: Control,
): Generator<SearchProgress, Explanation> {
  const bounds = { stop: control.stop, hold: () => true };
  const judgeSearch = function* (
    subject: readonly Operation<Input, Output>[],
  ): Generator<SearchProgress, Judgement> {
    return (yield* searchPartition(model, subject, settings, bounds)).verdict;
  };
  const { kept, minimal } = yield* findWitness(model, operations, verdict, control, judgeSearch);
  const witness = kept.map((position) => operations[position] as Operation<Input, Output>);
  const partial = witness.length <= SMALL_WITNESS ? partialOrders(model, witness) : undefined;
  const original = (order: readonly number[]): number[] => order.map((at) => kept[at] as number);
  const words =
    partial === undefined
      ? `these ${kept.length} operations have no legal order`
      : describeIllegal(model, witness, partial);
  return {
    reason: verdict.reason === undefined ? words : verdict.reason,
    witness: kept,
    minimal,
    longestPrefix: [...(verdict.longestPrefix ?? original(partial?.longest ?? []))],
    ...(verdict.firstUnplaceable === undefined
      ? {}
      : { firstUnplaceable: verdict.firstUnplaceable }),
    partialLinearizations: partial?.perOperation.map(original) ?? [],
  };
}

/** A minimal witness: from that of a specialised checker, or from the whole history. */
function* findWitness<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  verdict: IllegalVerdict,
  control: Control,
  judgeSearch: (
    subject: readonly Operation<Input, Output>[],
  ) => Generator<SearchProgress, Judgement>,
): Generator<SearchProgress, Shrunk> {
  const stop = (): boolean => control.stop() !== undefined;
  const cut =
    verdict.witness === undefined
      ? upToReturn(operations, verdict.firstUnplaceable ?? -1)
      : only(operations, verdict.witness);
  const weakening = new Weakening(model, cut.operations, control);
  const judge = (subset: readonly number[]): Generator<SearchProgress, Judgement> =>
    judgeSearch(weakening.bindingOnly(subset));
  const byReturn = cut.operations
    .map((_, at) => at)
    .filter((at) => cut.operations[at]?.return !== Infinity)
    .sort((a, b) => (cut.operations[a]?.return ?? 0) - (cut.operations[b]?.return ?? 0));
  const { kept, minimal } = yield* shrink(yield* lastIllegal(byReturn, judge, stop), judge, stop);
  const witness = kept.map((at) => cut.origin[at] as number).sort((a, b) => a - b);
  return { kept: witness, minimal };
}

/** The last few operations, if they are illegal by themselves: most reasons are local. */
function* lastIllegal(
  all: readonly number[],
  judge: (subset: readonly number[]) => Generator<SearchProgress, Judgement>,
  stop: () => boolean,
): Generator<SearchProgress, readonly number[]> {
  for (let size = FIRST_TAIL; size < all.length && !stop(); size *= 4) {
    const tail = all.slice(-size);
    if ((yield* judge(tail)) === 'illegal') {
      return tail;
    }
  }
  return all;
}
