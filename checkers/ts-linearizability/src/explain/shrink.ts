/** What a judge says about a subset. */
export type Judgement = 'ok' | 'illegal' | 'unknown';

/** A subset that is still illegal. */
export interface Shrunk {
  readonly kept: readonly number[];
  /** True if leaving out any one more was judged to be legal. */
  readonly minimal: boolean;
}

/**
 * Shrinks an illegal set to a minimal one: halves first, then smaller pieces, then one by one until
 * none can go (delta debugging, Zeller and Hildebrandt 2002). A piece goes only if what is left is
 * judged illegal.
 *
 * @param all - illegal as a whole; the pieces that go first come first.
 */
export function shrink(
  all: readonly number[],
  judge: (subset: readonly number[]) => Judgement,
  stop: () => boolean,
): Shrunk {
  let kept = all;
  for (let size = Math.ceil(all.length / 2); ; size = Math.max(1, Math.floor(size / 2))) {
    const before = kept.length;
    let exact = true;
    for (let from = 0; from < kept.length;) {
      if (stop()) {
        return { kept, minimal: false };
      }
      const without = [...kept.slice(0, from), ...kept.slice(from + size)];
      const judgement = judge(without);
      if (judgement === 'illegal') {
        kept = without;
      } else {
        from += size;
        exact &&= judgement === 'ok';
      }
    }
    if (size <= 1 && kept.length === before) {
      return { kept, minimal: exact };
    }
  }
}

/**
 * A judge that is not asked again of what follows: if a set has a legal order, so has each of its subsets
 * that begins at the same time.
 */
export function remembering(
  judge: (subset: readonly number[]) => Judgement,
  beginOf: (subset: readonly number[]) => number,
): (subset: readonly number[]) => Judgement {
  const legal: { readonly begin: number; readonly set: ReadonlySet<number> }[] = [];
  return (subset) => {
    const begin = beginOf(subset);
    if (legal.some((known) => known.begin === begin && subset.every((at) => known.set.has(at)))) {
      return 'ok';
    }
    const judgement = judge(subset);
    if (judgement === 'ok') {
      legal.push({ begin, set: new Set(subset) });
    }
    return judgement;
  };
}
