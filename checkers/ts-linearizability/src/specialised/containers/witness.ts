import { shrink } from '../../explain/shrink.js';
import type { Control, SpecialisedVerdict } from '../../types.js';
import { within } from '../../within.js';
import { EMPTY, type ContainerOperations } from './operations.js';

/** How long a witness is made smaller. */
const MOST_MS = 300;

/** Operations that are illegal, by the return of `last` if that is said; with the reason, if that is known. */
export interface Illegal {
  readonly verdict: 'illegal';
  readonly last?: number;
  readonly reason?: (() => string) | undefined;
}

/**
 * Few operations that are illegal by themselves. For a history of some of the values of a legal one is legal too, as is one
 * with fewer operations that found nothing. So these are left out as long as what is left is illegal. Removals
 * without an answer may have taken any of the values: they stay, but for those that were called too late for that.
 *
 * @param some - operations that are illegal together with the removals without an answer; all if not given.
 * @param judged - what is said of them.
 */
export function smallWitness(
  { isPut, value, values, call, return: returned }: ContainerOperations,
  some: readonly number[] | undefined,
  judge: (
    positions: readonly number[],
    control: Control,
  ) => Illegal | { readonly verdict: 'ok' | 'undecided' },
  judged: Illegal,
  control: Control,
): SpecialisedVerdict & { readonly verdict: 'illegal' } {
  const bounds = within(control, MOST_MS);
  const isOpenTake = (at: number): boolean => isPut[at] === 0 && returned[at] === Infinity;
  const unitOf = (at: number): number =>
    value[at] === EMPTY ? values + at : (value[at] as number);
  const chosen = some && new Set(some);
  let kept = [...call.keys()].filter((at) => isOpenTake(at) || chosen?.has(at) !== false);
  let found = judged;
  /** What is kept, without what was called too late to matter. */
  const witness = (): number[] => {
    const { last } = found;
    const returns = (last === undefined ? kept : [last])
      .map((at) => returned[at] as number)
      .filter((end) => end !== Infinity);
    const end = returns.reduce((a, b) => Math.max(a, b), -Infinity);
    return kept.filter(
      (at) => (call[at] as number) <= end || (last === undefined && !isOpenTake(at)),
    );
  };
  const units = new Set(
    witness()
      .filter((at) => !isOpenTake(at))
      .map(unitOf),
  );
  shrink(
    [...units],
    (few) => {
      const left = new Set(few);
      const positions = kept.filter((at) => isOpenTake(at) || left.has(unitOf(at)));
      const judgement = judge(positions, bounds);
      if (judgement.verdict === 'illegal') {
        [kept, found] = [positions, judgement];
      }
      return judgement.verdict === 'undecided' ? 'unknown' : judgement.verdict;
    },
    () => bounds.stop() !== undefined,
  );
  const all = witness();
  const named = all.filter((at) => !isOpenTake(at));
  const put = named.filter((at) => isPut[at] === 1);
  const taken = named.filter((at) => isPut[at] === 0 && value[at] !== EMPTY);
  return {
    verdict: 'illegal',
    // If everything is known to have been taken, the other removals can't have taken any of it.
    witness: put.length > taken.length ? all : named,
    reason: found.reason?.(),
  };
}
