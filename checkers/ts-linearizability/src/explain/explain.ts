import type { PartitionVerdict } from '../check/partition.js';
import { searchPartition } from '../check/partition.js';
import type { Settings } from '../check/settings.js';
import type { SearchProgress } from '../search/portfolio.js';
import type { Control, Explanation, Model, Operation } from '../types.js';
import { followIllegal } from './dead-end.js';
import { partialOrders } from './partial.js';
import { shrink, type Judgement, type Shrunk } from './shrink.js';
import { lastReturns, only, upToReturn, type Part } from './part.js';
import { Weakening, anyStateModel } from './weaken.js';
import { describeIllegal } from './words.js';

type IllegalVerdict = Extract<PartitionVerdict, { verdict: 'illegal' }>;

/** Below this, orders of a witness are followed one by one. */
const SMALL_WITNESS = 24;

/** How many returns before the dead end are looked at by themselves. */
const TAILS = [2, 8, 32, 128, 512];

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
  const { kept, minimal } = yield* findWitness(model, operations, verdict, settings, control);
  const witness = kept.map((position) => operations[position] as Operation<Input, Output>);
  const partial = witness.length <= SMALL_WITNESS ? partialOrders(model, witness) : undefined;
  const original = (order: readonly number[]): number[] => order.map((at) => kept[at] as number);
  const words =
    partial === undefined
      ? `these ${kept.length} operations have no legal order`
      : describeIllegal(model, witness, partial);
  const followed =
    verdict.longestPrefix === undefined
      ? yield* followIllegal(model, operations, settings.seed, control)
      : undefined;
  const firstUnplaceable = verdict.firstUnplaceable ?? followed?.firstUnplaceable;
  const longestPrefix = verdict.longestPrefix ?? followed?.longestPrefix;
  return {
    reason: verdict.reason === undefined ? words : verdict.reason,
    witness: kept,
    minimal,
    longestPrefix: [...(longestPrefix ?? original(partial?.longest ?? []))],
    ...(firstUnplaceable === undefined ? {} : { firstUnplaceable }),
    partialLinearizations: partial?.perOperation.map(original) ?? [],
  };
}

/**
 * A minimal witness: from that of a specialised checker; or from the last few operations before
 * the dead end, whatever state they began in; or from the whole history.
 */
function* findWitness<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  verdict: IllegalVerdict,
  settings: Settings,
  control: Control,
): Generator<SearchProgress, Shrunk> {
  if (verdict.witness !== undefined) {
    const named = only(operations, verdict.witness);
    return (yield* shrinkWithin(model, named, settings, control)) ?? unshrunk(named);
  }
  const cut = upToReturn(operations, verdict.firstUnplaceable ?? -1);
  const anyState = anyStateModel(model, cut.operations, control);
  if (anyState !== undefined) {
    for (const returns of TAILS) {
      const tail = lastReturns(cut, returns);
      const shrunk =
        tail === undefined ? undefined : yield* shrinkWithin(anyState, tail, settings, control);
      if (shrunk !== undefined) {
        return shrunk;
      }
    }
  }
  return (yield* shrinkWithin(model, cut, settings, control)) ?? unshrunk(cut);
}

/** Shrinks a part of a history; nothing if its binding operations are not known to be illegal. */
function* shrinkWithin<State, Input, Output>(
  model: Model<State, Input, Output>,
  part: Part<Input, Output>,
  settings: Settings,
  control: Control,
): Generator<SearchProgress, Shrunk | undefined> {
  const weakening = new Weakening(model, part.operations, control);
  const bounds = { stop: control.stop, hold: () => true };
  const judge = function* (subset: readonly number[]): Generator<SearchProgress, Judgement> {
    const subject = weakening.bindingOnly(subset);
    return (yield* searchPartition(model, subject, settings, bounds)).verdict;
  };
  if ((yield* judge(part.binding)) !== 'illegal') {
    return undefined;
  }
  const { kept, minimal } = yield* shrink(part.binding, judge, () => control.stop() !== undefined);
  return { kept: originOf(part, kept), minimal };
}

function unshrunk<Input, Output>(part: Part<Input, Output>): Shrunk {
  return { kept: originOf(part, part.binding), minimal: false };
}

function originOf<Input, Output>(
  part: Part<Input, Output>,
  positions: readonly number[],
): readonly number[] {
  return positions.map((at) => part.origin[at] as number).sort((a, b) => a - b);
}
