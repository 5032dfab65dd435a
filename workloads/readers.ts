import {
  eachThread,
  follow,
  nothing,
  type Course,
  type Generator,
} from '../harness/core/generator/index.js';
import { NEMESIS } from '../harness/core/op.js';

const PAUSE_AFTER_FAILURE_MS = 100;

/**
 * Final reads by one reader for each node that holds data: more of them would read the same
 * again. Each one follows the course until its end, and tries again after a failure.
 */
export function eachNodeReads<State>(
  nodeCount: number,
  course: Course<State>,
  start: State,
): Generator {
  return eachThread((thread) =>
    thread !== NEMESIS && thread < nodeCount
      ? follow(course, start, PAUSE_AFTER_FAILURE_MS)
      : nothing,
  );
}
