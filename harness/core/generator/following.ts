import { NS_PER_MS } from '../clock.js';
import { DONE, type Generator, type GeneratorEvent, type OpTemplate } from './generator.js';

/** Ops of which each depends on what became of the one before. */
export interface Course<State> {
  /** The op to do now; `null` at the end. */
  op(state: State): OpTemplate | null;
  /** The state after the op has completed. */
  after(state: State, completion: GeneratorEvent): State;
  /** How long to wait before the op of this state, where the op before succeeded; not at all when absent. */
  pause_ms?(state: State): number;
}

/**
 * Follows a course from a state to its end, one op at a time, on the single thread that it is
 * given (so it belongs inside of `eachThread`). After an op that did not succeed it waits.
 */
export function follow<State>(
  course: Course<State>,
  state: State,
  pauseAfterFailure_ms: number,
): Generator {
  return following(course, state, pauseAfterFailure_ms * NS_PER_MS, 0);
}

function following<State>(
  course: Course<State>,
  state: State,
  pause_ns: number,
  notBefore: number,
): Generator {
  const self: Generator = {
    op(context) {
      const template = course.op(state);
      if (template === null) return DONE;
      const thread = context.freeThread();
      if (thread === undefined) return { kind: 'pending', next: self };
      const process = context.processOf(thread);
      const time = Math.max(context.time, notBefore);
      return { kind: 'op', op: { type: 'invoke', process, time, ...template }, next: self };
    },
    update(_context, event) {
      if (event.type === 'invoke') return self;
      const next = course.after(state, event);
      const wait_ns = event.type === 'ok' ? (course.pause_ms?.(next) ?? 0) * NS_PER_MS : pause_ns;
      return following(course, next, pause_ns, event.time + wait_ns);
    },
  };
  return self;
}
