import type { Mutant } from './mutants.js';

/** Mutants that change nothing that could be noticed, and why. */
export interface Equivalent {
  /** The mutant's id, as the list of survivors gives it. */
  readonly id: string;
  readonly why: string;
}

/** What is known to change nothing; counted apart, tried all the same. */
export const EQUIVALENTS: readonly Equivalent[] = [];

/**
 * The reason for each mutant that is listed.
 *
 * @throws Error for entries of a file in `files` that are no mutants of it: the code has changed.
 */
export function reasonsOf(
  equivalents: readonly Equivalent[],
  mutants: readonly Mutant[],
): ReadonlyMap<string, string> {
  const ids = new Set(mutants.map(({ id }) => id));
  const files = new Set(mutants.map(({ file }) => file));
  const stale = equivalents.filter(
    ({ id }) => files.has(id.slice(0, id.indexOf(':'))) && !ids.has(id),
  );
  if (stale.length > 0) {
    const lines = stale.map(({ id }) => `  ${id}`);
    throw new Error(['listed as equivalent, but no longer mutants:', ...lines].join('\n'));
  }
  return new Map(equivalents.map(({ id, why }) => [id, why]));
}
