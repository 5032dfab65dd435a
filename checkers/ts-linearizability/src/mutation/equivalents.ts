import type { Mutant } from './mutants.js';

/** Mutants that change nothing that could be noticed, for one reason. */
export interface Equivalents {
  readonly why: string;
  /** Their ids, as the list of survivors gives them. */
  readonly mutants: readonly string[];
}

/**
 * The reason for each mutant that is listed.
 *
 * @throws Error for entries of the files at hand that are no mutants of them: the code has changed.
 */
export function reasonsOf(
  equivalents: readonly Equivalents[],
  mutants: readonly Mutant[],
): ReadonlyMap<string, string> {
  const ids = new Set(mutants.map(({ id }) => id));
  const files = new Set(mutants.map(({ file }) => file));
  const listed = equivalents.flatMap(({ mutants: some, why }) => some.map((id) => ({ id, why })));
  const stale = listed.filter(({ id }) => files.has(id.slice(0, id.indexOf(':'))) && !ids.has(id));
  if (stale.length > 0) {
    const lines = stale.map(({ id }) => `  ${id}`);
    throw new Error(['listed as equivalent, but no longer mutants:', ...lines].join('\n'));
  }
  return new Map(listed.map(({ id, why }) => [id, why]));
}
