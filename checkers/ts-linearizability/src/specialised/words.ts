import type { Operation } from '../types.js';

/** What an operation did, for people. */
export type DescribeOperation<Input, Output> = (input: Input, output: Output | undefined) => string;

/** An operation for people: what it did, and its position. */
export type Words = (position: number | undefined) => string;

/** Words for the operations of a history. */
export function wordsFor<Input, Output>(
  operations: readonly Operation<Input, Output>[],
  describe: DescribeOperation<Input, Output>,
): Words {
  return (position) => {
    const operation = operations[position ?? -1];
    return operation === undefined
      ? 'the initial state'
      : `${describe(operation.input, operation.output)} (operation ${position})`;
  };
}
