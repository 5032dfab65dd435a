import type { Json } from '../json.js';
import { NEMESIS } from '../op.js';
import type { Context, Thread } from './context.js';
import { DONE, type Generator, type PlannedOp } from './generator.js';
import { map } from './events.js';
import { concat } from './order.js';
import { parallel } from './threads.js';

/** Turns the value `v` of each op into `[key, v]`. */
function keyed(key: Json, inner: Generator): Generator {
  return map(
    (op: PlannedOp) => (op.type === 'invoke' ? { ...op, value: [key, op.value ?? null] } : op),
    inner,
  );
}

/** Plays one key after the other: `make(key)` to its end, then the next. */
export function sequentialKeys(keys: readonly Json[], make: (key: Json) => Generator): Generator {
  return concat(...keys.map((key) => keyed(key, make(key))));
}

/**
 * Plays several keys at once: the client threads are split into groups of `threadsPerKey`, each
 * group plays one key to its end and takes its next: of g groups, group i plays the keys
 * i, i + g, i + 2g, … Bounding the threads per key bounds the cost of judging a key.
 */
export function concurrentKeys(
  threadsPerKey: number,
  make: (key: number) => Generator,
  keyCount = Number.POSITIVE_INFINITY,
): Generator {
  return lazily((context) => {
    const threads = context.threads.filter((thread) => thread !== NEMESIS);
    const groups = Math.max(1, Math.floor(threads.length / threadsPerKey));
    return keyGroups(groups, threadsPerKey, make, keyCount);
  });
}

/** A generator that is made when it is first asked. */
function lazily(make: (context: Context) => Generator): Generator {
  const self: Generator = {
    op: (context) => make(context).op(context),
    update: () => self,
  };
  return self;
}

function keyGroups(
  groups: number,
  threadsPerKey: number,
  make: (key: number) => Generator,
  keyCount: number,
): Generator {
  const group = (number: number, key: number, current: Generator | null): Generator => {
    const mine = (thread: Thread): boolean =>
      thread !== NEMESIS &&
      (number === groups - 1
        ? thread >= number * threadsPerKey
        : Math.floor(thread / threadsPerKey) === number);
    const restrict = (context: Context): Context =>
      context.restrictedTo(context.threads.filter((thread) => mine(thread)));
    const playing = current ?? (key < keyCount ? keyed(key, make(key)) : null);
    const self: Generator = {
      op(context) {
        if (playing === null) return DONE;
        const draw = playing.op(restrict(context));
        if (draw.kind !== 'done') return { ...draw, next: group(number, key, draw.next) };
        return group(number, key + groups, null).op(context);
      },
      update(context, event) {
        if (playing === null || !mine(context.threadOf(event.process))) return self;
        const updated = playing.update(restrict(context), event);
        return updated === playing ? self : group(number, key, updated);
      },
    };
    return self;
  };
  return parallel(Array.from({ length: groups }, (_, number) => group(number, number, null)));
}
