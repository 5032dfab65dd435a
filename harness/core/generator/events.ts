import type { Context } from './context.js';
import { DONE, type Generator, type GeneratorEvent, type PlannedOp } from './generator.js';

/** Gives ops until one of them completes as `ok`. */
export function untilOk(inner: Generator): Generator {
  return waiting(inner, new Set(), false);
}

function waiting(inner: Generator, mine: ReadonlySet<number | string>, seenOk: boolean): Generator {
  const self: Generator = {
    op(context) {
      if (seenOk) return DONE;
      const draw = inner.op(context);
      if (draw.kind === 'done') return DONE;
      const processes = draw.kind === 'op' ? new Set([...mine, draw.op.process]) : mine;
      return { ...draw, next: waiting(draw.next, processes, seenOk) };
    },
    update(context, event) {
      const updated = inner.update(context, event);
      const answered = event.type === 'ok' && mine.has(event.process);
      return updated === inner && !answered ? self : waiting(updated, mine, seenOk || answered);
    },
  };
  return self;
}

/** Changes each op. */
export function map(change: (op: PlannedOp) => PlannedOp, inner: Generator): Generator {
  const self: Generator = {
    op(context) {
      const draw = inner.op(context);
      if (draw.kind === 'done') return DONE;
      const next = map(change, draw.next);
      return draw.kind === 'op' ? { kind: 'op', op: change(draw.op), next } : { ...draw, next };
    },
    update(context, event) {
      const updated = inner.update(context, event);
      return updated === inner ? self : map(change, updated);
    },
  };
  return self;
}

const MAX_SKIPPED = 100_000;

/**
 * Gives only the ops that `keep` accepts; the others are skipped.
 * @throws Error when 100,000 ops in a row are refused, which would never end.
 */
export function filter(keep: (op: PlannedOp) => boolean, inner: Generator): Generator {
  const self: Generator = {
    op(context) {
      let draw = inner.op(context);
      for (let skipped = 0; draw.kind === 'op' && !keep(draw.op); skipped += 1) {
        if (skipped === MAX_SKIPPED) throw new Error('filter refused 100,000 ops in a row');
        draw = draw.next.op(context);
      }
      return draw.kind === 'done' ? DONE : { ...draw, next: filter(keep, draw.next) };
    },
    update(context, event) {
      const updated = inner.update(context, event);
      return updated === inner ? self : filter(keep, updated);
    },
  };
  return self;
}

/** Lets `react` replace the generator after each event. */
export function onUpdate(
  react: (current: Generator, context: Context, event: GeneratorEvent) => Generator,
  inner: Generator,
): Generator {
  const self: Generator = {
    op(context) {
      const draw = inner.op(context);
      return draw.kind === 'done' ? DONE : { ...draw, next: onUpdate(react, draw.next) };
    },
    update(context, event) {
      const updated = react(inner.update(context, event), context, event);
      return updated === inner ? self : onUpdate(react, updated);
    },
  };
  return self;
}
