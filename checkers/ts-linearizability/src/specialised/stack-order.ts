import type { StackInput, StackOutput } from '../models/inputs.js';
import type { Item, SpecialisedChecker } from '../types.js';
import { containerChecker } from './containers/checker.js';
import type { Container } from './containers/operations.js';
import { Peeling } from './stack/peeling.js';
import type { DescribeOperation } from './words.js';

/** A stack, as every checker of containers sees it. */
export const stackContainer = (
  initial: readonly Item[],
  describe: DescribeOperation<StackInput, StackOutput>,
): Container<StackInput> => ({
  noun: 'stack',
  initial: initial.length,
  elementPut: (input) => (input.f === 'push' ? input.value : undefined),
  describe,
});

/**
 * Stacks whose elements are all different, in O(n log n): no element from nowhere or twice, no pop
 * that found nothing while something was surely inside, and everything can be peeled off
 * (`Peeling`). A push without an answer counts once its element came out; a pop without an answer
 * may have taken an element that nobody else got.
 */
export function stackOrder(
  initial: readonly Item[],
  describe: DescribeOperation<StackInput, StackOutput>,
): SpecialisedChecker<StackInput, StackOutput> {
  return containerChecker({
    name: 'stack-order',
    ...stackContainer(initial, describe),
    remove(elements, { intervals }, spare) {
      const { putCall, putReturn, takeCall } = elements;
      const peeling = new Peeling(elements, spare, intervals);
      // What was surely inside when an element came, and until it had come, lies below it.
      return peeling.run()
        ? {
            precedence: { since: takeCall, level: putCall, floor: putReturn },
            moments: () => peeling.moments(),
          }
        : { stuck: peeling.left() };
    },
  });
}
