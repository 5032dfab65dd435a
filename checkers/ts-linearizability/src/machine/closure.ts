import type { Steps } from './machine.js';

const MOST_STATES = 100;
const MOST_STEPS = 50_000;
const MOST_MS = 20;
const STEPS_PER_LOOK = 16;

/**
 * Every state that operations of these classes in any order, each as often as one likes, can lead to.
 * Nothing if there are too many to be of use.
 */
export function closureOf(
  machine: Pick<Steps, 'initial' | 'step'>,
  classes: readonly number[],
): Int32Array | undefined {
  if (classes.length > MOST_STEPS) {
    return undefined;
  }
  let steps = 0;
  const deadline = performance.now() + MOST_MS;
  const states = [machine.initial];
  const known = new Set(states);
  for (let at = 0; at < states.length; at++) {
    for (const operationClass of classes) {
      if (steps++ % STEPS_PER_LOOK === 0 && performance.now() > deadline) {
        return undefined;
      }
      const next = machine.step(states[at] as number, operationClass);
      if (next >= 0 && !known.has(next)) {
        known.add(next);
        states.push(next);
      }
    }
    if (states.length > MOST_STATES || states.length * classes.length > MOST_STEPS) {
      return undefined;
    }
  }
  return Int32Array.from(states);
}
