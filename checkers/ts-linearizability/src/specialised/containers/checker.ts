import { distinct, firstNumbers, gather, pick } from '../../history/columns.js';
import { shrink, type Judgement } from '../../explain/shrink.js';
import type { Control, SpecialisedChecker, SpecialisedVerdict, Value } from '../../types.js';
import { within } from '../../within.js';
import type { Intervals } from '../intervals.js';
import { wordsFor, type Words } from '../words.js';
import { Pairs, type ContainerHistory, type ImpossibleTake } from './elements.js';
import {
  judgeContainer,
  type ContainerKind,
  type ContainerSubject,
  type ContainerVerdict,
} from './judge.js';
import { judgeMatchings, matchingsOf } from './matchings.js';
import { containerOperations, NONE } from './operations.js';

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
      const columns = containerOperations(kind, operations);
      if (typeof columns === 'string') {
        return { recognised: false, because: columns };
      }
      const pairs = new Pairs(columns);
      const { intervals } = pairs;
      const repeated = matchingsOf(pairs.repeated(), intervals, (one, other) => {
        const [a, b] = [operations[one]?.input, operations[other]?.input];
        return a !== undefined && b !== undefined && (kind.firstGoesFirst?.(a, b) ?? false);
      });
      if (typeof repeated === 'string') {
        return { recognised: false, because: repeated };
      }
      const words = wordsFor(operations, kind.describe);
      return {
        recognised: true,
        check(control) {
          const judge = (): SpecialisedVerdict => {
            const history = pairs.match();
            return 'impossible' in history
              ? impossibleVerdict(history, words)
              : judgeElements(kind, { operations, history, intervals, words }, control);
          };
          return judgeMatchings(pairs, repeated, judge, words, control);
        },
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
  const witness = distinct([take, ...others]);
  return { verdict: 'illegal', witness, reason: `${words(take)} ${reasons[impossible]()}` };
}

/** For so long elements are left out of what is illegal, at most. */
const MOST_MS = 300;

/**
 * A verdict; if it is illegal, with few elements that are so by themselves. For a history of some elements
 * of a legal one is legal too, as is one with fewer operations that found nothing.
 */
function judgeElements<Input>(
  kind: ContainerKind<Input>,
  subject: ContainerSubject<Input>,
  control: Control,
): SpecialisedVerdict {
  const verdict = judgeContainer(kind, subject);
  if (verdict.verdict !== 'illegal') {
    return verdict;
  }
  const { elements, empty } = subject.history;
  const all = verdict.stuck ?? [...firstNumbers(elements.count + empty.length)];
  const checked = (some: readonly number[]): ContainerVerdict =>
    judgeContainer(kind, { ...subject, history: partOf(subject.history, some) });
  const judge = (some: readonly number[]): Judgement => {
    const found = checked(some).verdict;
    return found === 'undecided' ? 'unknown' : found;
  };
  const bounds = within(control, MOST_MS);
  const { kept } = shrink(all, judge, () => bounds.stop() !== undefined);
  const few = checked(kept);
  const reason = 'reason' in few ? few.reason?.() : undefined;
  const witness = operationsOf(partOf(subject.history, kept), subject.intervals);
  return { verdict: 'illegal', witness, ...(reason === undefined ? {} : { reason }) };
}

/** Some elements of a history, and some of its operations that found nothing, numbered after these. */
function partOf(
  { elements, empty, open }: ContainerHistory,
  some: readonly number[],
): ContainerHistory {
  const chosen = Int32Array.from(some.filter((one) => one < elements.count));
  return {
    elements: {
      count: chosen.length,
      put: pick(elements.put, chosen),
      take: pick(elements.take, chosen),
      putCall: gather(elements.putCall, chosen),
      putReturn: gather(elements.putReturn, chosen),
      takeCall: gather(elements.takeCall, chosen),
      takeReturn: gather(elements.takeReturn, chosen),
    },
    empty: some.flatMap((one) => empty[one - elements.count] ?? []),
    open,
  };
}

/**
 * The operations of few elements; and if nobody is known to have taken one of them, those without
 * an answer that may have done so in time.
 */
function operationsOf(
  { elements: { put, take }, empty, open }: ContainerHistory,
  { call, return: returned }: Intervals,
): number[] {
  const known = [...empty, ...put, ...take].filter((at) => at !== NONE);
  const ends = known.map((at) => returned[at] as number).filter((end) => end !== Infinity);
  const last = ends.reduce((a, b) => Math.max(a, b), -Infinity);
  const takers = take.includes(NONE) ? open.filter((at) => (call[at] as number) <= last) : [];
  return distinct([...known, ...takers]);
}
