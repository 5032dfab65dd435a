import type { StackInput, StackOutput } from '../models/inputs.js';
import type { Item, SpecialisedChecker } from '../types.js';
import { justInTimeChecker } from './container-just-in-time/checker.js';
import { FollowedStack } from './container-just-in-time/stack.js';
import { orderChecker } from './containers/checker.js';
import type { ContainerKind } from './containers/kind.js';
import { Peeling } from './stack/peeling.js';
import type { DescribeOperation } from './words.js';

/** A stack. */
const stackKind = (
  initial: readonly Item[],
  describe: DescribeOperation<StackInput, StackOutput>,
): ContainerKind<StackInput> => ({
  noun: 'stack',
  initial: initial.length,
  elementPut: (input) => (input.f === 'push' ? input.value : undefined),
  describe,
  firstGoesFirst: false,
  remove(elements, { columns }, spare) {
    const { putCall, putReturn, takeCall } = elements;
    const peeling = new Peeling(elements, spare, columns);
    // What was surely inside when an element came, and until it had come, lies below it.
    return peeling.run()
      ? {
          precedence: { since: takeCall, level: putCall, floor: putReturn },
          moments: () => peeling.moments(),
        }
      : { stuck: peeling.left() };
  },
  followsPuts: true,
  follow: (history) => new FollowedStack(history),
});

/**
 * Stacks whose elements are all different, in O(n log n): no element from nowhere or twice, no pop
 * that found nothing while something was surely inside, and everything can be peeled off
 * (`Peeling`). A push without an answer counts once its element came out; a pop without an answer
 * may have taken an element that nobody else got.
 */
export const stackOrder = (
  ...of: Parameters<typeof stackKind>
): SpecialisedChecker<StackInput, StackOutput> => orderChecker('stack-order', stackKind(...of));

/** Stacks whose values may be the same (`FollowedStack`). */
export const stackJustInTime = (
  ...of: Parameters<typeof stackKind>
): SpecialisedChecker<StackInput, StackOutput> =>
  justInTimeChecker('stack-just-in-time', stackKind(...of));
