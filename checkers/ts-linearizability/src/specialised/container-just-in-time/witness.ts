import { shrink } from '../../explain/shrink.js';
import type { Control } from '../../types.js';
import { within } from '../../within.js';
import { EMPTY, type ContainerOperations } from '../containers/operations.js';
import type { Found } from '../just-in-time/follow.js';

/** How long a witness is made smaller. */
const MOST_MS = 300;

/**
 * Few operations of a history that is illegal up to a return: the last of them. A history of few of the
 * values of a legal one is legal too. So values are left out as long as what is left is illegal.
 * Removals without an answer may have taken any of them: they stay.
 *
 * @param followed - how following some of the operations ends if those without an answer can take effect
 *   again and again.
 */
export function smallWitness(
  { call, return: returned, value, isPut }: ContainerOperations,
  followed: (positions: readonly number[], control: Control) => Found<unknown>,
  stuckAt: number,
  control: Control,
): { readonly witness: readonly number[]; readonly last: number } {
  const bounds = within(control, MOST_MS);
  const calledBy = (at: number, some: readonly number[]): number[] =>
    some.filter((other) => (call[other] as number) <= (returned[at] as number));
  let last = stuckAt;
  let witness = calledBy(last, [...call.keys()]);
  const isOpenTake = (at: number): boolean => isPut[at] === 0 && returned[at] === Infinity;
  const values = [...new Set(witness.map((at) => value[at] as number))].filter(
    (one) => one > EMPTY || witness.some((at) => value[at] === one && !isOpenTake(at)),
  );
  shrink(
    values,
    (some) => {
      const left = new Set(some);
      const fewer = witness.filter((at) => isOpenTake(at) || left.has(value[at] as number));
      const found = followed(fewer, bounds);
      if (found.end !== 'stuck' || found.isCut) {
        return found.end === 'ok' ? 'ok' : 'unknown';
      }
      last = fewer[found.at] as number;
      witness = calledBy(last, fewer);
      return 'illegal';
    },
    () => bounds.stop() !== undefined,
  );
  return { witness, last };
}
