import type { Catalogue, Config } from '../core/catalogue.js';
import { InputError } from '../core/errors.js';

/** What a field must be, in the words of an error. */
const KINDS = {
  'a text': (value: unknown) => typeof value === 'string' && value !== '',
  'a function': (value: unknown) => typeof value === 'function',
  'a list': Array.isArray,
  'an object': (value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value),
} as const;
type FieldKind = keyof typeof KINDS;

/** The fields without which an entry can't be used, by the kinds of entries. */
const FIELDS: {
  readonly [Kind in keyof Catalogue]: Readonly<
    Partial<Record<keyof Catalogue[Kind][number], FieldKind>>
  >;
} = {
  systems: {
    summary: 'a text',
    client: 'an object',
    clientModes: 'a list',
    capabilities: 'a list',
    defaults: 'an object',
    create: 'a function',
  },
  workloads: {
    summary: 'a text',
    invariant: 'a text',
    dataType: 'an object',
    checkers: 'a list',
    defaults: 'an object',
    main: 'a function',
    final: 'a function',
  },
  checkers: { summary: 'a text', check: 'a function' },
  models: { summary: 'a text', ops: 'a text' },
  faults: {
    summary: 'a text',
    provenBy: 'a text',
    needs: 'a list',
    value: 'a list',
    fs: 'a list',
    overlap: 'a function',
    validate: 'a function',
    create: 'a function',
  },
  scenarios: {
    claim: 'a text',
    source: 'a text',
    expectation: 'a text',
    conditions: 'a list',
    plan: 'an object',
  },
};

/** The kinds of entries of a catalogue. */
export const ENTRY_KINDS = Object.keys(FIELDS) as readonly (keyof Catalogue)[];

/** Names stand in comma lists and in names of folders. */
const NAME = /^[\p{L}\d][\p{L}\d._-]*$/u;

/**
 * Refuses what is no config. A config in JavaScript, or one whose types nobody checked, may hold
 * anything: what is missing shall be said here, and not fail in the middle of a run.
 * @throws InputError with the first thing that is wrong.
 */
export function checkConfig(config: unknown, file: string): asserts config is Config {
  if (!isObject(config)) {
    throw wrong(file, 'the default export', 'an object', config, 'defineConfig({ … })');
  }
  for (const [kind, entries] of Object.entries(config)) {
    if (!isEntryKind(kind)) {
      throw new InputError({
        code: 'E_CONFIG',
        expected: `${ENTRY_KINDS.join(', ')} in ${file}`,
        actual: `it has "${kind}"`,
        advice: `remove "${kind}", or correct its name`,
      });
    }
    if (entries !== undefined) checkEntries(file, kind, entries, kind);
  }
}

function checkEntries(file: string, kind: keyof Catalogue, entries: unknown, place: string): void {
  if (!Array.isArray(entries)) throw wrong(file, place, 'a list', entries, '[ … ]');
  for (const [index, entry] of entries.entries())
    checkEntry(file, kind, entry, `${place}[${index}]`);
}

function checkEntry(file: string, kind: keyof Catalogue, entry: unknown, place: string): void {
  if (!isObject(entry)) throw wrong(file, place, 'an object', entry);
  const { name } = entry;
  if (typeof name !== 'string' || !NAME.test(name)) {
    throw wrong(
      file,
      `${place}.name`,
      'a name of letters, digits, dots, hyphens and underscores',
      name,
    );
  }
  for (const [field, expected] of Object.entries<FieldKind>(FIELDS[kind])) {
    const value = entry[field];
    if (!KINDS[expected](value)) throw wrong(file, `${place} (${name}).${field}`, expected, value);
  }
  const { faults } = entry;
  if (kind === 'systems' && faults !== undefined) {
    checkEntries(file, 'faults', faults, `${place}.faults`);
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return KINDS['an object'](value);
}

function isEntryKind(kind: string): kind is keyof Catalogue {
  return Object.hasOwn(FIELDS, kind);
}

function wrong(
  file: string,
  place: string,
  expected: string,
  value: unknown,
  example?: string,
): InputError {
  return new InputError({
    code: 'E_CONFIG',
    expected: `${place} of ${file} to be ${expected}`,
    actual: value === undefined ? 'it is missing' : `it is ${inWords(value)}`,
    advice: example === undefined ? `correct it in ${file}` : `write it as ${example}`,
  });
}

function inWords(value: unknown): string {
  if (value === '') return 'an empty text';
  if (typeof value === 'string') return `the text "${value}"`;
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  return String(value);
}
