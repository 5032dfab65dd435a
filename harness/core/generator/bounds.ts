import { NS_PER_MS } from '../clock.js';
import { DONE, type Generator } from './generator.js';

/** At most `count` ops of a generator. */
export function limit(count: number, inner: Generator): Generator {
  const self: Generator = {
    op(context) {
      if (count <= 0) return DONE;
      const draw = inner.op(context);
      if (draw.kind === 'done') return DONE;
      return { ...draw, next: limit(draw.kind === 'op' ? count - 1 : count, draw.next) };
    },
    update(context, event) {
      const updated = inner.update(context, event);
      return updated === inner ? self : limit(count, updated);
    },
  };
  return self;
}

/** Asks the same generator anew each time, `count` times or without end: it never advances by being asked. */
export function repeat(inner: Generator, count = Number.POSITIVE_INFINITY): Generator {
  const self: Generator = {
    op(context) {
      if (count <= 0) return DONE;
      const draw = inner.op(context);
      if (draw.kind === 'op') return { ...draw, next: repeat(inner, count - 1) };
      return draw.kind === 'done' ? DONE : { ...draw, next: repeat(draw.next, count) };
    },
    update(context, event) {
      const updated = inner.update(context, event);
      return updated === inner ? self : repeat(updated, count);
    },
  };
  return self;
}

/** Plays a generator to its end again and again, `count` times or without end. */
export function cycle(inner: Generator, count = Number.POSITIVE_INFINITY): Generator {
  return cycling(inner, inner, count);
}

function cycling(original: Generator, current: Generator, count: number): Generator {
  const self: Generator = {
    op(context) {
      if (count <= 0) return DONE;
      const draw = current.op(context);
      if (draw.kind !== 'done') return { ...draw, next: cycling(original, draw.next, count) };
      if (current === original) return DONE;
      return cycling(original, original, count - 1).op(context);
    },
    update(context, event) {
      const updated = current.update(context, event);
      return updated === current ? self : cycling(original, updated, count);
    },
  };
  return self;
}

/**
 * Ends `duration_ms` after its first op: ops that would begin later are never given, and those
 * under way are left to finish.
 */
export function timeLimit(duration_ms: number, inner: Generator): Generator {
  return limitedTo(undefined, duration_ms, inner);
}

function limitedTo(cutoff: number | undefined, duration_ms: number, inner: Generator): Generator {
  const self: Generator = {
    op(context) {
      if (cutoff !== undefined && context.time >= cutoff) return DONE;
      const draw = inner.op(context);
      if (draw.kind === 'done') return DONE;
      if (draw.kind === 'pending') {
        const wake = Math.min(
          draw.wake ?? Number.POSITIVE_INFINITY,
          cutoff ?? Number.POSITIVE_INFINITY,
        );
        return {
          kind: 'pending',
          ...(Number.isFinite(wake) ? { wake } : {}),
          next: limitedTo(cutoff, duration_ms, draw.next),
        };
      }
      const end = cutoff ?? draw.op.time + duration_ms * NS_PER_MS;
      return draw.op.time >= end ? DONE : { ...draw, next: limitedTo(end, duration_ms, draw.next) };
    },
    update(context, event) {
      const updated = inner.update(context, event);
      return updated === inner ? self : limitedTo(cutoff, duration_ms, updated);
    },
  };
  return self;
}

/** Bounds of a generator that may go on for as long as it gets somewhere. */
export interface ProgressBounds {
  /** It ends when no op has succeeded for so long. */
  readonly idle_ms: number;
  /** It ends so long after its first op, whatever it achieves. */
  readonly total_ms: number;
}

/**
 * Ends when no op succeeds any more: ops that would begin later than the bounds allow are never
 * given, and those under way are left to finish.
 */
export function whileProgressing(bounds: ProgressBounds, inner: Generator): Generator {
  return progressing(bounds, inner, undefined);
}

interface Span {
  readonly began: number;
  readonly succeeded: number;
}

function progressing(bounds: ProgressBounds, inner: Generator, span?: Span): Generator {
  const endOf = ({ began, succeeded }: Span): number =>
    Math.min(began + bounds.total_ms * NS_PER_MS, succeeded + bounds.idle_ms * NS_PER_MS);
  const self: Generator = {
    op(context) {
      const end = span === undefined ? Number.POSITIVE_INFINITY : endOf(span);
      if (context.time >= end) return DONE;
      const draw = inner.op(context);
      if (draw.kind === 'done') return DONE;
      if (draw.kind === 'pending') {
        const wake = Math.min(draw.wake ?? Number.POSITIVE_INFINITY, end);
        const next = progressing(bounds, draw.next, span);
        return { kind: 'pending', ...(Number.isFinite(wake) ? { wake } : {}), next };
      }
      if (draw.op.time >= end) return DONE;
      const since = span ?? { began: draw.op.time, succeeded: draw.op.time };
      return { ...draw, next: progressing(bounds, draw.next, since) };
    },
    update(context, event) {
      const updated = inner.update(context, event);
      const since =
        span !== undefined && event.type === 'ok' ? { ...span, succeeded: event.time } : span;
      return updated === inner && since === span ? self : progressing(bounds, updated, since);
    },
  };
  return self;
}

/**
 * At most `count` different processes get ops. Possible processes count, not only those that got
 * one, so that no op is left to a process that may come.
 */
export function processLimit(count: number, inner: Generator): Generator {
  return limitedProcesses(count, new Set(), inner);
}

function limitedProcesses(
  count: number,
  seen: ReadonlySet<number | string>,
  inner: Generator,
): Generator {
  const self: Generator = {
    op(context) {
      const draw = inner.op(context);
      if (draw.kind === 'done') return DONE;
      if (draw.kind === 'pending') {
        return { ...draw, next: limitedProcesses(count, seen, draw.next) };
      }
      const possible = new Set(seen);
      for (const thread of context.threads) possible.add(context.processOf(thread));
      return possible.size > count
        ? DONE
        : { ...draw, next: limitedProcesses(count, possible, draw.next) };
    },
    update(context, event) {
      const updated = inner.update(context, event);
      return updated === inner ? self : limitedProcesses(count, seen, updated);
    },
  };
  return self;
}
