import { distinct } from '../../history/columns.js';
import type { Operation, SpecialisedChecker, SpecialisedVerdict, Value } from '../../types.js';
import type { Intervals } from '../intervals.js';
import { judgeMatchings, matchingsOf } from './matchings.js';
import { wordsFor, type DescribeOperation, type Words } from '../words.js';
import {
  NONE,
  Pairs,
  type ContainerHistory,
  type ElementPut,
  type Elements,
  type ImpossibleTake,
} from './elements.js';

/** A history of a container, and what is needed to judge it and to talk about it. */
export interface ContainerSubject<Input> {
  readonly operations: readonly Operation<Input, Value>[];
  readonly history: ContainerHistory;
  readonly intervals: Intervals;
  readonly words: Words;
}

/** What is special about a kind of container. */
export interface ContainerKind<Input> {
  /** Of the checker. */
  readonly name: string;
  /** What the container is called. */
  readonly noun: string;
  /** How many elements it holds at first. */
  readonly initial: number;
  readonly elementPut: ElementPut<Input>;
  readonly describe: DescribeOperation<Input, Value>;
  /** Whether of two equal elements the one that comes first may always leave first. */
  readonly firstGoesFirst?: (one: Input, other: Input) => boolean;
  /** Judges a history in which no element comes from nowhere, too early or twice. */
  readonly check: (subject: ContainerSubject<Input>) => SpecialisedVerdict;
}

/**
 * A checker of containers that are empty at first, of histories whose elements are all different,
 * or but for a few, and whose answers are known.
 */
export function containerChecker<Input>(
  kind: ContainerKind<Input>,
): SpecialisedChecker<Input, Value> {
  return {
    name: kind.name,
    recognise(operations) {
      if (kind.initial > 0) {
        return { recognised: false, because: `the ${kind.noun} is not empty at first` };
      }
      const pairs = Pairs.of(operations, kind.elementPut);
      if (typeof pairs === 'string') {
        return { recognised: false, because: pairs };
      }
      const { intervals } = pairs;
      const repeated = matchingsOf(pairs.repeated(), intervals, (one, other) => {
        const [a, b] = [operations[one]?.input, operations[other]?.input];
        return a !== undefined && b !== undefined && (kind.firstGoesFirst?.(a, b) ?? false);
      });
      if (typeof repeated === 'string') {
        return { recognised: false, because: repeated };
      }
      const words = wordsFor(operations, kind.describe);
      const judge = (): SpecialisedVerdict => {
        const history = pairs.match();
        return 'impossible' in history
          ? impossibleVerdict(history, words)
          : kind.check({ operations, history, intervals, words });
      };
      return {
        recognised: true,
        check: (control) => judgeMatchings(pairs, repeated, judge, words, control),
      };
    },
  };
}

function impossibleVerdict(wrong: ImpossibleTake, words: Words): SpecialisedVerdict {
  const { impossible, take, others } = wrong;
  const reasons = {
    'never-put': () => 'answered what was never put in',
    'not-yet-put': () => `returned before ${words(others[0])} was called`,
    twice: () => `answered what ${words(others[1])} had answered, and it was put in once`,
  };
  return illegalBy([take, ...others], `${words(take)} ${reasons[impossible]()}`);
}

/** An illegal verdict; the witness may name operations twice, or `NONE`. */
export function illegalBy(witness: readonly number[], reason: string): SpecialisedVerdict {
  return { verdict: 'illegal', witness: distinct(witness), reason };
}

/** What put an element in, and what took it, if anything did. */
export function operationsOf({ put, take }: Elements, element: number): number[] {
  return [put[element] as number, take[element] as number].filter((at) => at !== NONE);
}
