import { describe, expect, it } from 'vitest';
import { checkOperations } from '../check/check.js';
import type { CasRegisterInput, CasRegisterOutput } from './inputs.js';
import type { Operation } from '../types.js';
import { casRegister } from './cas-register.js';
import { fencedLock } from './fenced-lock.js';

describe('an answer', () => {
  it('of a write does not tell whether it wrote', () => {
    for (const output of [false, null, 'done', true]) {
      const history: Operation<CasRegisterInput, CasRegisterOutput>[] = [
        { input: { f: 'write', value: 1 }, output, call: 0, return: 1 },
        { input: { f: 'read' }, output: 1, call: 2, return: 3 },
      ];
      expect(casRegister().readOnly?.({ f: 'write', value: 1 }, output)).toBe(false);
      expect(checkOperations(casRegister(), history, { method: 'search' }).verdict).toBe('ok');
    }
  });

  it('of a lock that is not known is described as such', () => {
    const words = fencedLock().describeOperation;
    expect(words?.({ f: 'acquire' }, undefined)).toBe('acquire() -> ?');
    expect(words?.({ f: 'release', token: 3 }, undefined)).toBe('release(3) -> ?');
    expect(words?.({ f: 'acquire' }, null)).toBe('acquire() -> refused');
  });
});
