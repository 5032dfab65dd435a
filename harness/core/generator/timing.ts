import { NS_PER_MS } from '../clock.js';
import type { Random } from '../random.js';
import { DONE, type Generator, type PlannedOp } from './generator.js';

/**
 * Spaces the ops of all threads together by a random time, uniform in 0 to twice the interval:
 * a global rate, not one per thread. When the ops fall behind they are given at once.
 */
export function stagger(random: Random, interval_ms: number, inner: Generator): Generator {
  return spaced<Random>(inner, undefined, (state) => {
    const [fraction, next] = (state ?? random).fraction();
    return [fraction * 2 * interval_ms * NS_PER_MS, next];
  });
}

/** Spaces the ops of all threads together by a fixed time. */
export function delay(interval_ms: number, inner: Generator): Generator {
  return spaced<null>(inner, undefined, () => [interval_ms * NS_PER_MS, null]);
}

interface Spacing<State> {
  /** The earliest time of the next op. */
  readonly due: number;
  readonly state: State;
}

function spaced<State>(
  inner: Generator,
  spacing: Spacing<State> | undefined,
  gap: (state: State | undefined) => [number, State],
): Generator {
  const self: Generator = {
    op(context) {
      const draw = inner.op(context);
      if (draw.kind === 'done') return DONE;
      if (draw.kind === 'pending') return { ...draw, next: spaced(draw.next, spacing, gap) };
      const time = Math.max(draw.op.time, spacing?.due ?? draw.op.time);
      const [wait, state] = gap(spacing?.state);
      const next = spaced(draw.next, { due: time + wait, state }, gap);
      return { kind: 'op', op: atTime(draw.op, time), next };
    },
    update(context, event) {
      const updated = inner.update(context, event);
      return updated === inner ? self : spaced(updated, spacing, gap);
    },
  };
  return self;
}

function atTime(op: PlannedOp, time: number): PlannedOp {
  return op.time === time ? op : { ...op, time };
}
