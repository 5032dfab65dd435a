import { gather, pick } from '../history/columns.js';
import { sort } from '../history/sort.js';
import type { QueueInput, QueueOutput } from '../models/inputs.js';
import type { Item, SpecialisedChecker } from '../types.js';
import { justInTimeChecker } from './container-just-in-time/checker.js';
import { FollowedQueue } from './container-just-in-time/queue.js';
import { orderChecker } from './containers/checker.js';
import type { Elements } from './containers/elements.js';
import type {
  ContainerKind,
  ContainerSubject,
  Moments,
  Removed,
  Stuck,
} from './containers/kind.js';
import { NONE } from './containers/operations.js';
import type { DescribeOperation } from './words.js';

/** A FIFO queue. */
const queueKind = (
  initial: readonly Item[],
  describe: DescribeOperation<QueueInput, QueueOutput>,
): ContainerKind<QueueInput> => ({
  noun: 'queue',
  initial: initial.length,
  elementPut: (input) => (input.f === 'enqueue' ? input.value : undefined),
  describe,
  firstGoesFirst: true,
  remove: removeInOrder,
  followsPuts: false,
  follow: (history) => new FollowedQueue(history),
});

/**
 * FIFO queues whose elements are all different, in O(n log n): no element from nowhere or twice,
 * none overtaken, no dequeue that found nothing while something was surely inside (Henzinger,
 * Sezgin and Vafeiadis: "Aspect-oriented linearizability proofs", 2013, for histories in which
 * every operation returned). An enqueue without an answer counts once its element came out; a
 * dequeue without an answer may have taken an element that nobody else got.
 */
export const queueOrder = (
  ...of: Parameters<typeof queueKind>
): SpecialisedChecker<QueueInput, QueueOutput> => orderChecker('queue-order', queueKind(...of));

/** FIFO queues whose values may be the same (`FollowedQueue`). */
export const queueJustInTime = (
  ...of: Parameters<typeof queueKind>
): SpecialisedChecker<QueueInput, QueueOutput> =>
  justInTimeChecker('queue-just-in-time', queueKind(...of));

/**
 * Each element leaves as early as it can: once its dequeue was called, it was enqueued, and all that was surely
 * enqueued before it can leave. It has to be in time for that. Then the elements can be removed in the order in which
 * they leave, of one moment as their enqueues were called. For of two elements, the one that was enqueued, or left,
 * surely before the other also comes before it in that order.
 */
function removeInOrder(elements: Elements, { words }: ContainerSubject): Removed | Stuck {
  const { count, put, take, putCall, putReturn, takeCall, takeReturn } = elements;
  const byCall = sort(putCall);
  const byReturn = sort(putReturn);
  const leaves = new Float64Array(count);
  let next = 0;
  // Of the elements that were surely enqueued before, the one that leaves last.
  let last = NONE;
  for (const element of byCall) {
    const call = putCall[element] as number;
    for (; (putReturn[byReturn[next] as number] as number) < call; next++) {
      const earlier = byReturn[next] as number;
      last = (takeCall[earlier] as number) > (takeCall[last] ?? -Infinity) ? earlier : last;
    }
    const since = Math.max(call, takeCall[element] as number, takeCall[last] ?? -Infinity);
    if (since > (takeReturn[element] as number)) {
      const ahead = last;
      return {
        stuck: [ahead, element],
        reason: () =>
          `${words(put[ahead])} returned before ${words(put[element])} was called, ` +
          `but ${words(take[element])} returned before ` +
          `${take[ahead] === NONE ? 'anything that can have taken the former' : words(take[ahead])} was called`,
      };
    }
    leaves[element] = since;
  }
  const moments = (): Moments => {
    const order = pick(byCall, sort(gather(leaves, byCall)));
    // Each comes as late as it and those behind it can.
    const comes = new Float64Array(count);
    let latest = Infinity;
    for (let i = count - 1; i >= 0; i--) {
      const element = order[i] as number;
      latest = Math.min(latest, putReturn[element] as number, leaves[element] as number);
      comes[element] = latest;
    }
    return { comes, leaves, departures: order, arrivals: order };
  };
  const everywhere = new Float64Array(count).fill(-Infinity);
  return { precedence: { since: putCall, level: putCall, floor: everywhere }, moments };
}
