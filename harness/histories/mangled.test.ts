import * as fc from 'fast-check';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { InputError } from '../core/errors.js';
import { History } from '../core/history.js';
import {
  exportCsv,
  exportEdn,
  exportElleJson,
  exportLines,
  MalformedHistoryError,
} from './index.js';
import { models } from '../../checkers/index.js';
import { checkFile } from '../../tests/support/check-history.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faultline-mangled-'));
});
afterAll(() => rm(folder, { recursive: true }));

const history = History.of([
  { process: 0, type: 'invoke', f: 'write', value: 1, time: 1, node: 'n1' },
  { process: 1, type: 'invoke', f: 'read', time: 2, node: 'n2' },
  { process: 'nemesis', type: 'info', f: 'kill', value: { n: ['a"b', null] }, time: 3 },
  { process: 0, type: 'ok', f: 'write', value: 1, time: 4, node: 'n1' },
  { process: 1, type: 'fail', f: 'read', time: 5, error: { code: 'x', message: 'y, "z"' } },
]);

const TEXTS = {
  edn: [...exportEdn(history)].join(''),
  'elle-json': [...exportElleJson(history)].join(''),
  csv: [...exportCsv(history)].join(''),
  jsonl: [...exportLines(history)].join(''),
  'jepsen-txt': ['0\t:invoke\t:write\t1', '1\t:invoke\t:read\tnil', '0\t:ok\t:write\t1\t[:a "b"]']
    .map((line) => `${line}\n`)
    .join(''),
  'porcupine-etcd': ['0\t:invoke\t:write\t1', '1\t:invoke\t:read\tnil', '0\t:ok\t:write\t1']
    .map((line) => `INFO  jepsen.util - ${line}\n`)
    .join(''),
} as const;

const bounds = { timeout_ms: 5000, memory_bytes: 1 << 26 };

/** Pieces that are put in, or take the place of others. */
const junk = fc.constantFrom(
  '',
  '"',
  '\\',
  '{',
  '}',
  '[',
  ']',
  '(',
  '#',
  ';',
  ':',
  ',',
  '\n',
  '9',
  '-',
  'nil',
  '\u0000',
  '1e999',
  '99999999999999999999',
  'null',
  '\\u12',
);

describe('a file that was mangled', () => {
  it.each(Object.keys(TEXTS) as (keyof typeof TEXTS)[])(
    'as %s is judged or refused with a place; nothing else happens',
    async (format) => {
      const text = TEXTS[format];
      const path = join(folder, format);
      const outcomes = new Set<string>();
      await fc.assert(
        fc.asyncProperty(
          fc.nat(text.length),
          fc.nat(6),
          junk,
          fc.nat(text.length),
          fc.boolean(),
          fc.constantFrom(...models.map(({ name }) => name)),
          async (at, gone, put, end, isCut, model) => {
            const mangled = text.slice(0, at) + put + text.slice(at + gone);
            await writeFile(path, isCut ? mangled.slice(0, end) : mangled);
            try {
              const report = await checkFile(path, model, bounds);
              outcomes.add(report.outcome);
            } catch (error) {
              expect(error).toBeInstanceOf(InputError);
              if (error instanceof MalformedHistoryError) {
                expect(error.place.line).toBeGreaterThan(0);
                expect(error.place.line).toBeLessThanOrEqual(text.split('\n').length + 1);
                expect(error.place.column).toBeGreaterThan(0);
                expect(error.message).toContain(`column ${error.place.column} of ${path}`);
              }
              outcomes.add('refused');
            }
          },
        ),
        { numRuns: 300 },
      );
      expect(outcomes).toContain('refused');
      await writeFile(path, text);
      const whole = await checkFile(path, 'register', bounds);
      expect(whole).toMatchObject({ outcome: 'valid', format });
    },
  );
});
