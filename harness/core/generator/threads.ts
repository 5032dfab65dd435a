import { NEMESIS } from '../op.js';
import type { Context, Thread } from './context.js';
import { DONE, type Draw, type Generator, type GeneratorEvent } from './generator.js';

/** A generator that sees, and uses, only the threads that `keep` accepts. */
export function onThreads(keep: (thread: Thread) => boolean, inner: Generator): Generator {
  let from: readonly Thread[] | undefined;
  let kept: readonly Thread[] = [];
  const restrict = (context: Context): Context => {
    if (context.threads !== from) {
      from = context.threads;
      kept = from.filter((thread) => keep(thread));
    }
    return context.restrictedTo(kept);
  };
  const wrap = (generator: Generator): Generator => {
    const self: Generator = {
      op(context) {
        const draw = generator.op(restrict(context));
        if (draw.kind === 'done') return DONE;
        return { ...draw, next: draw.next === generator ? self : wrap(draw.next) };
      },
      update(context, event) {
        if (!keep(context.threadOf(event.process))) return self;
        const updated = generator.update(restrict(context), event);
        return updated === generator ? self : wrap(updated);
      },
    };
    return self;
  };
  return wrap(inner);
}

/** Only client threads. */
export function clients(inner: Generator): Generator {
  return onThreads((thread) => thread !== NEMESIS, inner);
}

/** Only the nemesis. */
export function nemesis(inner: Generator): Generator {
  return onThreads((thread) => thread === NEMESIS, inner);
}

/**
 * Splits the threads into groups by number: the first generators get as many threads as they
 * reserve, in order; the last one gets the rest (with the nemesis).
 */
export function reserve(
  groups: readonly (readonly [count: number, generator: Generator])[],
  rest: Generator,
): Generator {
  let first = 0;
  const parts = groups.map(([count, generator]) => {
    const from = first;
    first += count;
    return onThreads(
      (thread) => thread !== NEMESIS && thread >= from && thread < from + count,
      generator,
    );
  });
  const reserved = first;
  return parallel([
    ...parts,
    onThreads((thread) => thread === NEMESIS || thread >= reserved, rest),
  ]);
}

/** Generators on disjoint threads: the op that is due first; ties go round. */
export function parallel(inner: readonly Generator[], turn = 0): Generator {
  const self: Generator = {
    op(context) {
      let best: { readonly index: number; readonly draw: Draw } | undefined;
      for (let i = 0; i < inner.length; i += 1) {
        const index = (turn + i) % inner.length;
        const draw = (inner[index] as Generator).op(context);
        if (draw.kind !== 'done' && (best === undefined || due(draw) < due(best.draw))) {
          best = { index, draw };
        }
      }
      if (best === undefined || best.draw.kind === 'done') return DONE;
      const next = inner.with(best.index, best.draw.next);
      return { ...best.draw, next: parallel(next, (best.index + 1) % inner.length) };
    },
    update(context, event) {
      const updated = inner.map((one) => one.update(context, event));
      return updated.every((one, i) => one === inner[i]) ? self : parallel(updated, turn);
    },
  };
  return self;
}

/** Ops by their time; what is pending comes after every op, by the time it wakes up. */
function due(draw: Draw): number {
  if (draw.kind === 'op') return draw.op.time;
  return draw.kind === 'pending' ? 1e300 + (draw.wake ?? 1e300) : Number.POSITIVE_INFINITY;
}

/** Each thread plays its own copy of a generator, made on first sight of the thread. */
export function eachThread(make: Generator | ((thread: Thread) => Generator)): Generator {
  return eachBy((_context, thread) => thread, asMaker(make), new Map());
}

/** Each process plays its own copy: a thread whose process was retired starts anew. */
export function eachProcess(make: Generator | ((thread: Thread) => Generator)): Generator {
  return eachBy((context, thread) => context.processOf(thread), asMaker(make), new Map());
}

function asMaker(make: Generator | ((thread: Thread) => Generator)): (thread: Thread) => Generator {
  return typeof make === 'function' ? make : () => make;
}

type CopyKey = number | typeof NEMESIS;

function eachBy(
  keyOf: (context: Context, thread: Thread) => CopyKey,
  make: (thread: Thread) => Generator,
  copies: ReadonlyMap<CopyKey, Generator>,
): Generator {
  const with_ = (key: CopyKey, generator: Generator): ReadonlyMap<CopyKey, Generator> =>
    new Map(copies).set(key, generator);
  const self: Generator = {
    op(context) {
      let best: { readonly key: CopyKey; readonly draw: Draw } | undefined;
      let unfinished = false;
      for (const thread of context.threads) {
        const key = keyOf(context, thread);
        if (!context.isFree(thread)) {
          unfinished = true;
          continue;
        }
        const copy = copies.get(key) ?? make(thread);
        const draw = copy.op(context.restrictedTo([thread]));
        if (draw.kind !== 'done' && (best === undefined || due(draw) < due(best.draw))) {
          best = { key, draw };
        }
      }
      if (best !== undefined && best.draw.kind !== 'done') {
        return { ...best.draw, next: eachBy(keyOf, make, with_(best.key, best.draw.next)) };
      }
      return unfinished ? { kind: 'pending', next: self } : DONE;
    },
    update(context, event: GeneratorEvent) {
      const thread = context.threadOf(event.process);
      const key = keyOf(context, thread);
      const copy = copies.get(key);
      if (copy === undefined) return self;
      const updated = copy.update(context.restrictedTo([thread]), event);
      return updated === copy ? self : eachBy(keyOf, make, with_(key, updated));
    },
  };
  return self;
}
