import type { Control } from '../../types.js';
import { atPositions, EMPTY, NONE, type ContainerOperations } from '../containers/operations.js';
import type { SearchContainer } from './search.js';

/** How long a witness is made smaller. */
const MOST_MS = 300;

/** Operations that are illegal by themselves, and the last of them that returns. */
export interface Witness {
  readonly witness: readonly number[];
  readonly last: number;
}

/**
 * Few operations of a history that is illegal up to a return. A history of few of the values of a
 * legal one is legal too. So values are left out, many at a time and then one by one, as long as
 * what is left is illegal. Removals without an answer may have taken any of them: they stay.
 */
export function smallWitness(
  operations: ContainerOperations,
  search: SearchContainer,
  stuckAt: number,
  control: Control,
): Witness {
  const end = control.now() + MOST_MS;
  const within = {
    now: control.now,
    stop: () => (control.now() > end ? 'time' : control.stop()),
  } as const;
  const { call, return: returned, value } = operations;
  const positions = Array.from(call.keys()).filter((at) => (call[at] as number) <= stuckAt);
  const illegal = (some: readonly number[]): number[] | undefined => {
    const found = search(atPositions(operations, some), 'unlimited', within);
    return found !== 'too-many' && 'stuckAt' in found
      ? some.filter((at) => (call[at] as number) <= found.stuckAt)
      : undefined;
  };
  let witness = positions;
  const valueOf = (at: number): number =>
    isOpenTake(operations, at) ? NONE - 1 : (value[at] as number);
  let values = [...new Set(witness.map(valueOf))].filter((one) => one >= EMPTY);
  for (let size = values.length >> 1; size > 0; size >>= 1) {
    for (let from = 0; from < values.length && within.stop() === undefined;) {
      const left = new Set([...values.slice(0, from), ...values.slice(from + size)]);
      const smaller = illegal(
        witness.filter((at) => isOpenTake(operations, at) || left.has(value[at] as number)),
      );
      if (smaller === undefined) {
        from += size;
      } else {
        witness = smaller;
        values = values.filter((one) => left.has(one));
      }
    }
  }
  const last = witness.reduce((a, b) => {
    const [one, other] = [returned[a] as number, returned[b] as number];
    return other <= stuckAt && (one > stuckAt || other > one) ? b : a;
  }, witness[0] ?? NONE);
  return { witness, last };
}

/** Whether an operation is a removal without an answer. */
function isOpenTake({ isPut, return: returned }: ContainerOperations, at: number): boolean {
  return isPut[at] === 0 && returned[at] === Infinity;
}
