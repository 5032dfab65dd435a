import type { Json } from '../json.js';
import { NEMESIS } from '../op.js';
import type { Random } from '../random.js';
import type { Context } from './context.js';
import type { Generator, PlannedOp } from './generator.js';
import { map } from './events.js';
import { playLiveKeys } from './live-keys.js';
import { concat } from './order.js';
import { onThreads, parallel } from './threads.js';

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

/** How many keys are played at once, and by whom. */
export interface KeyOptions {
  /** Client threads are split into groups of so many; each group has keys of its own. */
  readonly threadsPerKey: number;
  /** Keys that a group plays at the same time. */
  readonly liveKeys: number;
  /** Chooses the key of each op. */
  readonly random: Random;
  /** How much more often the first ones of the live keys are chosen, as in `skewedInteger`; 0 when absent. */
  readonly skew?: number;
  readonly keyCount?: number;
}

/**
 * Plays several keys at once: each op of a group is of one of its live keys, chosen at random,
 * and a key that has ended leaves its place to the group's next one. Of g groups, group i plays
 * the keys i, i + g, i + 2g, … Bounding the threads per key bounds the cost of judging a key.
 *
 * `make` is given the key and its place among the live keys of its group, from 0.
 */
export function concurrentKeys(
  { threadsPerKey, liveKeys, random, skew = 0, keyCount }: KeyOptions,
  make: (key: number, place: number) => Generator,
): Generator {
  return lazily((context) => {
    const threads = context.threads.filter((thread) => thread !== NEMESIS);
    const groups = Math.max(1, Math.floor(threads.length / threadsPerKey));
    const groupOf = (thread: number): number =>
      Math.min(groups - 1, Math.floor(thread / threadsPerKey));
    const group = (number: number): Generator =>
      playLiveKeys({
        first: number,
        step: groups,
        end: keyCount ?? Number.POSITIVE_INFINITY,
        live: liveKeys,
        random: random.fork(`group ${number}`),
        skew,
        make: (key, place) => keyed(key, make(key, place)),
      });
    return parallel(
      Array.from({ length: groups }, (_, number) =>
        onThreads((thread) => thread !== NEMESIS && groupOf(thread) === number, group(number)),
      ),
    );
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
