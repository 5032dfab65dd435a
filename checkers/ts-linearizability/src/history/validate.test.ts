import { describe, expect, it } from 'vitest';
import { finish } from '../resumable/resumable.js';
import type { Operation } from '../types.js';
import { validateHistory } from './validate.js';

describe('a history', () => {
  it('with a hole is refused in words', () => {
    const operations = [{ input: 'x', call: 0, return: 1 }, undefined] as Operation<
      string,
      string
    >[];
    expect(() => finish(validateHistory(operations))).toThrow('a finite call');
  });
});
