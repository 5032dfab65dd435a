import { distinct, gather, pick } from '../history/columns.js';
import { sort } from '../history/sort.js';
import { endOfPiece, isPause } from '../resumable/pauses.js';
import type { MutexInput, MutexOutput } from '../models/inputs.js';
import type { Operation, Resumable, SpecialisedChecker, SpecialisedVerdict } from '../types.js';
import { intervalsOf, type Intervals } from './intervals.js';
import { Deadlines } from './steps/deadlines.js';
import { weave } from './weave.js';
import { wordsFor, type DescribeOperation, type Words } from './words.js';

type MutexOperations = readonly Operation<MutexInput, MutexOutput>[];

const FIRST_WITNESS = 8;

/**
 * Locks without owners, in O(n log n): acquires and releases that succeeded take turns. Those of
 * one kind are alike, so the one that must be over first goes first; and nothing is placed before
 * something must be. An operation without an answer takes its turn if it is needed. Refusals
 * are put where they fit; where one does not, the history is left undecided.
 */
export function takenTurns(
  held: boolean,
  describe: DescribeOperation<MutexInput, MutexOutput>,
): SpecialisedChecker<MutexInput, MutexOutput> {
  return {
    name: 'mutex-turns',
    *recognise(operations) {
      const turns: number[] = [];
      const refused: number[] = [];
      for (let i = 0; i < operations.length; i++) {
        if (isPause(i)) {
          yield;
        }
        const { output, return: returned } = operations[i] as MutexOperations[number];
        if ((output === undefined) !== (returned === Infinity)) {
          const because = `it is not known whether or when operation ${i} was answered`;
          return { recognised: false, because };
        }
        (output === false ? refused : turns).push(i);
      }
      const words = wordsFor(operations, describe);
      return {
        recognised: true,
        check: () => checkMutex(operations, held, turns, refused, words),
      };
    },
  };
}

function* checkMutex(
  operations: MutexOperations,
  held: boolean,
  turns: readonly number[],
  refused: readonly number[],
  words: Words,
): Resumable<SpecialisedVerdict> {
  const intervals = yield* intervalsOf(operations);
  const acquires = (operation: number): boolean => operations[operation]?.input.f === 'acquire';
  const taken = yield* takeTurns(held, turns, acquires, intervals);
  if (taken.stuck !== undefined) {
    const { stuck } = taken;
    const state = acquires(stuck) ? 'held' : 'free';
    return {
      verdict: 'illegal',
      witness: yield* shortest(held, turns, acquires, intervals, taken.order, stuck),
      reason: `${words(stuck)} succeeded, but nothing that can have come before it ended that the lock was ${state}`,
    };
  }
  const woven = yield* weave(taken.order, refused, intervals, (operation, low, high) => {
    // An acquire is refused while the lock is held, which every turn changes.
    const heldAtLow = held !== (low % 2 === 1);
    const slot = heldAtLow === acquires(operation) ? low : low + 1;
    return slot <= high ? slot : -1;
  });
  return 'stuck' in woven
    ? {
        verdict: 'undecided',
        because: `${words(woven.stuck)} fits nowhere in the turns of the others`,
      }
    : { verdict: 'ok', linearize: () => woven.order };
}

interface Turns {
  readonly order: Int32Array;
  /** The first operation, by its return, that cannot have its turn. */
  readonly stuck?: number;
}

function* takeTurns(
  held: boolean,
  turns: readonly number[],
  acquires: (operation: number) => boolean,
  { call, return: returned }: Intervals,
): Resumable<Turns> {
  const byCall = yield* pick(turns, yield* sort(yield* gather(call, turns)));
  const byReturn = yield* pick(turns, yield* sort(yield* gather(returned, turns)));
  const waiting = { acquire: new Deadlines(returned), release: new Deadlines(returned) };
  const isDone = new Uint8Array(returned.length);
  const order = new Int32Array(turns.length);
  let done = 0;
  let isHeld = held;
  let next = 0;
  for (let i = 0; i < byReturn.length; i++) {
    if (isPause(i)) {
      yield;
    }
    const due = byReturn[i] as number;
    if (returned[due] === Infinity) {
      break;
    }
    for (; next < byCall.length; next++) {
      if (isPause(next)) {
        yield;
      }
      const operation = byCall[next] as number;
      if ((call[operation] as number) > (returned[due] as number)) {
        break;
      }
      waiting[acquires(operation) ? 'acquire' : 'release'].push(operation);
    }
    while (isDone[due] === 0) {
      const operation = waiting[isHeld ? 'release' : 'acquire'].pop();
      if (operation < 0) {
        return { order: order.slice(0, done), stuck: due };
      }
      order[done++] = operation;
      isDone[operation] = 1;
      isHeld = !isHeld;
      if (isPause(done)) {
        yield;
      }
    }
  }
  return { order: order.slice(0, done) };
}

/** Few operations around the one that is stuck that are illegal by themselves. */
function* shortest(
  held: boolean,
  turns: readonly number[],
  acquires: (operation: number) => boolean,
  intervals: Intervals,
  order: Int32Array,
  stuck: number,
): Resumable<number[]> {
  const waiting = yield* waitingAt(intervals.return[stuck] as number, turns, intervals, order);
  for (let length = FIRST_WITNESS; ; length *= 2) {
    // An even number of turns before leaves the lock as it was at first.
    const from = Math.max(0, order.length - length) & ~1;
    const part = yield* distinct([...order.subarray(from), ...waiting]);
    if (from === 0 || (yield* takeTurns(held, part, acquires, intervals)).stuck !== undefined) {
      return part;
    }
  }
}

/** The turns that were called by a moment, and are not in the order. */
function* waitingAt(
  moment: number,
  turns: readonly number[],
  { call }: Intervals,
  order: Int32Array,
): Resumable<number[]> {
  const isPlaced = new Uint8Array(call.length);
  for (let i = 0; i < order.length;) {
    for (const end = endOfPiece(i, order.length); i < end; i++) {
      isPlaced[order[i] as number] = 1;
    }
    yield;
  }
  const waiting: number[] = [];
  for (let i = 0; i < turns.length; i++) {
    if (isPause(i)) {
      yield;
    }
    const operation = turns[i] as number;
    if (isPlaced[operation] === 0 && (call[operation] as number) <= moment) {
      waiting.push(operation);
    }
  }
  return waiting;
}
