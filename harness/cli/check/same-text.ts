import { checkOperations, describeValue, type Model } from 'ts-linearizability';

import type { RecordedValue } from '../../histories/index.js';
import { keyAsField, type KeyedOperation } from './independent.js';

type Scalar = Exclude<RecordedValue, object> | null;

/** Two values that look alike, and where they stand. */
export interface Lookalikes {
  readonly values: readonly [Scalar, Scalar];
  readonly operations: readonly [KeyedOperation, KeyedOperation];
}

const BOUNDS = { timeoutMs: 1000, memoryBytes: 1 << 27 };
const MOST_OTHERS = 64;

/**
 * Values that differ in their types only, as `"41"` and `41`, if ops without a legal order would
 * have one were they the same.
 * @param witness - ops without a legal order.
 * @param all - all ops on the same objects.
 */
export function lookalikesIn(
  model: Model<unknown, unknown, unknown>,
  witness: readonly KeyedOperation[],
  all: readonly KeyedOperation[],
): Lookalikes | undefined {
  const seen = new Map<string, { readonly value: Scalar; readonly in: KeyedOperation }>();
  for (const operation of witness) {
    for (const value of scalarsOf(operation)) seen.set(String(value), { value, in: operation });
  }
  const others: KeyedOperation[] = [];
  let found: Lookalikes | undefined;
  for (const operation of all) {
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
  return checkOperations(model, asText, BOUNDS).verdict === 'ok' ? found : undefined;
}

/**
 * A key that differs from that of ops without a legal order in its type only, as `"1"` and `1`, if
 * together with the ops on that key they have one.
 */
export function alikeKey(
  model: Model<unknown, unknown, unknown>,
  witness: readonly KeyedOperation[],
  all: readonly KeyedOperation[],
): string | undefined {
  const key = witness[0]?.key;
  if (key === undefined) return undefined;
  const others = all.filter(
    (operation) =>
      operation.key !== undefined &&
      operation.key !== key &&
      keyAsField(operation.key) === keyAsField(key),
  );
  const together = [...witness, ...others.map((operation) => ({ ...operation, key }))];
  const helps = others.length > 0 && checkOperations(model, together, BOUNDS).verdict === 'ok';
  return helps ? others[0]?.key : undefined;
}

/** The same op with every value that looks like one that was seen in that one's type. */
function sameTyped(
  operation: KeyedOperation,
  seen: ReadonlyMap<string, { readonly value: Scalar }>,
): KeyedOperation {
  const typed = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(typed);
    if (!isPlain(part))
      return isScalar(part) ? (seen.get(String(part)) ?? { value: part }).value : part;
    return Object.fromEntries(
      Object.entries(part).map(([name, of]) => [name, name === 'f' ? of : typed(of)]),
    );
  };
  return { ...operation, input: typed(operation.input), output: typed(operation.output) };
}

function scalarsOf({ input, output }: KeyedOperation): readonly Scalar[] {
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
