import { InputError } from '../core/errors.js';
import type { Json, JsonObject } from '../core/json.js';

/**
 * Options with their defaults filled in.
 * @throws InputError for an option that is not known or is of another type than its default.
 */
export function withDefaults(of: string, defaults: JsonObject, given: JsonObject): JsonObject {
  for (const [name, value] of Object.entries(given)) {
    const fallback = defaultOf(of, defaults, name);
    if (fallback !== null && typeof value !== typeof fallback)
      throw wrong(of, name, fallback, value);
  }
  return { ...defaults, ...given };
}

/**
 * Options that were written as text. The type of a default tells how
 * a text is read: yes and no are booleans for an option that is one, and digits are text for one
 * that is text.
 * @throws InputError for an option that is not known or whose text makes no sense.
 */
export function optionsFromText(
  of: string,
  defaults: JsonObject,
  given: Readonly<Record<string, string>>,
): JsonObject {
  const read = Object.entries(given).map(([name, text]): [string, Json] => {
    const fallback = defaultOf(of, defaults, name);
    const value = valueOf(text, fallback);
    if (value === undefined) throw wrong(of, name, fallback, text);
    return [name, value];
  });
  return Object.fromEntries(read);
}

function defaultOf(of: string, defaults: JsonObject, name: string): Json {
  const fallback = Object.hasOwn(defaults, name) ? defaults[name] : undefined;
  if (fallback !== undefined) return fallback;
  const known = Object.keys(defaults);
  throw new InputError({
    code: 'E_OPTION',
    expected:
      known.length === 0 ? `no options: ${of} has none` : `an option of ${of}: ${known.join(', ')}`,
    actual: `"${name}" is none`,
    advice: 'look at `faultline list` for the options and their defaults',
  });
}

const BOOLEANS: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  on: true,
  false: false,
  no: false,
  off: false,
};

/** What a text means beside a default; `undefined` where it means nothing. */
function valueOf(text: string, fallback: Json): Json | undefined {
  const number = text.trim() === '' ? Number.NaN : Number(text);
  if (typeof fallback === 'boolean') return BOOLEANS[text.toLowerCase()];
  if (typeof fallback === 'number') return Number.isFinite(number) ? number : undefined;
  return text;
}

function wrong(of: string, name: string, fallback: Json, came: Json | undefined): InputError {
  const [kind, advice] =
    typeof fallback === 'boolean'
      ? ['yes or no (or true, false, on, off)', `write ${name}=yes or ${name}=no`]
      : [`a ${typeof fallback}`, `write it as the default is: ${name}=${JSON.stringify(fallback)}`];
  return new InputError({
    code: 'E_OPTION',
    expected: `${name} of ${of} to be ${kind}`,
    actual: `it is ${JSON.stringify(came)}`,
    advice,
  });
}
