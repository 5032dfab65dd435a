import { describeValue, type Operation, type Value } from 'ts-linearizability';
import type { Budget } from './budget.js';
import type { JudgedOperation, ObjectOperations } from './operations.js';
import type { Part } from './parts.js';
import { keyAsField } from './specification.js';

type Scalar = Exclude<Value, object> | null;

/** Two values that look alike, and where they stand. */
export interface Lookalikes {
  readonly values: readonly [Scalar, Scalar];
  readonly operations: readonly [JudgedOperation, JudgedOperation];
}

const MOST_OTHERS = 64;

/**
 * Values that differ in their types only, as `"41"` and `41`, if ops without a legal order would
 * have one were they the same.
 * @param witness - ops of the part without a legal order.
 */
export function lookalikesIn(
  { ofObject, object }: Part,
  witness: readonly JudgedOperation[],
  budget: Budget,
): Lookalikes | undefined {
  const seen = new Map<string, { readonly value: Scalar; readonly in: JudgedOperation }>();
  for (const operation of witness) {
    for (const value of scalarsOf(operation)) seen.set(String(value), { value, in: operation });
  }
  const others: JudgedOperation[] = [];
  let found: Lookalikes | undefined;
  for (const operation of object.operations) {
    const value = scalarsOf(operation).find((one) => {
      const alike = seen.get(String(one));
      return alike !== undefined && describeValue(alike.value) !== describeValue(one);
    });
    const alike = seen.get(String(value));
    if (value === undefined || alike === undefined) continue;
    found ??= { values: [alike.value, value], operations: [alike.in, operation] };
    if (!witness.includes(operation)) others.push(operation);
    if (others.length === MOST_OTHERS) break;
  }
  if (found === undefined) return undefined;
  const asText = [...witness, ...others].map((operation) => sameTyped(operation, seen));
  return isLegal(ofObject, asText, budget) ? found : undefined;
}

/** Whether ops have a legal order. A model may refuse values of another type than it was given. */
function isLegal(
  specification: Part['ofObject'],
  operations: readonly Operation<unknown, unknown>[],
  budget: Budget,
): boolean {
  try {
    return budget.judge(specification, operations)?.verdict === 'ok';
  } catch {
    return false;
  }
}

/**
 * A key that differs from that of ops without a legal order in its type only, as `"1"` and `1`, if
 * together with the ops on that key they have one.
 */
export function alikeKey(
  { object: { key }, ofObject }: Part,
  witness: readonly JudgedOperation[],
  objects: readonly ObjectOperations[],
  budget: Budget,
): string | undefined {
  if (key === undefined) return undefined;
  const others = objects.filter(
    (one) => one.key !== undefined && one.key !== key && keyAsField(one.key) === keyAsField(key),
  );
  if (others.length === 0) return undefined;
  const together = [...witness, ...others.flatMap(({ operations }) => operations)];
  return budget.judge(ofObject, together)?.verdict === 'ok' ? others[0]?.key : undefined;
}

/** The same op with every value that looks like one that was seen in that one's type. */
function sameTyped(
  operation: JudgedOperation,
  seen: ReadonlyMap<string, { readonly value: Scalar }>,
): Operation<unknown, unknown> {
  const typed = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(typed);
    if (!isPlain(part))
      return isScalar(part) ? (seen.get(String(part)) ?? { value: part }).value : part;
    return Object.fromEntries(
      Object.entries(part).map(([name, of]) => [name, name === 'f' ? of : typed(of)]),
    );
  };
  const { call, return: end, input, output } = operation;
  return { call, return: end, input: typed(input), output: typed(output) };
}

function scalarsOf({ input, output }: JudgedOperation): readonly Scalar[] {
  const found: Scalar[] = [];
  const look = (part: unknown): void => {
    if (Array.isArray(part)) part.forEach(look);
    else if (isPlain(part)) {
      for (const [name, of] of Object.entries(part)) if (name !== 'f') look(of);
    } else if (isScalar(part)) found.push(part);
  };
  look(input);
  look(output);
  return found;
}

function isScalar(part: unknown): part is Scalar {
  return part === null || !['undefined', 'object', 'function', 'symbol'].includes(typeof part);
}

function isPlain(part: unknown): part is object {
  return (
    typeof part === 'object' && part !== null && Object.getPrototypeOf(part) === Object.prototype
  );
}
