import { Pace } from '../resumable/pace.js';
import type { StateSteps } from '../search/engine.js';
import type { Resumable } from '../types.js';

const MOST_STATES = 100;
const MOST_STEPS = 50_000;
const MOST_MS = 20;

/**
 * Every state that any operations in any order, each as often as one likes, can lead to.
 * Nothing if there are too many to be of use.
 */
export function* closureOf(
  machine: StateSteps,
  classes: number,
): Resumable<Int32Array | undefined> {
  if (classes > MOST_STEPS) {
    return undefined;
  }
  let deadline = performance.now() + MOST_MS;
  const pace = new Pace();
  const states = [machine.initial];
  const known = new Set(states);
  for (let at = 0; at < states.length; at++) {
    for (let operationClass = 0; operationClass < classes; operationClass++) {
      if (pace.isPause()) {
        const before = performance.now();
        if (before > deadline) {
          return undefined;
        }
        yield;
        // Others may have taken the time since.
        deadline += performance.now() - before;
      }
      const next = machine.step(states[at] as number, operationClass);
      if (next >= 0 && !known.has(next)) {
        known.add(next);
        states.push(next);
      }
    }
    if (states.length > MOST_STATES || states.length * classes > MOST_STEPS) {
      return undefined;
    }
  }
  return Int32Array.from(states);
}
