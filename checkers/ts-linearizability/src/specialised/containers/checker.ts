import { firstNumbers } from '../../history/columns.js';
import type { SpecialisedChecker, Value } from '../../types.js';
import { wordsFor } from '../words.js';
import { judgeContainer, type ContainerVerdict } from './judge.js';
import type { ContainerKind } from './kind.js';
import { judgeMatchings, repeatedValues } from './matchings.js';
import { containerOperations, type ContainerOperations } from './operations.js';
import { smallWitness } from './witness.js';

/**
 * A checker of containers that are empty at first, of histories whose elements are all different,
 * or but for a few, and whose answers are known.
 */
export function orderChecker<Input>(
  name: string,
  kind: ContainerKind<Input>,
): SpecialisedChecker<Input, Value> {
  return {
    name,
    recognise(operations) {
      const read = containerOperations(kind, operations);
      if (typeof read === 'string') {
        return { recognised: false, because: read };
      }
      const repeated = repeatedValues(read, kind.firstGoesFirst);
      if (typeof repeated === 'string') {
        return { recognised: false, because: repeated };
      }
      const words = wordsFor(operations, kind.describe);
      const all = firstNumbers(operations.length);
      const judge = (
        columns: ContainerOperations,
        positions: ArrayLike<number>,
      ): ContainerVerdict => judgeContainer(kind, { columns, words }, positions);
      return {
        recognised: true,
        check: (control) =>
          judgeMatchings(
            read,
            repeated,
            (columns) => {
              const verdict = judge(columns, all);
              return verdict.verdict === 'illegal'
                ? smallWitness(columns, verdict.some, judge, verdict, control)
                : verdict;
            },
            words,
            control,
          ),
      };
    },
  };
}
