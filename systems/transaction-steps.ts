import type { Json, TransactionStep } from '../harness/index.js';

/** What comes of the steps of a transaction. */
export interface Stepped {
  /** The steps, with what was read. */
  readonly steps: readonly TransactionStep[];
  /** The new values of the keys that are written, by their names in the store. */
  readonly written: ReadonlyMap<string, Json>;
}

/**
 * Does the steps of a transaction one after the other, for a store that takes all new values at once.
 * @param values those before, by the names that the keys have in the store; `null` or nothing where there is none.
 */
export function stepsOn(
  steps: readonly TransactionStep[],
  values: ReadonlyMap<string, Json>,
  nameOf: (key: Json) => string,
): Stepped {
  const written = new Map<string, Json>();
  const done = steps.map((step): TransactionStep => {
    const [f, key, value] = step;
    const name = nameOf(key);
    const before = written.get(name) ?? values.get(name) ?? null;
    if (f === 'r') return [f, key, before];
    const list = Array.isArray(before) ? (before as readonly Json[]) : [];
    written.set(name, f === 'append' ? [...list, value] : value);
    return step;
  });
  return { steps: done, written };
}
