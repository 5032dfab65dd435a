import { firstNumbers, gather, inverse } from '../history/columns.js';
import { sort } from '../history/sort.js';
import type { PriorityQueueInput, PriorityQueueOutput } from '../models/inputs.js';
import { comparePriorities } from '../models/priorities.js';
import type { SpecialisedChecker } from '../types.js';
import { firstAbove } from './bisect.js';
import { justInTimeChecker } from './container-just-in-time/checker.js';
import { FollowedPriorityQueue } from './container-just-in-time/priority-queue.js';
import { orderChecker } from './containers/checker.js';
import { NEVER, type Elements } from './containers/elements.js';
import { insideDuring } from './containers/emptiness.js';
import type { ContainerKind, ContainerSubject, Removed, Stuck } from './containers/kind.js';
import { NONE } from './containers/operations.js';
import { NextFree } from './next-free.js';
import { listed, type DescribeOperation } from './words.js';

/** A priority queue. */
const priorityKind = (
  initial: readonly unknown[],
  describe: DescribeOperation<PriorityQueueInput, PriorityQueueOutput>,
): ContainerKind<PriorityQueueInput> => ({
  noun: 'queue',
  initial: initial.length,
  elementPut: (input) => (input.f === 'insert' ? input.value : undefined),
  priorityOf: (input) => (input.f === 'insert' ? input.priority : NaN),
  describe,
  firstGoesFirst: true,
  remove: removeByPriority,
  followsPuts: true,
  follow: (history) => new FollowedPriorityQueue(history),
});

/**
 * Priority queues whose elements are all different, in O(n log n): no element from nowhere or
 * twice, and each leaves at a moment at which nothing of a lower priority is surely inside
 * (Gibbons, Bruno and Phillips: "Black-box correctness tests for basic parallel data structures", 2002). An insert
 * without an answer counts once its element came out; a removal without an answer may have taken an element that
 * nobody else got.
 */
export const priorityOrder = (
  ...of: Parameters<typeof priorityKind>
): SpecialisedChecker<PriorityQueueInput, PriorityQueueOutput> =>
  orderChecker('priority-order', priorityKind(...of));

/** Priority queues whose values may be the same (`FollowedPriorityQueue`). */
export const priorityJustInTime = (
  ...of: Parameters<typeof priorityKind>
): SpecialisedChecker<PriorityQueueInput, PriorityQueueOutput> =>
  justInTimeChecker('priority-queue-just-in-time', priorityKind(...of));

/** Elements by their priorities, and per element how many have a lower one. */
function ranksOf(
  { put }: Elements,
  { columns }: ContainerSubject,
): { readonly order: Int32Array; readonly rank: Float64Array } {
  const priority = gather(columns.priority ?? [], put);
  const compare = (a = NONE, b = NONE): number =>
    comparePriorities(priority[a] as number, priority[b] as number);
  const order = priority.includes(NaN) ? firstNumbers(put.length).sort(compare) : sort(priority);
  const rank = new Float64Array(put.length);
  for (let at = 1; at < order.length; at++) {
    const [before, element] = [order[at - 1] as number, order[at] as number];
    rank[element] = compare(before, element) === 0 ? (rank[before] as number) : at;
  }
  return { order, rank };
}

/**
 * The element with the highest priority can be removed if, at some moment at which its removal can take effect,
 * nothing of a lower priority is surely inside. It leaves at the first such moment, when all others can be outside:
 * what is not surely inside was put in later, or can have left by then, the lowest first. Then it is not in the
 * way of any other, so the elements can be judged one by one, those with the lowest priority first.
 */
export function removeByPriority(elements: Elements, subject: ContainerSubject): Removed | Stuck {
  const { count, putCall, putReturn, takeCall, takeReturn } = elements;
  const { order, rank } = ranksOf(elements, subject);
  const start = takeCall.map((call, element) => Math.max(call, putCall[element] as number));
  // The first moments at which elements may leave, less those at which something is surely inside.
  const byStart = sort(start);
  const times = gather(start, byStart);
  const place = inverse(byStart);
  const free = new NextFree(count);
  const leaves = new Float64Array(count).fill(NEVER);
  let group = 0;
  for (let at = 0; at < count; at++) {
    const element = order[at] as number;
    if (start[element] !== NEVER) {
      const moment = times[free.from(place[element] as number)] ?? NEVER;
      if (moment > (takeReturn[element] as number)) {
        return blocked(elements, subject, rank, element);
      }
      leaves[element] = moment;
    }
    if (rank[element] !== rank[order[at + 1] ?? NONE]) {
      for (; group <= at; group++) {
        const done = order[group] as number;
        const [from, to] = [putReturn[done] as number, takeCall[done] as number];
        let taken = from < to ? free.from(firstAbove(times, from)) : count;
        while ((times[taken] ?? NEVER) < to) {
          free.take(taken);
          taken = free.from(taken);
        }
      }
    }
  }
  const level = rank.map((one) => -one);
  return {
    precedence: { since: leaves, level, floor: level },
    moments: () => {
      const comes = putReturn.map((returned, element) =>
        Math.min(returned, leaves[element] as number),
      );
      return { comes, leaves, departures: order, arrivals: order };
    },
  };
}

/** What is wrong if an element can leave at no moment. */
function blocked(
  elements: Elements,
  { words }: ContainerSubject,
  rank: Float64Array,
  at: number,
): Stuck {
  const { put, take, putCall, takeCall, takeReturn } = elements;
  const from = Math.max(putCall[at] as number, takeCall[at] as number);
  const isLower = (other: number): boolean => (rank[other] as number) < (rank[at] as number);
  const lower = insideDuring(elements, from, takeReturn[at] as number, isLower);
  return {
    stuck: [...lower, at],
    reason: () =>
      `${words(take[at])}, but as long as it could, something of a lower priority was inside: ` +
      `what ${listed((element = NONE) => words(put[element]), lower)} put in`,
  };
}
