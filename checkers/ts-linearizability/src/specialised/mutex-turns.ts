import { ascending } from '../history/sort.js';
import type { MutexInput, MutexOutput } from '../models/inputs.js';
import type { Operation, SpecialisedChecker, SpecialisedVerdict } from '../types.js';
import { gather, intervalsOf, type Intervals } from './intervals.js';
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
    recognise(operations) {
      const turns: number[] = [];
      const refused: number[] = [];
      for (let i = 0; i < operations.length; i++) {
        const { output, return: returned } = operations[i] as MutexOperations[number];
        if ((output === undefined) !== (returned === Infinity)) {
          const because = `it is not known whether or when operation ${i} was answered`;
          return { recognised: false, because };
        }
        (output === false ? refused : turns).push(i);
      }
      const words = wordsFor(operations, describe);
      const check = (): SpecialisedVerdict => checkMutex(operations, held, turns, refused, words);
      return { recognised: true, check };
    },
  };
}

function checkMutex(
  operations: MutexOperations,
  held: boolean,
  turns: readonly number[],
  refused: readonly number[],
  words: Words,
): SpecialisedVerdict {
  const intervals = intervalsOf(operations);
  const acquires = (operation: number): boolean => operations[operation]?.input.f === 'acquire';
  const taken = takeTurns(held, turns, acquires, intervals);
  if (taken.stuck !== undefined) {
    const { stuck } = taken;
    const state = acquires(stuck) ? 'held' : 'free';
    return {
      verdict: 'illegal',
      witness: shortest(held, turns, acquires, intervals, taken.order, stuck),
      reason: `${words(stuck)} succeeded, but nothing that can have come before it ended that the lock was ${state}`,
    };
  }
  const woven = weave(taken.order, refused, intervals, (operation, low, high) => {
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

function takeTurns(
  held: boolean,
  turns: readonly number[],
  acquires: (operation: number) => boolean,
  { call, return: returned }: Intervals,
): Turns {
  const byCall = ascending(gather(call, turns)).map((at) => turns[at] as number);
  const answered = turns.filter((operation) => returned[operation] !== Infinity);
  const byReturn = ascending(gather(returned, answered)).map((at) => answered[at] as number);
  const waiting = { acquire: new Deadlines(returned), release: new Deadlines(returned) };
  const done = new Set<number>();
  const order = new Int32Array(turns.length);
  let isHeld = held;
  let next = 0;
  for (const due of byReturn) {
    for (; next < byCall.length; next++) {
      const operation = byCall[next] as number;
      if ((call[operation] as number) > (returned[due] as number)) {
        break;
      }
      waiting[acquires(operation) ? 'acquire' : 'release'].push(operation);
    }
    while (!done.has(due)) {
      const operation = waiting[isHeld ? 'release' : 'acquire'].pop();
      if (operation < 0) {
        return { order: order.slice(0, done.size), stuck: due };
      }
      order[done.size] = operation;
      done.add(operation);
      isHeld = !isHeld;
    }
  }
  return { order: order.slice(0, done.size) };
}

/** Few operations around the one that is stuck that are illegal by themselves. */
function shortest(
  held: boolean,
  turns: readonly number[],
  acquires: (operation: number) => boolean,
  intervals: Intervals,
  order: Int32Array,
  stuck: number,
): number[] {
  const placed = new Set(order);
  const due = intervals.return[stuck] as number;
  const waiting = turns.filter(
    (operation) => !placed.has(operation) && (intervals.call[operation] as number) <= due,
  );
  for (let length = FIRST_WITNESS; ; length *= 2) {
    // An even number of turns before leaves the lock as it was at first.
    const from = Math.max(0, order.length - length) & ~1;
    const part = [...order.subarray(from), ...waiting].sort((a, b) => a - b);
    if (from === 0 || takeTurns(held, part, acquires, intervals).stuck !== undefined) {
      return part;
    }
  }
}
