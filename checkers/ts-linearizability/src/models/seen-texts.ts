import { firstWhere } from '../specialised/bisect.js';
import type { Text } from './text.js';

/** Texts that begin alike: a range of the texts that were seen, in their order. */
export interface Prefixed {
  readonly from: number;
  readonly to: number;
}

/**
 * The texts that gets saw, in order, so that those which begin with a text are a range. Two texts that
 * can grow into the same ones, by the same appends, are alike to all gets: so are all those
 * that cannot grow into any.
 */
export class SeenTexts {
  private readonly texts: readonly string[];
  private readonly rangeOf = new WeakMap<Text, Prefixed>();
  private readonly rankOf: ReadonlyMap<string, number>;

  constructor(seen: Iterable<string>) {
    this.texts = [...new Set(seen)].sort();
    this.rankOf = new Map(this.texts.map((text, rank) => [text, rank]));
  }

  /** Equal for texts that no get can tell apart, now or after any appends; -1 for lost ones. */
  keyOf(text: Text): number {
    const { from, to } = this.beginningWith(text);
    return from === to ? -1 : from + text.length * this.texts.length;
  }

  /** Whether appends can make a text into one that was seen. */
  canBecome(text: Text, seen: string): boolean {
    const rank = this.rankOf.get(seen) ?? -1;
    const { from, to } = this.beginningWith(text);
    return from <= rank && rank < to;
  }

  private beginningWith(text: Text): Prefixed {
    const known = this.rangeOf.get(text);
    if (known !== undefined) {
      return known;
    }
    const { before, piece } = text;
    const { from, to } =
      before === undefined ? { from: 0, to: this.texts.length } : this.beginningWith(before);
    const offset = text.length - piece.length;
    const goOn = (rank: number) => {
      const there = (this.texts[rank] as string).slice(offset, text.length);
      return there === piece ? 0 : there < piece ? -1 : 1;
    };
    const first = firstWhere(from, to, (rank) => goOn(rank) >= 0);
    const range = { from: first, to: firstWhere(first, to, (rank) => goOn(rank) > 0) };
    this.rangeOf.set(text, range);
    return range;
  }
}
