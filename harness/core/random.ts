import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

/**
 * A pure source of chance: drawing gives a value and the next source, and leaves this one as it
 * was. All chance in a run comes from sources forked off the run's seed, one per purpose, so
 * that what one part draws never depends on how often another part drew.
 */
export class Random {
  readonly #seed: number;
  readonly #state: RandomGenerator;

  private constructor(seed: number, state: RandomGenerator) {
    this.#seed = seed;
    this.#state = state;
  }

  /** The source of a seed (taken as an unsigned 32-bit integer). */
  static fromSeed(seed: number): Random {
    return new Random(seed >>> 0, xoroshiro128plus(seed | 0));
  }

  /** An independent source for a purpose. The same seed and label give the same source. */
  fork(label: string): Random {
    let hash = this.#seed ^ 0x9e3779b9;
    for (let i = 0; i < label.length; i += 1) {
      hash = Math.imul(hash ^ label.charCodeAt(i), 0x85ebca6b);
      hash ^= hash >>> 13;
    }
    return Random.fromSeed(Math.imul(hash, 0xc2b2ae35) ^ (hash >>> 16));
  }

  /** An integer in `[0, bound)`. */
  integer(bound: number): [number, Random] {
    const next = this.#state.clone();
    return [uniformInt(next, 0, bound - 1), new Random(this.#seed, next)];
  }

  /** A number in `[0, 1)`. */
  fraction(): [number, Random] {
    const next = this.#state.clone();
    return [uniformFloat64(next), new Random(this.#seed, next)];
  }

  /** One of the items, which must not be empty. */
  pick<T>(items: readonly [T, ...T[]] | readonly T[]): [T, Random] {
    const [index, next] = this.integer(items.length);
    return [items[index] as T, next];
  }

  /** One of the items, which must not be empty, each as often as its weight says. */
  pickByWeight<T extends { readonly weight?: number }>(items: readonly T[]): [T, Random] {
    const weightOf = ({ weight }: T): number => weight ?? 1;
    const [fraction, next] = this.fraction();
    let left = fraction * items.reduce((sum, item) => sum + weightOf(item), 0);
    for (const item of items) {
      left -= weightOf(item);
      if (left < 0) return [item, next];
    }
    return [items.at(-1) as T, next];
  }

  /** The items in a random order. */
  shuffle<T>(items: readonly T[]): [T[], Random] {
    const shuffled = [...items];
    const state = this.#state.clone();
    for (let i = shuffled.length - 1; i > 0; i -= 1) {
      const j = uniformInt(state, 0, i);
      [shuffled[i], shuffled[j]] = [shuffled[j] as T, shuffled[i] as T];
    }
    return [shuffled, new Random(this.#seed, state)];
  }
}
