import type { Settings } from '../check/settings.js';
import { pick } from '../history/columns.js';
import { problemOf } from '../history/problem.js';
import { machineOf } from '../machine/machine.js';
import { DepthFirst } from '../search/depth-first.js';
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
export function followIllegal<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  settings: Pick<Settings, 'maxStates'>,
  bounds: Control,
): FollowedTo | undefined {
  if (operations.length > MOST_OPERATIONS) {
    return undefined;
  }
  const deadline = bounds.now() + MOST_MS;
  const problem = problemOf(model, operations);
  const machine = machineOf(model, problem, settings);
  const engine = new DepthFirst(problem, machine);
  const slice = new Slice();
  let heldBytes = 0;
  const book = (bytes: number): boolean => {
    const difference = bytes - heldBytes;
    heldBytes = bytes;
    return bounds.hold(difference);
  };
  let result = slice.run(engine);
  while (
    result.state === 'running' &&
    !machine.overflowed &&
    book(engine.bytes + machine.bytes) &&
    bounds.stop() === undefined &&
    bounds.now() < deadline
  ) {
    result = slice.run(engine);
  }
  book(0);
  const { longestPrefix, firstUnplaceable } = engine.deadEnd;
  return {
    longestPrefix: pick(problem.position, longestPrefix),
    ...(result.state === 'illegal'
      ? { firstUnplaceable: problem.position[firstUnplaceable] as number }
      : {}),
  };
}
