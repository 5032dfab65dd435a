import { describe, expect, test } from 'vitest';
import { filesIn } from './append-only.js';
import { lastWords } from './data-files.js';
import { dataFileKinds, dataFileRefusals } from './kinds.js';

test('a manifest tells which files are loaded, in their order; history is not', () => {
  const manifest = [
    'file appendonly.aof.2.base.rdb seq 2 type b',
    'file appendonly.aof.1.incr.aof seq 1 type h',
    'file appendonly.aof.3.incr.aof seq 3 type i',
    'file appendonly.aof.4.incr.aof seq 4 type i',
    '',
  ].join('\n');
  expect(filesIn(manifest)).toEqual([
    'appendonly.aof.2.base.rdb',
    'appendonly.aof.3.incr.aof',
    'appendonly.aof.4.incr.aof',
  ]);
  expect(filesIn('')).toEqual([]);
});

test.each([
  [
    '39:M 24 Nov 2026 16:03:06.102 # Bad file format: make a backup\n',
    'Bad file format: make a backup',
  ],
  [
    'x\n1:M 01 Jan 2026 00:00:00.000 * Ready to accept connections\n',
    'Ready to accept connections',
  ],
  ['a sentence of its own', 'a sentence of its own'],
])('the last words of a log are its last line, without what stands before: %j', (log, words) => {
  expect(lastWords(log)).toBe(words);
});

describe('what a server keeps', () => {
  test.each([
    [{ version: '7.0', appendonly: true, save: '1 1' }, ['aof']],
    [{ version: '7.0', appendonly: false, save: '1 1' }, ['rdb']],
    [{ version: '7.0', appendonly: false, save: '' }, []],
    [{ version: '6.0', appendonly: true, save: '' }, []],
    [{ version: '6.0', appendonly: false, save: '1 1' }, ['rdb']],
  ] as const)('is told by its options: %j', (options, kinds) => {
    expect(dataFileKinds(options)).toEqual(kinds);
    expect(Object.keys(dataFileRefusals(options))).toHaveLength(kinds.length === 0 ? 1 : 0);
  });
});
