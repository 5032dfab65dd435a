import { gather } from '../../history/columns.js';
import { sort } from '../../history/sort.js';
import type { Intervals } from '../intervals.js';
import { lastBelow } from '../bisect.js';
import { emptyMoments } from '../containers/emptiness.js';
import type { Elements } from '../containers/elements.js';
import { NONE } from '../containers/operations.js';

/**
 * A legal order of a queue that passed all tests.
 *
 * Each dequeue that found nothing gets a moment at which no element has to be inside. At such a
 * moment every element can be wholly before or wholly after, so the moments cut the history into
 * parts, in each of which all elements come and go.
 */
export function linearizeQueue(
  elements: Elements,
  empty: readonly number[],
  intervals: Intervals,
): Int32Array {
  const moments = emptyMoments(elements, empty, intervals);
  const byMoment = sort(moments);
  const cuts = gather(moments, byMoment);
  // Each element goes into the first part that it can be wholly inside of.
  const { putCall, takeCall } = elements;
  const part = putCall.map(
    (call, element) => lastBelow(cuts, Math.max(call, takeCall[element] as number)) + 1,
  );
  const byPart = sort(part);
  const order: number[] = [];
  for (let at = 0, from = 0; at <= empty.length; at++) {
    let to = from;
    while (part[byPart[to] as number] === at) {
      to++;
    }
    emitPart(elements, inOrder(elements, byPart.subarray(from, to)), order);
    from = to;
    if (at < empty.length) {
      order.push(empty[byMoment[at] as number] as number);
    }
  }
  return new Int32Array(order);
}

/**
 * An order of elements in which they can come and go: a before b if a was enqueued before b was,
 * or left before b left, or left before b came. In a history without overtaking these
 * relations have no circle, for each of them is an interval order.
 */
function inOrder(elements: Elements, members: Int32Array): Int32Array {
  const putCall = gather(elements.putCall, members);
  const putReturn = gather(elements.putReturn, members);
  const takeCall = gather(elements.takeCall, members);
  const takeReturn = gather(elements.takeReturn, members);
  const byEnqueueCall = sort(putCall);
  const byDequeueCall = sort(takeCall);
  const emitted = new Uint8Array(members.length);
  const leastEnqueueReturn = leastOpen(putReturn, emitted);
  const leastDequeueReturn = leastOpen(takeReturn, emitted);
  const conditions = new Uint8Array(members.length);
  const ready: number[] = [];
  const meet = (element: number): void => {
    conditions[element] = (conditions[element] as number) + 1;
    if (conditions[element] === 2) {
      ready.push(element);
    }
  };
  const order = new Int32Array(members.length);
  let came = 0;
  let left = 0;
  for (let count = 0; count < order.length; count++) {
    const leaves = leastDequeueReturn();
    const comes = Math.min(leastEnqueueReturn(), leaves);
    while (came < order.length && (putCall[byEnqueueCall[came] as number] as number) <= comes) {
      meet(byEnqueueCall[came++] as number);
    }
    while (left < order.length && (takeCall[byDequeueCall[left] as number] as number) <= leaves) {
      meet(byDequeueCall[left++] as number);
    }
    const element = ready.pop();
    if (element === undefined) {
      throw new Error('the elements of a queue that passed all tests have no order');
    }
    emitted[element] = 1;
    order[count] = members[element] as number;
  }
  return order;
}

/** The least number among those not yet emitted. */
function leastOpen(numbers: Float64Array, emitted: Uint8Array): () => number {
  const order = sort(numbers);
  let next = 0;
  return () => {
    while (next < order.length && emitted[order[next] as number] === 1) {
      next++;
    }
    return next < order.length ? (numbers[order[next] as number] as number) : Infinity;
  };
}

/** Enqueues and dequeues of elements in their order, a dequeue as soon as it may be. */
function emitPart(elements: Elements, order: Int32Array, result: number[]): void {
  const { putReturn, takeCall, put, take } = elements;
  const openReturn = new Float64Array(order.length + 1).fill(Infinity);
  for (let at = order.length - 1; at >= 0; at--) {
    const returned = putReturn[order[at] as number] as number;
    openReturn[at] = Math.min(returned, openReturn[at + 1] as number);
  }
  let came = 0;
  let left = 0;
  while (left < order.length) {
    const leaving = order[left] as number;
    if (left < came && (takeCall[leaving] as number) <= (openReturn[came] as number)) {
      if (take[leaving] !== NONE) {
        result.push(take[leaving] as number);
      }
      left++;
    } else {
      result.push(put[order[came++] as number] as number);
    }
  }
}
