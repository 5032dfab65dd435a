import { NS_PER_MS } from '../clock.js';
import type { Random } from '../random.js';
import { DONE, type Generator, type PlannedOp } from './generator.js';

/**
 * How far {@link stagger} catches up. The lateness of timers and of a busy machine is less; a store
 * that answered nobody for longer is not met with a burst of all that it has missed.
 */
const CATCH_UP_MS = 500;

/**
 * Spaces the ops of all threads together by a random time, uniform in 0 to twice the interval:
 * a global rate, not one per thread. An op is due that time after the one before was due, not after it
 * was given: so lateness does not add up, and ops that are late are given at once. What is late by
 * more than {@link CATCH_UP_MS} is left out: at a rate r, a burst has at most r / 2 ops.
 */
export function stagger(random: Random, interval_ms: number, inner: Generator): Generator {
  return spaced<Random>(inner, undefined, CATCH_UP_MS * NS_PER_MS, (state) => {
    const [fraction, next] = (state ?? random).fraction();
    return [fraction * 2 * interval_ms * NS_PER_MS, next];
  });
}

/** Spaces the ops of all threads together by a fixed time, and never by less. */
export function delay(interval_ms: number, inner: Generator): Generator {
  return spaced<null>(inner, undefined, 0, () => [interval_ms * NS_PER_MS, null]);
}

interface Spacing<State> {
  /** The earliest time of the next op. */
  readonly due: number;
  readonly state: State;
}

/**
 * @param catchUp_ns how late an op may be without moving those after it.
 * @param gap draws the time from one op to the next.
 */
function spaced<State>(
  inner: Generator,
  spacing: Spacing<State> | undefined,
  catchUp_ns: number,
  gap: (state: State | undefined) => [number, State],
): Generator {
  const self: Generator = {
    op(context) {
      const draw = inner.op(context);
      if (draw.kind === 'done') return DONE;
      if (draw.kind === 'pending') {
        return { ...draw, next: spaced(draw.next, spacing, catchUp_ns, gap) };
      }
      const due = spacing?.due ?? draw.op.time;
      const time = Math.max(draw.op.time, due);
      const [wait, state] = gap(spacing?.state);
      const following = { due: Math.max(due, time - catchUp_ns) + wait, state };
      const next = spaced(draw.next, following, catchUp_ns, gap);
      return { kind: 'op', op: atTime(draw.op, time), next };
    },
    update(context, event) {
      const updated = inner.update(context, event);
      return updated === inner ? self : spaced(updated, spacing, catchUp_ns, gap);
    },
  };
  return self;
}

function atTime(op: PlannedOp, time: number): PlannedOp {
  return op.time === time ? op : { ...op, time };
}
