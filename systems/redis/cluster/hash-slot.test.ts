import { describe, expect, test } from 'vitest';
import { ONE_SLOT } from '../clients/one-slot.js';
import { equalRanges, hashSlot, SLOTS } from './hash-slot.js';

describe('the slot of a key', () => {
  test.each([
    // The check value of CRC16-CCITT (XMODEM), from the specification of Redis cluster.
    ['123456789', 0x31c3],
    ['foo', 12_182],
    ['{user1000}.following', hashSlot('user1000')],
    // Without anything between the first pair of braces, the whole key counts.
    ['foo{}{bar}', 8363],
    ['foo{{bar}}zap', hashSlot('{bar')],
    ['foo{bar}{zap}', hashSlot('bar')],
    ['{', hashSlot('{')],
  ])('of %s is %i', (key, slot) => {
    expect(hashSlot(key)).toBe(slot);
  });

  test('of all data under a single key is served by the first node, however many there are', () => {
    expect(hashSlot(`faultline:set:${ONE_SLOT}`)).toBe(0);
  });
});

test.each([1, 3, 7, 100])('%i equal ranges have every slot once', (count) => {
  const ranges = equalRanges(count);
  expect(ranges[0]?.from).toBe(0);
  expect(ranges.at(-1)?.to).toBe(SLOTS - 1);
  ranges.slice(1).forEach((range, i) => {
    expect(range.from).toBe((ranges[i]?.to ?? 0) + 1);
  });
});
