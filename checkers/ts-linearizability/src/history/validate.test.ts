import { describe, expect, it } from 'vitest';
import type { Operation } from '../types.js';
import { validateHistory } from './validate.js';

describe('a history', () => {
  it.each([undefined, null])('with %s for an operation is refused in words', (hole) => {
    const operations = [{ input: 'x', call: 0, return: 1 }, hole] as Operation<string, string>[];
    expect(() => validateHistory(operations)).toThrow('a finite call');
  });
});
