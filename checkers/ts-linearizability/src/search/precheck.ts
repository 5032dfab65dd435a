import type { Problem } from '../history/problem.js';
import type { StateSteps } from './engine.js';

/**
 * The first operation, by its return, that is possible in none of the states: an answer from nowhere.
 */
export function impossibleOperation(
  { byReturn, classOf }: Problem<unknown, unknown>,
  machine: StateSteps,
  states: Int32Array,
): number | undefined {
  const possible = new Set<number>();
  return byReturn.find((i) => {
    const itsClass = classOf[i] as number;
    if (!possible.has(itsClass) && states.some((state) => machine.step(state, itsClass) >= 0)) {
      possible.add(itsClass);
    }
    return !possible.has(itsClass);
  });
}
