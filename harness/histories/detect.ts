import { InputError } from '../core/errors.js';
import { JEPSEN_TEXT } from './jepsen-text-reader.js';
import { AWDIT_TEXT, PLUME_TEXT } from './session-text-reader.js';
import { parseJson } from './json/parse-json.js';
import { quoted } from './malformed.js';
import { FIELDS } from './event-fields.js';
import { formats, type Format } from './formats.js';

/** So much of a text is looked at; it should hold the first event. */
export const SAMPLE_CHARS = 64 * 1024;

const ETCD_LOG = /^INFO\s+jepsen\.util/;
/** Blanks, commas, comments and brackets before the first map of EDN. */
const EDN_OPENING = /^(?:[\s,]|;[^\n]*\n)*[[(]?(?:[\s,]|;[^\n]*\n)*(?:#[A-Za-z][\w.]*\s*)?\{\s*:/;
const EDN_KEY = /^[^{]*\{[^{}]*:key\s/;
const EDN_EMPTY = /^(?:[\s,]|;[^\n]*\n)*(?:[[(]|$)/;
const JSON_OPENING = /^\s*\[?\s*\{\s*"/;
const CSV_HEADER = new RegExp(`^"?(?:${FIELDS.join('|')})"?\\s*,`);

/**
 * The format of a text, from how it begins.
 * @throws InputError when it is none that can be read.
 */
export function detectFormat(sample: string, path: string): Format {
  const name = nameOf(sample.trimStart());
  const found = formats.find((format) => format.name === name);
  if (found !== undefined) return found;
  throw new InputError({
    code: 'E_HISTORY_FORMAT',
    expected: `a history in one of the formats ${formats.map((format) => format.name).join(', ')} at line 1, column 1 of ${path}`,
    actual: sample.trim() === '' ? 'the file is empty' : `it begins with ${quoted(sample)}`,
    advice: 'name the format with --format, or write the history as CSV: see `check --help`',
  });
}

function nameOf(sample: string): string | undefined {
  if (ETCD_LOG.test(sample)) return 'porcupine-etcd';
  if (JEPSEN_TEXT.test(sample)) return 'jepsen-txt';
  if (AWDIT_TEXT.test(sample)) return 'awdit';
  if (PLUME_TEXT.test(sample)) return 'plume';
  if (JSON_OPENING.test(sample)) return isOurs(sample) ? 'jsonl' : 'elle-json';
  if (EDN_OPENING.test(sample)) return EDN_KEY.test(firstMap(sample)) ? 'porcupine-kv' : 'edn';
  if (CSV_HEADER.test(sample)) return 'csv';
  return sample !== '' && EDN_EMPTY.test(sample) ? 'edn' : undefined;
}

/** Ours begin with a whole event of index 0 on the first line; only the last line may be torn. */
function isOurs(sample: string): boolean {
  const [line = ''] = sample.split('\n', 1);
  try {
    const event = parseJson(line, { line: 1, column: 1 }) as { readonly [field: string]: unknown };
    return event['index'] === 0 && 'time' in event && 'process' in event;
  } catch {
    return false;
  }
}

function firstMap(sample: string): string {
  const start = sample.search(/\{\s*:/);
  return sample.slice(start, sample.indexOf('}', start) + 1);
}
