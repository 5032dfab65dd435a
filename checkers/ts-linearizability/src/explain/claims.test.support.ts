import { bruteForce, type PlainOperation } from '../differential/brute-force.test.support.js';
import type { Reference } from '../differential/reference.test.support.js';
import type { Explanation } from '../types.js';

/** More operations take the definition too long. */
const MOST_OPERATIONS = 20;

/** Whether so few operations matter to an explanation that it can be judged by the definition. */
export function canBeJudged(
  history: readonly PlainOperation[],
  { witness, from }: Pick<Explanation, 'witness' | 'from'>,
): boolean {
  const first = Math.min(...witness.map((at) => history[at]?.call ?? 0));
  const last = Math.max(...witness.map((at) => history[at]?.return ?? 0));
  const matter = history.filter(
    (operation) =>
      operation.call <= last && (from === 'initial-state' || operation.return >= first),
  );
  return matter.length <= MOST_OPERATIONS;
}

/** What of the claims of an explanation does not hold, by the definition; nothing if all hold. */
export function claimFault(
  type: Reference,
  history: readonly PlainOperation[],
  { witness, from, minimal }: Pick<Explanation, 'witness' | 'from' | 'minimal'>,
): string | undefined {
  const isIllegal = (positions: readonly number[]): boolean => {
    const its = positions.map((at) => history[at] as PlainOperation);
    const first = Math.min(...its.map(({ call }) => call));
    const last = Math.max(...its.map((operation) => operation.return));
    const weakened = history.flatMap((operation, at) => {
      if (positions.includes(at)) {
        return [operation];
      }
      const isOver = from === 'any-state' && operation.return < first;
      return isOver || operation.call > last ? [] : [{ ...operation, return: Infinity }];
    });
    const starts = from === 'any-state' ? statesOf(type, history) : [type.start];
    return !starts.some((start) => bruteForce({ ...type, start }, weakened));
  };
  if (!isIllegal(witness)) {
    return 'the witness is legal';
  }
  const spare = minimal
    ? witness.find((at) => isIllegal(witness.filter((other) => other !== at)))
    : undefined;
  return spare === undefined ? undefined : `operation ${spare} is not needed`;
}

/** Every state that the operations can lead to, in any order, each as often as one likes. */
function statesOf(type: Reference, history: readonly PlainOperation[]): readonly string[] {
  const states = new Set([type.start]);
  for (const state of states) {
    for (const { input, output } of history) {
      for (const [answer, next] of type.apply(state, input as never)) {
        if (output === undefined || JSON.stringify(answer) === JSON.stringify(output)) {
          states.add(next);
        }
      }
    }
  }
  return [...states];
}
