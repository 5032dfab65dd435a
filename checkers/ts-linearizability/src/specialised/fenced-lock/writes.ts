import { sort } from '../../history/sort.js';
import { UNRANKED } from '../ranks.js';
import type { LockOperations } from './holders.js';

/** The store behind the lock: it takes writes whose tokens do not decrease. */
export interface TokenWrites {
  /** Per operation; of the writes that were taken, by their tokens. */
  readonly rank: Int32Array;
  /** Writes that were refused. */
  readonly refused: readonly number[];
}

/** Sorts out the writes, or says in words why that is not possible. */
export function tokenWrites(operations: LockOperations): TokenWrites | string {
  const taken: number[] = [];
  const tokens: number[] = [];
  const refused: number[] = [];
  for (let i = 0; i < operations.length; i++) {
    const { input, output, return: returned } = operations[i] as LockOperations[number];
    if (input.f !== 'write') {
      continue;
    }
    if ((output === undefined) !== (returned === Infinity)) {
      return `it is not known whether or when operation ${i} was answered`;
    }
    if (output === true) {
      taken.push(i);
      tokens.push(input.token);
    } else if (output !== undefined) {
      refused.push(i);
    }
  }
  return { rank: ranksOf(operations.length, taken, tokens), refused };
}

function ranksOf(
  operations: number,
  taken: readonly number[],
  tokens: readonly number[],
): Int32Array {
  const rank = new Int32Array(operations).fill(UNRANKED);
  const byToken = sort(new Float64Array(tokens));
  let place = -1;
  let last = NaN;
  for (let i = 0; i < byToken.length; i++) {
    const at = byToken[i] as number;
    place += tokens[at] === last ? 0 : 1;
    last = tokens[at] as number;
    rank[taken[at] as number] = place;
  }
  return rank;
}
