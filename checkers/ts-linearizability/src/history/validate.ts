import { InvalidHistoryError } from '../errors/errors.js';
import type { Operation } from '../types.js';

/**
 * A history whose intervals make sense, with numbers for its times: bigints become times since the
 * earliest call.
 *
 * @throws InvalidHistoryError if a call is not finite, a return is before its call, or a time is not a
 *   number that is exact.
 */
export function validHistory<Input, Output>(
  operations: readonly Operation<Input, Output, number | bigint>[],
): readonly Operation<Input, Output>[] {
  let first: bigint | undefined;
  for (const [position, operation] of operations.entries()) {
    const { call } = refuseUnlessValid(operation, position);
    if (typeof call === 'bigint' && (first === undefined || call < first)) {
      first = call;
    }
  }
  if (first === undefined) {
    return operations as readonly Operation<Input, Output>[];
  }
  const origin = first;
  return operations.map((operation, position) => ({
    ...operation,
    call: since(origin, operation.call, position),
    return: since(origin, operation.return, position),
  }));
}

function refuseUnlessValid<Input, Output>(
  // What is no operation at all comes from callers without types.
  operation: Operation<Input, Output, number | bigint> | null | undefined,
  position: number,
): Operation<Input, Output, number | bigint> {
  if (operation === undefined || operation === null || !isFinite(operation.call)) {
    throw new InvalidHistoryError(position, 'a finite call', String(operation?.call));
  }
  const { call, return: returned } = operation;
  // The negation also catches NaN.
  if (!(returned >= call)) {
    const expected = `a return at or after its call at ${call}`;
    throw new InvalidHistoryError(position, expected, String(returned));
  }
  for (const time of [call, returned]) {
    if (typeof time === 'number' && isFinite(time) && Math.abs(time) > Number.MAX_SAFE_INTEGER) {
      const expected = 'times that are exact (numbers up to 2^53, or bigints)';
      throw new InvalidHistoryError(position, expected, String(time));
    }
  }
  return operation;
}

function isFinite(time: unknown): boolean {
  return typeof time === 'bigint' || Number.isFinite(time);
}

function since(origin: bigint, time: number | bigint, position: number): number {
  if (time === Infinity) {
    return Infinity;
  }
  const difference = typeof time === 'bigint' ? Number(time - origin) : Number.NaN;
  if (!Number.isSafeInteger(difference)) {
    const expected = `bigints for its times, at most 2^53 after the first call at ${origin}`;
    throw new InvalidHistoryError(position, expected, String(time));
  }
  return difference;
}
