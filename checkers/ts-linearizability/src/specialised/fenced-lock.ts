import { sort } from '../history/sort.js';
import type { FencedLockInput, FencedLockOutput } from '../models/inputs.js';
import type { Operation, SpecialisedChecker, SpecialisedVerdict } from '../types.js';
import { intervalsOf } from './intervals.js';
import { boundsOf, findConflict, neighboursOf, UNRANKED } from './ranks.js';
import { wordsFor, type DescribeOperation } from './words.js';

type LockOperations = readonly Operation<FencedLockInput, FencedLockOutput>[];

/** Of one token: who got it, who gave it back, and the first call that can have done so. */
interface Holder {
  readonly acquires: number[];
  readonly releases: number[];
  firstRelease: number;
}

/**
 * Refutes histories of locks that give out growing tokens, and of the store behind them, in O(n log n): the
 * tokens tell the order of all holders, and of all writes that were taken. The lock and the store share no
 * state, so each is judged by itself (locality). What the tokens do not refute is left to the search: it goes
 * straight through legal histories, but may have to try many orders before it refutes a wrong refusal.
 */
export function tokenOrder(
  leases: boolean,
  describe: DescribeOperation<FencedLockInput, FencedLockOutput>,
): SpecialisedChecker<FencedLockInput, FencedLockOutput> {
  const check = (operations: LockOperations): SpecialisedVerdict => {
    const words = wordsFor(operations, describe);
    const found = contradiction(operations, leases);
    if (found === undefined) {
      return { verdict: 'undecided', because: 'the tokens do not contradict each other' };
    }
    const [reason, ...witness] = found;
    return {
      verdict: 'illegal',
      witness: witness.toSorted((a, b) => a - b),
      reason: `${witness.map(words).join(' and ')}: ${reason}`,
    };
  };
  return {
    name: 'token-order',
    recognise: (operations) => ({ recognised: true, check: () => check(operations) }),
  };
}

/** What is wrong with the tokens, and the operations of which it is. */
function contradiction(
  operations: LockOperations,
  leases: boolean,
): [string, ...number[]] | undefined {
  const holders = new Map<number, Holder>();
  const writes = new Map<number, number[]>();
  let isOpen = false;
  for (const [at, { input, output, call, return: returned }] of operations.entries()) {
    const happened = returned === Infinity || output === undefined ? [] : [at];
    isOpen ||= input.f === 'acquire' && happened.length === 0;
    const token = input.f === 'acquire' ? output : input.token;
    if (typeof token !== 'number' || output === false) {
      continue;
    }
    if (input.f === 'write') {
      const ofToken = writes.get(token) ?? [];
      writes.set(token, ofToken);
      ofToken.push(...happened);
      continue;
    }
    const holder = holders.get(token) ?? { acquires: [], releases: [], firstRelease: Infinity };
    holders.set(token, holder);
    if (input.f === 'acquire') {
      holder.acquires.push(...happened);
    } else {
      holder.firstRelease = Math.min(holder.firstRelease, call);
      holder.releases.push(...happened);
    }
  }
  const byToken = ascending(holders);
  for (const { acquires, releases } of byToken) {
    for (const same of [acquires, releases]) {
      if (same.length > 1) {
        return ['a token is given out once, and given back once', ...same.slice(0, 2)];
      }
    }
    if (acquires.length === 0 && releases.length > 0 && !isOpen) {
      return ['nobody got that token', ...releases];
    }
  }
  const held = byToken.flatMap(({ acquires, releases }) => [acquires, releases]);
  for (const ranked of [held, ascending(writes)]) {
    const conflict = conflictIn(operations, ranked);
    if (conflict !== undefined) {
      const { returned, called } = conflict;
      return [
        'the former returned before the latter was called, but the tokens tell the opposite order',
        returned,
        called,
      ];
    }
  }
  const acquired = byToken.filter(({ acquires }) => acquires.length > 0);
  for (const [i, { acquires, firstRelease }] of (leases ? [] : acquired).entries()) {
    const [next = -1] = acquired[i + 1]?.acquires ?? [];
    if (firstRelease > (operations[next]?.return ?? Infinity)) {
      return ['nobody released the older token in between', ...acquires, next];
    }
  }
  return undefined;
}

/** What belongs to each token, the oldest token first. */
function ascending<Found>(byToken: ReadonlyMap<number, Found>): Found[] {
  const found = [...byToken.values()];
  return Array.from(sort(Float64Array.from(byToken.keys())), (at) => found[at] as Found);
}

/** Two operations that come one after the other in a legal order, but not in time. */
function conflictIn(operations: LockOperations, ranked: readonly (readonly number[])[]) {
  const rank = new Int32Array(operations.length).fill(UNRANKED);
  ranked.forEach((same, place) => same.forEach((at) => (rank[at] = place)));
  const bounds = boundsOf(rank);
  return findConflict(bounds, neighboursOf(bounds, intervalsOf(operations)));
}
