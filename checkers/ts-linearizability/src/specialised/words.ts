import { positionInHistory } from '../history/select.js';
import type { Operation } from '../types.js';

/** What an operation did, for people. */
export type DescribeOperation<Input, Output> = (input: Input, output: Output | undefined) => string;

/** An operation for people: what it did, and its position. */
export type Words = (position: number | undefined) => string;

/** Beyond this, operations are counted, not named. */
const MOST_NAMED = 8;

/** Several operations for people, if they are many only the first and how many more there are. */
export function listed(words: Words, positions: readonly number[]): string {
  const named = positions.slice(0, MOST_NAMED).map(words).join(', ');
  const more = positions.length - MOST_NAMED;
  return more > 0 ? `${named} and ${more} more` : named;
}

/** Words for the operations of a history. */
export function wordsFor<Input, Output>(
  operations: readonly Operation<Input, Output>[],
  describe: DescribeOperation<Input, Output>,
): Words {
  return (position = -1) => {
    const operation = operations[position];
    return operation === undefined
      ? 'the initial state'
      : `${describe(operation.input, operation.output)} (${nameOf(operations, position)})`;
  };
}

/** How a reason names an operation: by its own name, or by its position in the whole history. */
export function nameOf(
  operations: readonly Operation<unknown, unknown>[],
  position: number,
): string {
  return operations[position]?.name ?? `operation ${positionInHistory(operations, position)}`;
}
