import type { Catalogue, Config } from '../core/catalogue.js';
import { InputError } from '../core/errors.js';
import { checkShape, inWords } from '../core/shape.js';
import { ENTRIES, NAMED } from './entry-schemas.js';

/** The kinds of entries of a catalogue. */
export const ENTRY_KINDS = Object.keys(ENTRIES) as readonly (keyof Catalogue)[];

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
  checkShape(NAMED, entry, { code: 'E_CONFIG', place, file });
  const { name, faults } = entry as Readonly<Record<string, unknown>>;
  checkShape(ENTRIES[kind], entry, { code: 'E_CONFIG', place: `${place} (${String(name)})`, file });
  if (kind === 'systems' && faults !== undefined) {
    checkEntries(file, 'faults', faults, `${place}.faults`);
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEntryKind(kind: string): kind is keyof Catalogue {
  return Object.hasOwn(ENTRIES, kind);
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
