import { FINAL_READ, HELD_ELSEWHERE } from '../harness/core/final-read.js';
import type { Json } from '../harness/core/json.js';
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

/** A final read of one key after the other, each until it is answered, or the node says that another one holds it. */
export function readsOfKeys(keys: readonly Json[]): Course<number> {
  return {
    op(position) {
      const key = keys[position];
      return key === undefined ? null : { f: FINAL_READ, value: [key, null] };
    },
    after: (position, { type, error }) =>
      type === 'ok' || error?.code === HELD_ELSEWHERE ? position + 1 : position,
  };
}

/** A node that refused so many ops in a row is one that does not serve them. */
const REFUSALS = 10;

/** Of a course that ends early on nodes that refuse: where it stands, and refusals in a row. */
export interface WithRefusals<State> {
  readonly state: State;
  readonly refusals: number;
}

/** A course that ends on a node which refuses op after op, as a replica may refuse what is not for it. */
export function untilRefused<State>(course: Course<State>): Course<WithRefusals<State>> {
  return {
    op: ({ state, refusals }) => (refusals < REFUSALS ? course.op(state) : null),
    after: ({ state, refusals }, event) => ({
      state: course.after(state, event),
      refusals: event.type === 'fail' ? refusals + 1 : 0,
    }),
  };
}
