import type { Bounds } from '../check/bounds.js';
import { searchPartition, type PartitionVerdict } from '../check/partition.js';
import type { Settings } from '../check/settings.js';
import { select } from '../history/select.js';
import type { Control, Explanation, Model, Operation } from '../types.js';
import { within } from '../within.js';
import { claimOn, inAnyState } from './claim.js';
import { partialOrders } from './partial-orders.js';
import { remembering, shrink } from './shrink.js';
import { describeIllegal } from './words.js';

type IllegalVerdict = Extract<PartitionVerdict, { verdict: 'illegal' }>;

/** If nothing else is said, an explanation may take as long as the verdict did, between these bounds. */
const LEAST_MS = 100;
const MOST_MS = 2000;
/** Up to this, orders of a witness are followed one by one, for so long: also if all other time is over. */
const SMALL_WITNESS = 24;
const FOLLOWED_MS = 50;
/** So long a history is followed that was judged without a search. */
const FOLLOWED_HISTORY_MS = 1000;
/** Among more operations, what is illegal is not looked for again and again. */
const MOST_JUDGED = 20_000;
/** Among so few operations, a witness that holds in time only is not the last word. */
const FEW = 256;
/** So many returns up to the dead end are shrunk as a whole. */
const SHORT = 32;
/** How many returns before the dead end of a longer history are looked at by themselves. */
const TAILS = [2, 8, 32, 128, 512];

/**
 * Explains an illegal partition: finds a minimal set of operations that is illegal whatever the
 * others did, and says why, in bounded time (`explanationMs`).
 */
export function explainIllegal<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  verdict: IllegalVerdict,
  settings: Settings,
  bounds: Bounds,
): Explanation {
  const time = within(bounds, explanationMs(settings, bounds));
  const { model: begun, ...found } = witnessOf(model, operations, verdict, settings, time);
  const { words, longest, perOperation } = describe(begun, operations, found, time);
  const { firstUnplaceable, longestPrefix = longest } =
    verdict.longestPrefix === undefined ? follow(model, operations, settings, time) : verdict;
  return {
    reason: verdict.reason ?? words,
    ...found,
    longestPrefix: [...longestPrefix],
    ...(firstUnplaceable === undefined ? {} : { firstUnplaceable }),
    partialLinearizations: perOperation,
  };
}

/**
 * Follows an illegal history that was judged without a search as far as the search gets in a short time; not a large
 * one. The operation that cannot be placed is known if every order was followed.
 */
export function follow<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  settings: Settings,
  bounds: Control,
): Pick<IllegalVerdict, 'longestPrefix' | 'firstUnplaceable'> {
  if (operations.length > MOST_JUDGED) {
    return {};
  }
  const found = searchPartition(model, operations, settings, within(bounds, FOLLOWED_HISTORY_MS));
  return found.verdict === 'ok' ? {} : found;
}

function explanationMs({ explainTimeoutMs }: Settings, { elapsedMs }: Bounds): number {
  return explainTimeoutMs ?? Math.min(MOST_MS, Math.max(LEAST_MS, elapsedMs));
}

interface Witness<State, Input, Output> {
  readonly model: Model<State, Input, Output>;
  readonly from: Explanation['from'];
  readonly witness: readonly number[];
  readonly minimal: boolean;
}

/**
 * A minimal witness; what there is of one when the time is over. A checker's claim that holds in time only is
 * taken if no later start leads to a minimal witness before the time is over, or the operations are many.
 */
function witnessOf<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  verdict: IllegalVerdict,
  settings: Settings,
  bounds: Control,
): Witness<State, Input, Output> {
  const isOver = (): boolean => bounds.stop() !== undefined;
  let claimed: Witness<State, Input, Output> | undefined;
  for (const { from, candidates, context } of startsOf(model, operations, verdict)) {
    const claimIn = (positions: readonly number[]) =>
      claimOn(from.name, from.model, operations, positions, settings, bounds);
    const claim = claimIn(context);
    // An operation more that is optional forbids nothing: what is legal without it is legal with it.
    const near = 4 * candidates.length < context.length ? claimIn(candidates) : undefined;
    const judge = remembering(
      (subset) => {
        if (isOver() || near?.(subset) === 'ok') {
          return isOver() ? 'unknown' : 'ok';
        }
        return context.length > MOST_JUDGED ? 'unknown' : claim(subset);
      },
      // Another first call leaves out others that came before.
      (subset) => (from.name === 'initial-state' ? 0 : firstCall(operations, subset)),
    );
    const judgement = judge(candidates);
    const own = verdict.claim;
    const mayHold = judgement === 'unknown' || (judgement === 'ok' && own?.from !== from.name);
    if (claimed === undefined && own !== undefined && mayHold) {
      claimed = { model, ...own, witness: verdict.witness ?? [] };
      if (!own.from.endsWith('-in-time') || operations.length > FEW) {
        return claimed;
      }
      continue;
    }
    // Without a judgement it holds of what the verdict came from.
    if (judgement === 'illegal' || (judgement === 'unknown' && from.name === 'initial-state')) {
      const { kept, minimal } = shrink(candidates, judge, isOver);
      return minimal || claimed === undefined
        ? { model: from.model, from: from.name, witness: ascending(kept), minimal }
        : claimed;
    }
  }
  if (claimed !== undefined) {
    return claimed;
  }
  throw new Error('an illegal history has a legal order: a checker contradicts the search');
}

/** A set of operations to shrink, and what is claimed of it. */
interface Start<State, Input, Output> {
  readonly from: {
    readonly name: 'initial-state' | 'any-state';
    readonly model: Model<State, Input, Output>;
  };
  /** Positions, by their returns: the earliest are left out first. */
  readonly candidates: readonly number[];
  /** Positions of all operations that may matter. */
  readonly context: readonly number[];
}

/**
 * Where shrinking may begin: with the witness of a specialised checker; or with the last few operations
 * before the dead end of a long history, in whatever state they began; or with all of them.
 */
function* startsOf<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  { witness, firstUnplaceable }: IllegalVerdict,
): Generator<Start<State, Input, Output>> {
  const callOf = (at: number): number => (operations[at] as Operation<Input, Output>).call;
  const returnOf = (at: number): number => (operations[at] as Operation<Input, Output>).return;
  const byReturn = (positions: Iterable<number>, end: number): number[] =>
    [...positions]
      .filter((at) => returnOf(at) <= end && returnOf(at) < Infinity)
      .sort((a, b) => returnOf(a) - returnOf(b));
  const initial = { name: 'initial-state', model } as const;
  if (witness !== undefined) {
    const candidates = byReturn(new Set(witness), Infinity);
    yield { from: initial, candidates, context: [...operations.keys()] };
  }
  const end = firstUnplaceable === undefined ? Infinity : returnOf(firstUnplaceable);
  const context = [...operations.keys()].filter((at) => callOf(at) <= end);
  const all = byReturn(context, end);
  const any =
    witness === undefined && all.length > SHORT ? inAnyState(model, operations) : undefined;
  for (const returns of any === undefined ? [] : TAILS) {
    const before = all.at(-returns - 1);
    if (any !== undefined && before !== undefined) {
      const start = returnOf(before);
      yield {
        from: { name: 'any-state', model: any },
        candidates: all.slice(-returns).filter((at) => callOf(at) > start),
        context: context.filter((at) => returnOf(at) > start),
      };
    }
  }
  yield { from: initial, candidates: all, context };
}

/** When the first of some operations was called. */
function firstCall(
  operations: readonly Operation<unknown, unknown>[],
  positions: readonly number[],
): number {
  return positions.reduce(
    (first, at) => Math.min(first, (operations[at] as Operation<unknown, unknown>).call),
    Infinity,
  );
}

function ascending(positions: readonly number[]): number[] {
  return positions.toSorted((a, b) => a - b);
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
  { from, witness: positions }: Pick<Explanation, 'from' | 'witness'>,
  bounds: Control,
): Described {
  if (positions.length > SMALL_WITNESS) {
    const words = `these ${positions.length} operations have no legal order`;
    return { words, longest: [], perOperation: [] };
  }
  const witness = select(operations, positions);
  const end = bounds.now() + FOLLOWED_MS;
  const isOver = () => bounds.now() > end && bounds.stop() !== undefined;
  const partial = partialOrders(model, witness, isOver);
  const original = (order: readonly number[]): number[] =>
    order.map((at) => positions[at] as number);
  return {
    words: describeIllegal(model, from, witness, partial),
    longest: original(partial.longest),
    perOperation: partial.perOperation.map(original),
  };
}
