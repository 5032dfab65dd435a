import { firstNumbers } from '../../history/columns.js';
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
 * @param judge - says what operations at some positions are; values may have other numbers.
 * @param judged - what is said of them all.
 */
export function smallWitness(
  columns: ContainerOperations,
  some: readonly number[] | undefined,
  judge: (
    columns: ContainerOperations,
    positions: readonly number[],
    control: Control,
  ) => Illegal | { readonly verdict: 'ok' | 'undecided' },
  judged: Illegal,
  control: Control,
): SpecialisedVerdict & { readonly verdict: 'illegal' } {
  const { isPut, call, return: returned } = columns;
  const bounds = within(control, MOST_MS);
  const isOpenTake = (at: number): boolean => isPut[at] === 0 && returned[at] === Infinity;
  const chosen = some && new Set(some);
  let kept = Array.from(
    firstNumbers(call.length).filter(
      (at) => chosen === undefined || chosen.has(at) || isOpenTake(at),
    ),
  );
  // The values that are kept get the first numbers, so that it takes a short time to judge a few.
  const numbers = new Map<number, number>();
  const value = columns.value.slice();
  for (const at of kept.filter((one) => value[one] !== EMPTY)) {
    const own = value[at] as number;
    value[at] = numbers.get(own) ?? numbers.size;
    numbers.set(own, value[at]);
  }
  const renumbered = { ...columns, value, values: numbers.size };
  const unitOf = (at: number): number =>
    value[at] === EMPTY ? numbers.size + at : (value[at] as number);
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
      const judgement = judge(renumbered, positions, bounds);
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
