import { bounded } from '../check/bounded.js';
import type { Bounds } from '../check/bounds.js';
import type { PartitionVerdict } from '../check/partition.js';
import { searchPartition } from '../check/partition.js';
import type { Settings } from '../check/settings.js';
import { distinct } from '../history/columns.js';
import { select } from '../history/select.js';
import type { SearchBounds, SearchProgress } from '../search/portfolio.js';
import type { Explanation, Model, Operation, Resumable } from '../types.js';
import { followIllegal } from './dead-end.js';
import { partialOrders } from './partial.js';
import { shrink, type Judgement, type Shrunk } from './shrink.js';
import { lastReturns, only, upToReturn, type Part } from './part.js';
import { Weakening, anyStateModel } from './weaken.js';
import { describeIllegal } from './words.js';

type IllegalVerdict = Extract<PartitionVerdict, { verdict: 'illegal' }>;

/** What the work on an explanation is called in reports of progress. */
const METHOD = 'explanation';
/** Below this, orders of a witness are followed one by one. */
const SMALL_WITNESS = 24;

/** How many returns before the dead end are looked at by themselves. */
const TAILS = [2, 8, 32, 128, 512];

/**
 * Explains an illegal partition: shrinks the history to a minimal set of operations that is
 * illegal whatever the others did, and says why. Shrinking has a time of its own; what there is
 * when the bounds of the check are hit is given without further work.
 *
 * @returns nothing if a bound was hit before there was any witness.
 */
export function* explainIllegal<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  verdict: IllegalVerdict,
  settings: Settings,
  bounds: Bounds,
): Generator<SearchProgress, Explanation | undefined> {
  const time = bounds.within(settings.explainTimeoutMs);
  const start = yield* bounded(startOf(operations, verdict), bounds, METHOD);
  if (start === undefined) {
    return undefined;
  }
  const { kept, minimal } = yield* shrinkStart(model, start, verdict, settings, time);
  const described = yield* bounded(describe(model, operations, kept), bounds, METHOD);
  const followed =
    verdict.longestPrefix === undefined
      ? yield* followIllegal(model, operations, settings, time)
      : undefined;
  const firstUnplaceable = verdict.firstUnplaceable ?? followed?.firstUnplaceable;
  const longestPrefix = verdict.longestPrefix ?? followed?.longestPrefix;
  const { words, longest = [], perOperation = [] } = described ?? { words: tooMany(kept.length) };
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
function* startOf<Input, Output>(
  operations: readonly Operation<Input, Output>[],
  { witness, firstUnplaceable }: IllegalVerdict,
): Resumable<Part<Input, Output>> {
  return witness === undefined
    ? yield* upToReturn(operations, firstUnplaceable ?? -1)
    : yield* only(operations, witness);
}

/**
 * A minimal witness: from that of a specialised checker; or from the last few operations before
 * the dead end, whatever state they began in; or from the whole history.
 */
function* shrinkStart<State, Input, Output>(
  model: Model<State, Input, Output>,
  start: Part<Input, Output>,
  verdict: IllegalVerdict,
  settings: Settings,
  bounds: SearchBounds,
): Generator<SearchProgress, Shrunk> {
  if (verdict.witness === undefined) {
    const shrunk = yield* shrinkTails(model, start, settings, bounds);
    if (shrunk !== undefined) {
      return shrunk;
    }
  }
  const shrunk = yield* shrinkWithin(model, start, settings, bounds);
  return shrunk ?? { kept: start.origin, minimal: false };
}

function* shrinkTails<State, Input, Output>(
  model: Model<State, Input, Output>,
  start: Part<Input, Output>,
  settings: Settings,
  bounds: SearchBounds,
): Generator<SearchProgress, Shrunk | undefined> {
  const any = yield* bounded(anyStateModel(model, start.operations), bounds, METHOD);
  if (any === undefined) {
    return undefined;
  }
  for (const returns of TAILS) {
    const tail = yield* bounded(lastReturns(start, returns), bounds, METHOD);
    const shrunk =
      tail === undefined ? undefined : yield* shrinkWithin(any, tail, settings, bounds);
    if (shrunk !== undefined) {
      return shrunk;
    }
  }
  return undefined;
}

/** Shrinks a part of a history; nothing if its binding operations are not known to be illegal. */
function* shrinkWithin<State, Input, Output>(
  model: Model<State, Input, Output>,
  part: Part<Input, Output>,
  settings: Settings,
  bounds: SearchBounds,
): Generator<SearchProgress, Shrunk | undefined> {
  const weakening = yield* bounded(Weakening.of(model, part.operations), bounds, METHOD);
  if (weakening === undefined) {
    return undefined;
  }
  const judge = function* (subset: readonly number[]): Generator<SearchProgress, Judgement> {
    const subject = yield* bounded(weakening.bindingOnly(subset), bounds, METHOD);
    return subject === undefined
      ? 'unknown'
      : (yield* searchPartition(model, subject, settings, bounds)).verdict;
  };
  if ((yield* judge(part.binding)) !== 'illegal') {
    return undefined;
  }
  const isOver = (): boolean => bounds.stop() !== undefined;
  const { kept, minimal } = yield* shrink(part.binding, judge, isOver);
  const positions = yield* bounded(originOf(part, kept), bounds, METHOD);
  return positions === undefined ? undefined : { kept: positions, minimal };
}

function* originOf<Input, Output>(
  part: Part<Input, Output>,
  positions: readonly number[],
): Resumable<number[]> {
  return yield* distinct(positions.map((at) => part.origin[at] as number));
}

/** A witness in words, and the longest orders of its operations. */
interface Described {
  readonly words: string;
  readonly longest?: readonly number[];
  readonly perOperation?: readonly (readonly number[])[];
}

function* describe<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  kept: readonly number[],
): Resumable<Described> {
  if (kept.length > SMALL_WITNESS) {
    return { words: tooMany(kept.length) };
  }
  const witness = yield* select(operations, kept);
  const partial = yield* partialOrders(model, witness);
  const original = (order: readonly number[]): number[] => order.map((at) => kept[at] as number);
  return {
    words: describeIllegal(model, witness, partial),
    longest: original(partial.longest),
    perOperation: partial.perOperation.map(original),
  };
}

function tooMany(operations: number): string {
  return `these ${operations} operations have no legal order`;
}
