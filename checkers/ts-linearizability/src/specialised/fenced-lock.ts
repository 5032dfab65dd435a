import { pick } from '../history/columns.js';
import { sort } from '../history/sort.js';
import type { FencedLockInput, FencedLockOutput } from '../models/inputs.js';
import type { SpecialisedChecker, SpecialisedVerdict } from '../types.js';
import {
  holderRanks,
  holdersOf,
  NONE,
  type Holder,
  type Holders,
  type LockOperations,
  type TokenConflict,
} from './fenced-lock/holders.js';
import { tokenWrites, type TokenWrites } from './fenced-lock/writes.js';
import { intervalsOf, type Intervals } from './intervals.js';
import { Ranks, type RankConflict } from './ranks.js';
import { insertReads } from './insert-reads.js';
import { wordsFor, type DescribeOperation, type Words } from './words.js';

/**
 * Locks that give out growing tokens, and the store behind them, in O(n log n). The tokens tell
 * the order of all holders, and of all writes that were taken. The lock and the store share no
 * state, so each is judged by itself (locality). What was refused is put where it fits; where it
 * does not, the history is left undecided.
 */
export function tokenOrder(
  leases: boolean,
  describe: DescribeOperation<FencedLockInput, FencedLockOutput>,
): SpecialisedChecker<FencedLockInput, FencedLockOutput> {
  return {
    name: 'token-order',
    recognise(operations) {
      const holders = holdersOf(operations, leases);
      const writes = tokenWrites(operations);
      if (typeof holders === 'string' || typeof writes === 'string') {
        return {
          recognised: false,
          because: `${[holders, writes].find((it) => typeof it === 'string')}`,
        };
      }
      const words = wordsFor(operations, describe);
      if ('conflict' in holders) {
        return { recognised: true, check: () => tokenVerdict(holders, words) };
      }
      return { recognised: true, check: () => checkLock(operations, holders, writes, words) };
    },
  };
}

function checkLock(
  operations: LockOperations,
  lock: Holders,
  writes: TokenWrites,
  words: Words,
): SpecialisedVerdict {
  const intervals = intervalsOf(operations);
  const held = Ranks.of(holderRanks(operations, lock.holders), intervals);
  const holderConflict = held.findConflict();
  if (holderConflict !== undefined) {
    return holderVerdict(operations, lock.holders, holderConflict, words);
  }
  const written = Ranks.of(writes.rank, intervals);
  const writeConflict = written.findConflict();
  if (writeConflict !== undefined) {
    const { called, returned } = writeConflict;
    return {
      verdict: 'illegal',
      witness: [called, returned].sort((a, b) => a - b),
      reason: `${words(returned)} returned before ${words(called)} was called, which was taken under an older token`,
    };
  }
  const lockOrder = placeRefusals(operations, held.order, lock.refused, intervals);
  const writeOrder = placeRefusedWrites(operations, written.order, writes.refused, intervals);
  for (const placed of [lockOrder, writeOrder]) {
    if ('stuck' in placed) {
      return {
        verdict: 'undecided',
        because: `${words(placed.stuck)} fits nowhere in the order of the tokens`,
      };
    }
  }
  const orders = [lockOrder, writeOrder].flatMap((placed) =>
    'order' in placed ? [placed.order] : [],
  );
  return { verdict: 'ok', linearize: () => mergeByMoments(orders, intervals) };
}

/** Puts refused acquires where the lock is held, refused releases where another or nobody holds it. */
function placeRefusals(
  operations: LockOperations,
  order: Int32Array,
  refused: readonly number[],
  intervals: Intervals,
): ReturnType<typeof insertReads> {
  const holderAt = (slot: number): FencedLockOutput | undefined => {
    const operation = operations[slot === 0 ? NONE : (order[slot - 1] as number)];
    return operation?.input.f === 'acquire' ? operation.output : null;
  };
  return insertReads(order, refused, intervals, (operation, low, high) => {
    const input = operations[operation]?.input;
    const fits = (slot: number): boolean =>
      input?.f === 'release' ? holderAt(slot) !== input.token : holderAt(slot) !== null;
    // The next operation changes who holds the lock, one way or the other.
    const slot = [low, low + 1, low + 2].find(fits) ?? -1;
    return slot <= high ? slot : -1;
  });
}

/** Puts refused writes after a write with a greater token. */
function placeRefusedWrites(
  operations: LockOperations,
  order: Int32Array,
  refused: readonly number[],
  intervals: Intervals,
): ReturnType<typeof insertReads> {
  const tokenOf = (operation: number): number => {
    const input = operations[operation]?.input;
    return input?.f === 'write' ? input.token : NaN;
  };
  return insertReads(order, refused, intervals, (operation, low, high) => {
    const token = tokenOf(operation);
    let from = 0;
    let to = order.length;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (tokenOf(order[middle] as number) > token) {
        to = middle;
      } else {
        from = middle + 1;
      }
    }
    const slot = Math.max(low, from + 1);
    return slot <= high ? slot : -1;
  });
}

/**
 * Merges legal orders of objects that share nothing: in each, an operation takes effect at the
 * earliest moment that its call and those before it allow.
 */
function mergeByMoments(orders: readonly Int32Array[], { call }: Intervals): Int32Array {
  const operations = new Int32Array(orders.reduce((sum, order) => sum + order.length, 0));
  const moments = new Float64Array(operations.length);
  let at = 0;
  for (const order of orders) {
    operations.set(order, at);
    let moment = -Infinity;
    for (let i = 0; i < order.length; i++) {
      moment = Math.max(moment, call[order[i] as number] as number);
      moments[at++] = moment;
    }
  }
  return pick(operations, sort(moments));
}

function tokenVerdict({ conflict, reason }: TokenConflict, words: Words): SpecialisedVerdict {
  const who = conflict.map(words).join(' and ');
  const reasons = {
    'given-twice': `${who} got the same token`,
    'released-twice': `${who}: one holder cannot release twice`,
    'never-given': `${who} released a token that nobody got`,
    'not-released': `${who}: nobody released the older token in between`,
  };
  return {
    verdict: 'illegal',
    witness: conflict.toSorted((a, b) => a - b),
    reason: reasons[reason],
  };
}

function holderVerdict(
  operations: LockOperations,
  holders: readonly Holder[],
  { called, returned }: RankConflict,
  words: Words,
): SpecialisedVerdict {
  const tokens = new Set<number>();
  for (let at = 0; at < holders.length; at++) {
    const { acquire, release, token } = holders[at] as Holder;
    if ([acquire, release].some((operation) => operation === called || operation === returned)) {
      tokens.add(token);
    }
  }
  // With all releases of these tokens, for any one without an answer could have been the one.
  const witness: number[] = [];
  for (let position = 0; position < operations.length; position++) {
    const { input, output } = operations[position] as LockOperations[number];
    const token = input.f === 'acquire' ? output : input.f === 'release' ? input.token : undefined;
    if (typeof token === 'number' && tokens.has(token) && output !== false) {
      witness.push(position);
    }
  }
  return {
    verdict: 'illegal',
    witness,
    reason: `${words(returned)} returned before ${words(called)} was called, but the tokens tell the opposite order`,
  };
}
