import { closest, distance } from 'fastest-levenshtein';

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
  const nearest = names.length === 0 ? undefined : closest(name, names);
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
