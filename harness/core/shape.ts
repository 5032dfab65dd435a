import type { z } from 'zod';

import { InputError } from './errors.js';

type Issue = z.core.$ZodIssue;

/** Whose shape is looked at, in the words of an error. */
export interface Shaped {
  readonly code: string;
  /** `scenarios[0] (split-brain)`. */
  readonly place: string;
  /** Where it stands, if that is known: the path of a config. */
  readonly file?: string;
}

/**
 * Refuses a value that is not as a schema says.
 * @throws InputError that names the first place which is wrong, what was expected there, and what came.
 */
export function checkShape(schema: z.ZodType, value: unknown, { code, place, file }: Shaped): void {
  const parsed = schema.safeParse(value);
  const [first] = parsed.success ? [] : parsed.error.issues;
  if (first === undefined) return;
  const { path, issue } = deepest(first);
  const at = `${place}${path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('')}`;
  const of = file === undefined ? at : `${at} of ${file}`;
  const advice = `correct it${file === undefined ? '' : ` in ${file}`}`;
  if (issue.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    throw new InputError({
      code,
      expected: `only fields that there are in ${of}`,
      actual: `it has "${key}"`,
      advice: `remove "${key}", or correct its name`,
    });
  }
  const came = path.reduce<unknown>(
    (held, step) => (held as Readonly<Record<PropertyKey, unknown>> | undefined)?.[step],
    value,
  );
  throw new InputError({
    code,
    expected: `${of} to be ${expectedOf(issue)}`,
    actual: came === undefined ? 'it is missing' : `it is ${inWords(came)}`,
    advice,
  });
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
