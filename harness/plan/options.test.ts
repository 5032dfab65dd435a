import { expect, test } from 'vitest';

import { optionsFromText, withDefaults } from './options.js';

const DEFAULTS = { flag: false, count: 3, save: '' };
const read = (given: Record<string, string>) => ({
  ...DEFAULTS,
  ...optionsFromText('redis', DEFAULTS, given),
});

test.each([
  ['yes', true],
  ['no', false],
  ['true', true],
  ['False', false],
  ['on', true],
  ['off', false],
])('a boolean may be written as %s', (text, value) => {
  expect(read({ flag: text })).toEqual({ ...DEFAULTS, flag: value });
});

test('the default tells the type: digits are a number for one option and text for another', () => {
  expect(read({ count: '12', save: '900' })).toEqual({ flag: false, count: 12, save: '900' });
  expect(read({ save: 'yes' })).toMatchObject({ save: 'yes' });
});

test('what makes no sense is refused with all that would', () => {
  expect(() => read({ flag: 'maybe' })).toThrow(
    /yes or no[^]*"maybe"[^]*write flag=yes or flag=no/,
  );
  expect(() => read({ flag: '1' })).toThrow(/yes or no/);
  expect(() => read({ count: 'many' })).toThrow(/a number[^]*"many"[^]*count=3/);
  expect(() => read({ count: '' })).toThrow(/a number/);
  expect(() => read({ toString: 'x' })).toThrow(/"toString" is none/);
  expect(() => withDefaults('redis', DEFAULTS, { flag: 'yes' })).toThrow(/yes or no/);
});
