import type { z } from 'zod';

import { InputError } from './errors.js';

type Issue = z.core.$ZodIssue;

/** What is wrong with a value, in the words of an error. */
export interface Misshapen {
  readonly expected: string;
  readonly actual: string;
  readonly advice: string;
}

/**
 * The first thing that is wrong with a value; `null` where it is as a schema says.
 * @param place what the value is: `scenarios[0] (split-brain)`.
 * @param file where it stands, if that is known: the path of a config.
 */
export function misshapen(
  schema: z.ZodType,
  value: unknown,
  place: string,
  file?: string,
): Misshapen | null {
  const parsed = schema.safeParse(value);
  const [first] = parsed.success ? [] : parsed.error.issues;
  if (first === undefined) return null;
  const { path, issue } = deepest(first);
  const steps = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`));
  const at = `${place}${steps.join('')}${file === undefined ? '' : ` of ${file}`}`;
  if (issue.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    return {
      expected: `only fields that there are in ${at}`,
      actual: `it has "${key}"`,
      advice: `remove "${key}", or correct its name`,
    };
  }
  const came = path.reduce<unknown>(
    (held, step) => (held as Readonly<Record<PropertyKey, unknown>> | null | undefined)?.[step],
    value,
  );
  return {
    expected: `${at} to be ${expectedOf(issue)}`,
    actual: came === undefined ? 'it is missing' : `it is ${inWords(came)}`,
    advice: `correct it${file === undefined ? '' : ` in ${file}`}`,
  };
}

/**
 * Refuses a value that is not as a schema says.
 * @throws InputError that names the first place which is wrong, what was expected there, and what came.
 */
export function checkShape(
  schema: z.ZodType,
  value: unknown,
  { code, place, file }: { readonly code: string; readonly place: string; readonly file?: string },
): void {
  const wrong = misshapen(schema, value, place, file);
  if (wrong !== null) throw new InputError({ code, ...wrong });
}

interface Found {
  readonly path: readonly PropertyKey[];
  readonly issue: Issue;
}

/** What is wrong; of a union, what is wrong with the member that the value comes closest to. */
function deepest(issue: Issue, above: readonly PropertyKey[] = []): Found {
  const path = [...above, ...issue.path];
  if (issue.code !== 'invalid_union') return { path, issue };
  const [closest] = issue.errors
    .flatMap((issues) => {
      const [first] = issues;
      return first === undefined ? [] : [{ ...deepest(first, path), missed: issues.length }];
    })
    .toSorted((a, b) => b.path.length - a.path.length || a.missed - b.missed);
  return closest ?? { path, issue };
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  array: 'a list',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  number: 'a number',
};

function expectedOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return TYPES[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return issue.values.map(String).join(' or ');
    case 'too_small':
      if (issue.origin === 'string') return 'a text';
      if (issue.origin === 'array') return `a list of ${String(issue.minimum)} or more`;
      return `${issue.inclusive === true ? 'at least' : 'more than'} ${String(issue.minimum)}`;
    case 'too_big':
      return `at most ${String(issue.maximum)}`;
    default:
      return issue.message;
  }
}

/** A value in the words of an error. */
export function inWords(value: unknown): string {
  if (value === '') return 'an empty text';
  if (typeof value === 'string') return `the text "${value}"`;
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  return String(value);
}
