import type { PriorityQueueInput } from '../../models/inputs.js';
import type { SpecialisedVerdict } from '../../types.js';
import { illegalBy, type ContainerSubject } from '../containers/checker.js';
import { NONE, type Elements } from '../containers/elements.js';
import { coverOf } from '../containers/emptiness.js';
import { operationsUntil } from '../containers/false-empty.js';
import { describeTooFew, type TooFewTakers } from '../containers/takers.js';
import type { PriorityRemoval } from './forced-removals.js';
import { listed } from '../words.js';
import type { Ranking } from './moments.js';

type Subject = ContainerSubject<PriorityQueueInput>;

/** The verdict if an element can leave at no moment. */
export function blockedVerdict(
  { history, intervals, words }: Subject,
  elements: Elements,
  ranking: Ranking,
  blocked: number,
): SpecialisedVerdict {
  const until = elements.takeReturn[blocked] as number;
  const lower = before(elements, ranking, blocked);
  const cover = coverOf(lower, startOf(elements, blocked), until);
  const putIn = listed((element) => words(elements.put[element ?? NONE]), cover);
  return illegalBy(
    operationsUntil(until, [blocked, ...cover], history, intervals),
    `${words(elements.take[blocked])}, but as long as it could, something of a lower priority was inside: ` +
      `what ${putIn} put in`,
  );
}

/** A history whose elements have to leave, so that removals without an answer must have taken them. */
export interface RemovalSubject extends Subject {
  /** As if the first of these removals could take everything. */
  readonly freest: Elements;
  readonly ranking: Ranking;
  readonly removals: readonly PriorityRemoval[];
}

/** The verdict if too few removals without an answer were called in time. */
export function tooFewVerdict(
  subject: RemovalSubject,
  failed: TooFewTakers<PriorityRemoval>,
): SpecialisedVerdict {
  const { history, words, freest, removals } = subject;
  const { removal, rivals, takers } = failed;
  const { elements, empty } = history;
  const removalOf = new Map(removals.map((one) => [one.element, one]));
  const named = new Set(rivals);
  const witness: number[] = [...takers];
  // The set grows on the way: what has to leave may be the reason that something else has to.
  for (const one of named) {
    witness.push(elements.put[one.element] as number, ...occasionProof(subject, one));
    const other = removalOf.get(one.occasion);
    if (other !== undefined) {
      named.add(other);
    }
  }
  const { occasion } = removal;
  const found = empty[occasion - elements.count];
  const why =
    found === undefined
      ? freest.take[occasion] === NONE
        ? `so had to be what ${words(elements.put[occasion])} put in, which comes later`
        : `${words(elements.take[occasion])} took what comes later`
      : `${words(found)} found nothing`;
  return illegalBy(
    witness,
    `${words(elements.put[removal.element])} put in what had to be gone before ${why}; but ${describeTooFew(failed)}`,
  );
}

/** Why an element had to be gone by an occasion: that could not come before its insert returned. */
function occasionProof(
  { history, intervals, freest, ranking }: RemovalSubject,
  { element, occasion }: PriorityRemoval,
): number[] {
  const { elements, empty } = history;
  const until = freest.putReturn[element] as number;
  const found = empty[occasion - elements.count];
  const cover =
    found === undefined
      ? coverOf(before(freest, ranking, occasion), startOf(freest, occasion), until)
      : coverOf(freest, intervals.call[found] as number, until);
  const some = found === undefined ? [occasion, ...cover] : cover;
  return [found ?? NONE, ...operationsUntil(until, some, history, intervals)];
}

/** The elements of which those with a lower priority than a given one are in the way of others. */
function before(elements: Elements, { priority }: Ranking, limit: number): Elements {
  const takeCall = elements.takeCall.slice();
  for (let element = 0; element < elements.count; element++) {
    if ((priority[element] as number) >= (priority[limit] as number)) {
      takeCall[element] = -Infinity;
    }
  }
  return { ...elements, takeCall };
}

/** When an element can be removed at the earliest, for all that is known from its own operations. */
function startOf({ putCall, takeCall }: Elements, element: number): number {
  return Math.max(putCall[element] as number, takeCall[element] as number);
}
