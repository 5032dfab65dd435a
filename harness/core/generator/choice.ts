import type { Random } from '../random.js';
import { DONE, type Draw, type Generator } from './generator.js';

/** A draw and which of the alternatives gave it. */
interface Candidate {
  readonly index: number;
  readonly draw: Exclude<Draw, { kind: 'done' }>;
}

/**
 * Each op from one of the generators, chosen at random; those that are exhausted drop out. A
 * choice that is pending is waited for.
 */
export function mix(random: Random, inner: readonly Generator[]): Generator {
  return mixing(random.integer(Math.max(1, inner.length)), inner);
}

function mixing([choice, random]: [number, Random], inner: readonly Generator[]): Generator {
  const self: Generator = {
    op(context) {
      const chosen = inner[choice];
      if (chosen === undefined) return DONE;
      const draw = chosen.op(context);
      if (draw.kind === 'done') return mix(random, inner.toSpliced(choice, 1)).op(context);
      const next = inner.with(choice, draw.next);
      return {
        ...draw,
        next: draw.kind === 'op' ? mix(random, next) : mixing([choice, random], next),
      };
    },
    update(context, event) {
      const updated = inner.map((one) => one.update(context, event));
      return updated.every((one, i) => one === inner[i]) ? self : mixing([choice, random], updated);
    },
  };
  return self;
}

/** Whichever generator's op comes first. Ties are broken at random, by weight, so that no side starves. */
export function any(
  random: Random,
  inner: readonly (Generator | { readonly generator: Generator; readonly weight: number })[],
): Generator {
  return soonest(
    random,
    inner.map((one) => ('generator' in one ? one : { generator: one, weight: 1 })),
  );
}

interface Weighted {
  readonly generator: Generator;
  readonly weight: number;
}

function soonest(random: Random, inner: readonly Weighted[]): Generator {
  const self: Generator = {
    op(context) {
      const candidates: Candidate[] = [];
      inner.forEach(({ generator }, index) => {
        const draw = generator.op(context);
        if (draw.kind !== 'done') candidates.push({ index, draw });
      });
      if (candidates.length === 0) return DONE;
      const [chosen, nextRandom] = choose(random, inner, candidates);
      const replaced = inner.with(chosen.index, {
        generator: chosen.draw.next,
        weight: inner[chosen.index]?.weight ?? 1,
      });
      return { ...chosen.draw, next: soonest(nextRandom, replaced) };
    },
    update(context, event) {
      const updated = inner.map((one) => one.generator.update(context, event));
      return updated.every((one, i) => one === inner[i]?.generator)
        ? self
        : soonest(
            random,
            updated.map((generator, i) => ({ generator, weight: inner[i]?.weight ?? 1 })),
          );
    },
  };
  return self;
}

/** Ops before pending draws; earlier before later; ties by weight. */
function choose(
  random: Random,
  inner: readonly Weighted[],
  candidates: readonly Candidate[],
): [Candidate, Random] {
  const dueOf = (candidate: Candidate): number => {
    if (candidate.draw.kind === 'op') return candidate.draw.op.time;
    return Number.POSITIVE_INFINITY;
  };
  const earliest = Math.min(...candidates.map(dueOf));
  if (earliest === Number.POSITIVE_INFINITY) return [soonestPending(candidates), random];
  const ties = candidates.filter((candidate) => dueOf(candidate) === earliest);
  const [only, second] = ties;
  if (only !== undefined && second === undefined) return [only, random];
  const weights = ties.map(({ index }) => inner[index]?.weight ?? 1);
  const [fraction, next] = random.fraction();
  let left = fraction * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [i, tie] of ties.entries()) {
    left -= weights[i] ?? 1;
    if (left < 0) return [tie, next];
  }
  return [ties.at(-1) as Candidate, next];
}

function soonestPending(candidates: readonly Candidate[]): Candidate {
  const wake = (candidate: Candidate): number =>
    candidate.draw.kind === 'pending'
      ? (candidate.draw.wake ?? Number.POSITIVE_INFINITY)
      : Number.POSITIVE_INFINITY;
  return candidates.reduce((best, one) => (wake(one) < wake(best) ? one : best));
}
