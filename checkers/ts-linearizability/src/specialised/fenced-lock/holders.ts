import type { FencedLockInput, FencedLockOutput } from '../../models/inputs.js';
import { sort } from '../../history/sort.js';
import type { Key, Operation } from '../../types.js';
import { UNRANKED } from '../ranks.js';

export type LockOperations = readonly Operation<FencedLockInput, FencedLockOutput>[];

/** One holder of the lock: who got the token, who gave it back. */
export interface Holder {
  readonly token: number;
  acquire: number;
  /** A release that took effect, `NONE` if there was none. */
  release: number;
  /** Whether that release was answered. */
  released: boolean;
}

export const NONE = -1;

/** The lock as seen by its tokens, in their order. */
export interface Holders {
  readonly holders: readonly Holder[];
  /** Acquires and releases that were refused. */
  readonly refused: readonly number[];
}

/** Operations that contradict each other whatever their times. */
export interface TokenConflict {
  readonly conflict: readonly number[];
  readonly reason: 'given-twice' | 'released-twice' | 'never-given' | 'not-released';
}

/** Sorts out acquires and releases, or says in words why that is not possible. */
export function holdersOf(
  operations: LockOperations,
  leases: boolean,
): Holders | TokenConflict | string {
  const found: Holder[] = [];
  const byToken = new Map<Key, Holder>();
  const releases: number[] = [];
  const refused: number[] = [];
  let open = false;
  for (let i = 0; i < operations.length; i++) {
    const { input, output, return: returned } = operations[i] as LockOperations[number];
    if (input.f === 'write') {
      continue;
    }
    if (output === undefined && returned !== Infinity) {
      return `operation ${i} was answered, but the answer is not known`;
    }
    if (output !== undefined && returned === Infinity) {
      return `operation ${i} has an answer, but no time of it`;
    }
    if (input.f === 'release') {
      (output === false ? refused : releases).push(i);
    } else if (output === undefined) {
      open = true;
    } else if (output === null) {
      refused.push(i);
    } else if (typeof output !== 'number' || !Number.isFinite(output)) {
      return `operation ${i} answered what is no token`;
    } else {
      const other = byToken.get(output);
      if (other !== undefined) {
        return { conflict: [other.acquire, i], reason: 'given-twice' };
      }
      const holder: Holder = { token: output, acquire: i, release: NONE, released: false };
      byToken.set(output, holder);
      found.push(holder);
    }
  }
  const flaw = matchReleases(operations, byToken, releases, open);
  if (flaw !== undefined) {
    return flaw;
  }
  const holders = sortedByToken(found);
  for (let at = 0; at < holders.length; at++) {
    const holder = holders[at] as Holder;
    const next = holders[at + 1];
    if (next !== undefined && holder.release === NONE && !leases) {
      return { conflict: [holder.acquire, next.acquire], reason: 'not-released' };
    }
    // Nobody needs a release without an answer after which nobody acquired.
    if (holder.release !== NONE && !holder.released && (next === undefined || leases)) {
      holder.release = NONE;
    }
  }
  return { holders, refused };
}

function sortedByToken(holders: readonly Holder[]): Holder[] {
  const tokens = new Float64Array(holders.length);
  for (let i = 0; i < tokens.length; i++) {
    tokens[i] = holders[i]?.token ?? 0;
  }
  const order = sort(tokens);
  const sorted: Holder[] = [];
  for (let i = 0; i < order.length; i++) {
    sorted.push(holders[order[i] as number] as Holder);
  }
  return sorted;
}

/** An answered release is the one; of those without an answer, the first called is the best. */
function matchReleases(
  operations: LockOperations,
  byToken: Map<Key, Holder>,
  releases: readonly number[],
  open: boolean,
): TokenConflict | string | undefined {
  for (let i = 0; i < releases.length; i++) {
    const release = releases[i] as number;
    const { input, output, call } = operations[release] as LockOperations[number];
    const token = input.f === 'release' ? input.token : NaN;
    const holder = byToken.get(token);
    const answered = output !== undefined;
    if (holder === undefined) {
      if (answered) {
        return open
          ? `operation ${release} released a token that only an acquire without an answer can have got`
          : { conflict: [release], reason: 'never-given' };
      }
      continue;
    }
    if (answered && holder.released) {
      return { conflict: [holder.acquire, holder.release, release], reason: 'released-twice' };
    }
    const earlier =
      holder.release === NONE || call < (operations[holder.release]?.call ?? Infinity);
    if (answered || (!holder.released && earlier)) {
      holder.release = release;
      holder.released = answered;
    }
  }
  return undefined;
}

/** Ranks of acquires and releases: token by token, each acquire before its release. */
export function holderRanks(operations: LockOperations, holders: readonly Holder[]): Int32Array {
  const rank = new Int32Array(operations.length).fill(UNRANKED);
  for (let at = 0; at < holders.length; at++) {
    const { acquire, release } = holders[at] as Holder;
    rank[acquire] = 2 * at;
    if (release !== NONE) {
      rank[release] = 2 * at + 1;
    }
  }
  return rank;
}
