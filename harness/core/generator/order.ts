import { DONE, nothing, type Generator } from './generator.js';

/** One generator after the other; the next may begin while ops of the one before are under way. */
export function concat(...inner: readonly Generator[]): Generator {
  return fromPosition(inner, 0);
}

/** Those from a position on, of which the first has come so far. */
function fromPosition(
  inner: readonly Generator[],
  position: number,
  head: Generator | undefined = inner[position],
): Generator {
  if (head === undefined) return nothing;
  const self: Generator = {
    op(context) {
      const draw = head.op(context);
      if (draw.kind === 'done') return fromPosition(inner, position + 1).op(context);
      return {
        ...draw,
        next: draw.next === head ? self : fromPosition(inner, position, draw.next),
      };
    },
    update(context, event) {
      const updated = head.update(context, event);
      return updated === head ? self : fromPosition(inner, position, updated);
    },
  };
  return self;
}

/** Waits until every thread is free, then goes on as the inner generator. */
export function synchronize(inner: Generator): Generator {
  const self: Generator = {
    op(context) {
      return context.allFree() ? inner.op(context) : { kind: 'pending', next: self };
    },
    update(context, event) {
      const updated = inner.update(context, event);
      return updated === inner ? self : synchronize(updated);
    },
  };
  return self;
}

/** One generator after the other, each begun only when every thread is free. */
export function phases(...inner: readonly Generator[]): Generator {
  return concat(...inner.map((one) => synchronize(one)));
}

/** Ends only when every thread is free again after the last op. */
export function drained(inner: Generator): Generator {
  return concat(inner, freed);
}

const freed: Generator = {
  op: (context) => (context.allFree() ? DONE : { kind: 'pending', next: freed }),
  update: () => freed,
};

/**
 * Ops of either, whichever comes first; when the leader has nothing more to give the follower
 * ends too. A leader whose last op must end first is to be {@link drained}.
 */
export function alongside(leader: Generator, follower: Generator): Generator {
  const self: Generator = {
    op(context) {
      const led = leader.op(context);
      if (led.kind === 'done') return DONE;
      const followed = follower.op(context);
      const leads =
        followed.kind === 'done' ||
        (led.kind === 'op' && (followed.kind !== 'op' || led.op.time <= followed.op.time));
      if (leads) return { ...led, next: alongside(led.next, follower) };
      if (followed.kind === 'op') {
        const waiting = led.kind === 'pending' ? led.next : leader;
        return { ...followed, next: alongside(waiting, followed.next) };
      }
      const wakes = [led, followed].flatMap((draw) =>
        draw.kind === 'pending' && draw.wake !== undefined ? [draw.wake] : [],
      );
      return {
        kind: 'pending',
        ...(wakes.length > 0 ? { wake: Math.min(...wakes) } : {}),
        next: self,
      };
    },
    update(context, event) {
      const a = leader.update(context, event);
      const b = follower.update(context, event);
      return a === leader && b === follower ? self : alongside(a, b);
    },
  };
  return self;
}
