import { describe, expect, it } from 'vitest';
import type { RegisterInput, RegisterOutput } from '../models/inputs.js';
import { register } from '../models/register.js';
import type { Operation } from '../types.js';
import { settingsOf } from '../check/settings.js';
import { follow } from './explain.js';

/** Writes at one time, and a read of what none of them wrote. */
const history: readonly Operation<RegisterInput, RegisterOutput>[] = [
  ...Array.from({ length: 8 }, (_, value) => {
    return { input: { f: 'write', value } as const, call: 0, return: 10 + value };
  }),
  { input: { f: 'read' }, output: 99, call: 20, return: 21 },
];

/** Follows the history where so many bytes may be held; what was held at most, and in the end. */
function followed(mostBytes: number) {
  let held = 0;
  let peak = 0;
  const hold = (difference: number): boolean => {
    held += difference;
    peak = Math.max(peak, held);
    return held <= mostBytes;
  };
  const bounds = { now: () => 0, stop: () => undefined, hold };
  const to = follow(register(), history, settingsOf({}), bounds);
  return { to, held, peak };
}

describe('a history that is known to be illegal', () => {
  it('is followed to its dead end, and the memory for that is booked and given back', () => {
    const { to, held, peak } = followed(Infinity);
    expect(to.firstUnplaceable).toBe(8);
    expect(to.longestPrefix).toHaveLength(8);
    expect(held).toBe(0);
    expect(peak).toBeGreaterThan(0);
  });

  it('is followed no further than the bound of memory lets it', () => {
    const { to, held } = followed(0);
    expect(to.firstUnplaceable).toBe(undefined);
    expect(held).toBe(0);
  });
});
