/** What a judge says about a subset. */
export type Judgement = 'ok' | 'illegal' | 'unknown';

/** A subset that is still illegal. */
export interface Shrunk {
  readonly kept: readonly number[];
  /** True if leaving out any one more was judged to be legal. */
  readonly minimal: boolean;
}

/**
 * Shrinks an illegal set to a minimal one: halves first, then smaller pieces, then one by one
 * (delta debugging, Zeller and Hildebrandt 2002). A piece goes only if what is left is
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
  for (let size = Math.ceil(kept.length / 2); size >= 1 && !stop(); size = Math.floor(size / 2)) {
    for (let from = 0; from < kept.length && !stop();) {
      const without = [...kept.slice(0, from), ...kept.slice(from + size)];
      if (judge(without) === 'illegal') {
        kept = without;
      } else {
        from += size;
      }
    }
  }
  return confirmMinimal(kept, judge, stop);
}

/** Goes over single operations until none can go; says so only if every judgement was exact. */
function confirmMinimal(
  start: readonly number[],
  judge: (subset: readonly number[]) => Judgement,
  stop: () => boolean,
): Shrunk {
  let kept = start;
  let at = 0;
  let exact = true;
  while (at < kept.length) {
    if (stop()) {
      return { kept, minimal: false };
    }
    const without = kept.filter((_, index) => index !== at);
    const judgement = judge(without);
    if (judgement === 'illegal') {
      kept = without;
      at = 0;
      exact = true;
    } else {
      exact &&= judgement === 'ok';
      at++;
    }
  }
  return { kept, minimal: exact };
}
