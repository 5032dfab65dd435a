import { problemOf } from '../history/problem.js';
import { Machine } from '../machine/machine.js';
import { DepthFirst } from '../search/depth-first.js';
import type { SearchProgress } from '../search/portfolio.js';
import { Slice } from '../search/slice.js';
import type { Control, Model, Operation } from '../types.js';

/** How far an illegal history can be followed, in its positions. */
export interface FollowedTo {
  readonly longestPrefix: Int32Array;
  /** Only if every order was followed. */
  readonly firstUnplaceable?: number;
}

const MOST_OPERATIONS = 20_000;
const MOST_MS = 250;

/**
 * Follows an illegal history as far as the depth-first search gets in a short time, for
 * verdicts that came without a search. Nothing for large histories.
 */
export function* followIllegal<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  seed: number,
  control: Control,
): Generator<SearchProgress, FollowedTo | undefined> {
  if (operations.length > MOST_OPERATIONS) {
    return undefined;
  }
  const deadline = performance.now() + MOST_MS;
  const problem = problemOf(model, operations);
  const engine = new DepthFirst(problem, new Machine(model, problem.classes, Infinity), seed);
  const slice = new Slice();
  let result = slice.run(engine);
  while (
    result.state === 'running' &&
    control.stop() === undefined &&
    performance.now() < deadline
  ) {
    yield { method: engine.method, steps: engine.steps, placed: engine.placed };
    result = slice.run(engine);
  }
  const { longestPrefix, firstUnplaceable } = engine.deadEnd;
  return {
    longestPrefix: longestPrefix.map((index) => problem.position[index] as number),
    ...(result.state === 'illegal'
      ? { firstUnplaceable: problem.position[firstUnplaceable] as number }
      : {}),
  };
}
