import type { Problem } from '../history/problem.js';
import type { StateSteps } from './engine.js';

/**
 * The first operation, by its return, that is possible in none of the states: an answer from nowhere.
 */
export function impossibleOperation(
  { byReturn, classOf, classes }: Problem<unknown, unknown>,
  machine: StateSteps,
  states: Int32Array,
): number | undefined {
  const possible = classes.map((_, c) => states.some((state) => machine.step(state, c) >= 0));
  return byReturn.find((i) => possible[classOf[i] as number] === false);
}
