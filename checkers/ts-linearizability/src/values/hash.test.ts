import { describe, expect, it } from 'vitest';
import { mixed } from './hash.js';

const BUCKETS = 64;
const COUNT = 100 * BUCKETS;

/** How many of the words fall into the fullest of all buckets. */
function fullest(hashOf: (i: number) => number, bucketOf: (hash: number) => number): number {
  const sizes = new Int32Array(BUCKETS);
  for (let i = 0; i < COUNT; i++) {
    const bucket = bucketOf(hashOf(i));
    sizes[bucket] = (sizes[bucket] ?? 0) + 1;
  }
  return Math.max(...sizes);
}

describe('hashes', () => {
  it.each<[string, (i: number) => number]>([
    ['small numbers', (i) => mixed(0, i)],
    ['numbers that are far apart', (i) => mixed(0, i << 16)],
    ['pairs that differ in the first', (i) => mixed(mixed(0, i), 7)],
    ['pairs that differ in the second', (i) => mixed(mixed(0, 7), i)],
    ['pairs that differ in both', (i) => mixed(mixed(0, i >> 6), i & 63)],
  ])('of %s spread by their low bits and by their high bits', (_name, hashOf) => {
    expect(fullest(hashOf, (hash) => hash & (BUCKETS - 1))).toBeLessThan(250);
    expect(fullest(hashOf, (hash) => hash >>> 26)).toBeLessThan(250);
  });
});
