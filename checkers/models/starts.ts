import { valueKey, type Key, type Operation, type Value } from 'ts-linearizability';
/** What is not known to be another value. */
const ELSE = 'any other value';

/**
 * What a register may have held at first: what ops saw that were invoked before any write was
 * over, or a value that none of them saw.
 * @param seenBy - the value that an op saw, if it did.
 * @param overwrites - whether an op leaves nothing of what was there before.
 */
export function registerStarts<Input, Output>(
  operations: readonly Operation<Input, Output>[],
  seenBy: (operation: Operation<Input, Output>) => Value | undefined,
  overwrites: (operation: Operation<Input, Output>) => boolean,
): readonly Value[] {
  const seen = new Map<Key, Value>();
  for (const operation of beforeAny(operations, overwrites)) {
    const value = seenBy(operation);
    if (value !== undefined) seen.set(valueKey(value), value);
  }
  let other = ELSE;
  while (seen.has(other)) other += '!';
  return [...seen.values(), other];
}

/** The ops that were invoked before any that does so was over. */
export function beforeAny<Input, Output>(
  operations: readonly Operation<Input, Output>[],
  doesSo: (operation: Operation<Input, Output>) => boolean,
): readonly Operation<Input, Output>[] {
  let first = Number.POSITIVE_INFINITY;
  for (const operation of operations) {
    if (operation.return < first && doesSo(operation)) first = operation.return;
  }
  return operations.filter(({ call }) => call <= first);
}

/** Every beginning of a text that is followed by some of these texts alone, the text itself too. */
export function beginningsOf(text: string, appended: readonly string[]): readonly string[] {
  const ends = new Set([text.length]);
  for (const end of ends) {
    for (const part of appended) {
      if (part !== '' && text.slice(0, end).endsWith(part)) ends.add(end - part.length);
    }
  }
  return [...ends].map((end) => text.slice(0, end));
}
