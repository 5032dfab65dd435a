import { describe, expect, test } from 'vitest';
import { clockFile } from './clock-file.js';

describe('the file of libfaketime', () => {
  test.each([
    [{ offset_ms: 3000, rate: 1 }, 100, '+3.000 x1\n'],
    [{ offset_ms: -7250, rate: 1 }, 100, '-7.250 x1\n'],
    [{ offset_ms: 0, rate: 1 }, 100, '+0.000 x1\n'],
  ])('of a jump holds the offset, and ends any drift: %j', (skew, age_s, text) => {
    expect(clockFile(skew, age_s)).toBe(text);
  });

  test.each([
    [{ offset_ms: 0, rate: 1.5 }, 100, '-50.000 x1.5\n'],
    [{ offset_ms: 2000, rate: 0.5 }, 10, '+7.000 x0.5\n'],
  ])('of a drift makes up for the age of the process: %j', (skew, age_s, text) => {
    expect(clockFile(skew, age_s)).toBe(text);
  });
});
