import { expect, test } from 'vitest';
import { changedIn, stateIn } from './scripts.js';

test('a file is told by its length and checksum, one that is not there by nothing', () => {
  const sha256 = 'ab'.repeat(32);
  expect(stateIn(`12\n${sha256}  -\n`)).toEqual({ size_bytes: 12, sha256 });
  expect(stateIn('')).toBeNull();
  expect(() => stateIn('12\n')).toThrow('expected a length and a checksum');
});

test('bytes that were changed are told one by one', () => {
  expect(changedIn('5 97 99\n100 0 128\n')).toEqual([
    { offset: 5, before: 97, after: 99 },
    { offset: 100, before: 0, after: 128 },
  ]);
  expect(changedIn('')).toEqual([]);
});
