import type { Bounds } from '../check/bounds.js';
import type { PartitionVerdict } from '../check/partition.js';
import { searchPartition } from '../check/partition.js';
import type { Settings } from '../check/settings.js';
import { distinct } from '../history/columns.js';
import { select } from '../history/select.js';
import type { SearchBounds } from '../search/portfolio.js';
import type { Explanation, Model, Operation } from '../types.js';
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
 * illegal whatever the others did, and says why. Shrinking has a time of its own; what there is
 * when the bounds of the check are hit is given without further work.
 */
export function explainIllegal<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  verdict: IllegalVerdict,
  settings: Settings,
  bounds: Bounds,
): Explanation {
  const time = bounds.within(settings.explainTimeoutMs);
  const start = startOf(operations, verdict);
  const { kept, minimal } = shrinkStart(model, start, verdict, settings, time);
  const isOver = (): boolean => bounds.stop() !== undefined;
  const { words, longest, perOperation } = describe(model, operations, kept, isOver);
  const followed =
    verdict.longestPrefix === undefined
      ? followIllegal(model, operations, settings, time)
      : undefined;
  const firstUnplaceable = verdict.firstUnplaceable ?? followed?.firstUnplaceable;
  const longestPrefix = verdict.longestPrefix ?? followed?.longestPrefix;
  return {
    reason: verdict.reason ?? words,
    witness: kept,
    minimal,
    longestPrefix: longestPrefix === undefined ? longest : [...longestPrefix],
    ...(firstUnplaceable === undefined ? {} : { firstUnplaceable }),
    partialLinearizations: perOperation,
  };
}

/** What shrinking begins with: what a specialised checker names, or all up to the dead end. */
function startOf<Input, Output>(
  operations: readonly Operation<Input, Output>[],
  { witness, firstUnplaceable }: IllegalVerdict,
): Part<Input, Output> {
  return witness === undefined
    ? upToReturn(operations, firstUnplaceable ?? -1)
    : only(operations, witness);
}

/**
 * A minimal witness: from that of a specialised checker; or from the last few operations before
 * the dead end, whatever state they began in; or from the whole history.
 */
function shrinkStart<State, Input, Output>(
  model: Model<State, Input, Output>,
  start: Part<Input, Output>,
  verdict: IllegalVerdict,
  settings: Settings,
  bounds: SearchBounds,
): Shrunk {
  if (verdict.witness === undefined) {
    const shrunk = shrinkTails(model, start, settings, bounds);
    if (shrunk !== undefined) {
      return shrunk;
    }
  }
  const shrunk = shrinkWithin(model, start, settings, bounds);
  return shrunk ?? { kept: start.origin, minimal: false };
}

function shrinkTails<State, Input, Output>(
  model: Model<State, Input, Output>,
  start: Part<Input, Output>,
  settings: Settings,
  bounds: SearchBounds,
): Shrunk | undefined {
  const any = anyStateModel(model, start.operations);
  if (any === undefined) {
    return undefined;
  }
  for (const returns of TAILS) {
    const tail = lastReturns(start, returns);
    const shrunk = tail === undefined ? undefined : shrinkWithin(any, tail, settings, bounds);
    if (shrunk !== undefined) {
      return shrunk;
    }
  }
  return undefined;
}

/** Shrinks a part of a history; nothing if its binding operations are not known to be illegal. */
function shrinkWithin<State, Input, Output>(
  model: Model<State, Input, Output>,
  part: Part<Input, Output>,
  settings: Settings,
  bounds: SearchBounds,
): Shrunk | undefined {
  const weakening = Weakening.of(model, part.operations);
  const judge = (subset: readonly number[]): Judgement =>
    searchPartition(model, weakening.bindingOnly(subset), settings, bounds).verdict;
  if (judge(part.binding) !== 'illegal') {
    return undefined;
  }
  const isOver = (): boolean => bounds.stop() !== undefined;
  const { kept, minimal } = shrink(part.binding, judge, isOver);
  return { kept: distinct(kept.map((at) => part.origin[at] as number)), minimal };
}

/** A witness in words, and the longest orders of its operations. */
interface Described {
  readonly words: string;
  readonly longest: readonly number[];
  readonly perOperation: readonly (readonly number[])[];
}

function describe<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  kept: readonly number[],
  isOver: () => boolean,
): Described {
  if (kept.length > SMALL_WITNESS) {
    const words = `these ${kept.length} operations have no legal order`;
    return { words, longest: [], perOperation: [] };
  }
  const witness = select(operations, kept);
  const partial = partialOrders(model, witness, isOver);
  const original = (order: readonly number[]): number[] => order.map((at) => kept[at] as number);
  return {
    words: describeIllegal(model, witness, partial),
    longest: original(partial.longest),
    perOperation: partial.perOperation.map(original),
  };
}
