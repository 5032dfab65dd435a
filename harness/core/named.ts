import { InputError } from './errors.js';

/**
 * The item of a name.
 * @throws InputError with all the names there are, and the nearest one.
 */
export function named<T extends { readonly name: string }>(
  items: readonly T[],
  name: string,
  kind: string,
): T {
  const found = items.find((item) => item.name === name);
  if (found !== undefined) return found;
  const names = items.map((item) => item.name);
  const nearest = names.toSorted((a, b) => distance(a, name) - distance(b, name))[0];
  throw new InputError({
    code: 'E_NAME',
    expected: `the name of a ${kind}: ${names.join(', ')}`,
    actual: `"${name}" is none`,
    advice:
      nearest !== undefined && distance(nearest, name) <= Math.max(3, name.length / 2)
        ? `did you mean ${nearest}? \`faultline list\` tells what each one is`
        : '`faultline list` tells what each one is',
  });
}

/** Levenshtein distance, in edits. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replace = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replace, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}
