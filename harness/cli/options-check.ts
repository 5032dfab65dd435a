import { InputError } from '../core/errors.js';
import type { JsonObject } from '../core/json.js';

/**
 * Options with their defaults filled in.
 * @throws InputError for an option that is not known or is of another type than its default.
 */
export function withDefaults(of: string, defaults: JsonObject, given: JsonObject): JsonObject {
  for (const [name, value] of Object.entries(given)) {
    const fallback = defaults[name];
    if (fallback === undefined) {
      const known = Object.keys(defaults);
      throw new InputError({
        code: 'E_OPTION',
        expected:
          known.length === 0
            ? `no options: ${of} has none`
            : `an option of ${of}: ${known.join(', ')}`,
        actual: `"${name}" is none`,
        advice: 'look at `faultline list` for the options and their defaults',
      });
    }
    if (fallback !== null && typeof value !== typeof fallback) {
      throw new InputError({
        code: 'E_OPTION',
        expected: `${name} of ${of} to be a ${typeof fallback}, such as ${JSON.stringify(fallback)}`,
        actual: JSON.stringify(value),
        advice: `write it as ${name}=${JSON.stringify(fallback)}`,
      });
    }
  }
  return { ...defaults, ...given };
}
