import { InvalidHistoryError } from '../errors/errors.js';
import type { Operation } from '../types.js';

/**
 * Refuses intervals that make no sense.
 *
 * @throws InvalidHistoryError if a call is not finite, or a return is before its call or not
 *   a number.
 */
export function validateHistory<Input, Output>(
  operations: readonly Operation<Input, Output>[],
): void {
  for (let position = 0; position < operations.length; position++) {
    // What is no operation at all comes from callers without types.
    const operation = operations[position] as Operation<Input, Output> | null | undefined;
    if (operation === undefined || operation === null || !Number.isFinite(operation.call)) {
      throw new InvalidHistoryError(position, 'a finite call', String(operation?.call));
    }
    // The negation also catches NaN.
    if (!(operation.return >= operation.call)) {
      const expected = `a return at or after its call at ${operation.call}`;
      throw new InvalidHistoryError(position, expected, String(operation.return));
    }
  }
}
