import type { CounterInput, CounterOutput } from '../../models/inputs.js';
import type { Operation } from '../../types.js';
import { UNRANKED } from '../ranks.js';
import { HIGHEST } from '../steps/bounds.js';
import type { Steps } from '../steps/schedule.js';

export type CounterOperations = readonly Operation<CounterInput, CounterOutput>[];

/** A counter whose adds all add the same amount: it goes through the steps 0, 1, 2... */
export interface CounterSums {
  readonly steps: Steps;
  /** All adds. */
  readonly adds: readonly number[];
  /** Operations that fit anywhere: reads of unknown answer, adds of nothing. */
  readonly passive: readonly number[];
}

/** An answer that no number of adds leads to. */
export interface ImpossibleSum {
  readonly impossible: number;
}

/** Sorts out the operations, or says in words why the adds are not alike. */
export function counterSums(
  operations: CounterOperations,
  initial: number,
): CounterSums | ImpossibleSum | string {
  if (!Number.isSafeInteger(initial)) {
    return 'the counter does not start at an integer';
  }
  const amount = amountOf(operations);
  if (typeof amount === 'string') {
    return amount;
  }
  const rank = new Int32Array(operations.length).fill(UNRANKED);
  const free: number[] = [];
  const allAdds: number[] = [];
  const passive: number[] = [];
  let last = 0;
  for (let i = 0; i < operations.length; i++) {
    const { input, output, return: returned } = operations[i] as CounterOperations[number];
    const adds = input.f === 'add' && input.value !== 0;
    if (adds) {
      allAdds.push(i);
    }
    if (returned === Infinity) {
      if (output !== undefined) {
        return `operation ${i} has an answer, but no time of it`;
      }
      if (adds) {
        free.push(i);
      }
    } else if (output === undefined) {
      (adds ? free : passive).push(i);
    } else {
      const step = typeof output === 'number' ? (output - initial) / amount : -1;
      // Beyond the number of operations, no step can be reached: such an answer is impossible.
      if (!Number.isInteger(step) || step < (adds ? 1 : 0) || step > operations.length) {
        return { impossible: i };
      }
      rank[i] = adds ? 2 * step : 2 * step + 1;
      last = Math.max(last, step);
    }
  }
  const low = rank;
  const high = rank.slice();
  for (let i = 0; i < high.length; i++) {
    high[i] = high[i] === UNRANKED ? HIGHEST : (high[i] as number);
  }
  return { steps: { rank, low, high, free, last }, adds: allAdds, passive };
}

/** The amount that all adds add; 1 if there are none. */
function amountOf(operations: CounterOperations): number | string {
  let amount = 0;
  for (let i = 0; i < operations.length; i++) {
    const input = operations[i]?.input;
    if (input?.f !== 'add' || input.value === 0) {
      continue;
    }
    if (!Number.isSafeInteger(input.value) || (amount !== 0 && input.value !== amount)) {
      return `operation ${i} adds ${input.value}, others add ${amount}`;
    }
    amount = input.value;
  }
  // Beyond that, sums of doubles are no longer exact.
  return Number.isSafeInteger(amount * operations.length * 2)
    ? amount || 1
    : 'the sums are too large';
}
