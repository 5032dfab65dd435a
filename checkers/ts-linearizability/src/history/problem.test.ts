import { describe, expect, it } from 'vitest';
import { register } from '../models/register.js';
import { problemWithin } from './problem.js';

const writes = Array.from({ length: 40_000 }, (_, i) => ({
  input: { f: 'write' as const, value: i },
  call: i,
  return: i + 1,
}));

/** Says stop at the n-th question. */
function stopAt(question: number) {
  let asked = 0;
  return { stop: () => (++asked >= question ? ('time' as const) : undefined), asked: () => asked };
}

describe('problemWithin', () => {
  it('asks now and then whether to go on, and stops if not', () => {
    const never = stopAt(Infinity);
    expect(problemWithin(register(), writes, never)?.mandatory).toBe(40_000);
    expect(never.asked()).toBe(3);
    for (const question of [1, 2, 3]) {
      const control = stopAt(question);
      expect(problemWithin(register(), writes, control)).toBeUndefined();
      expect(control.asked()).toBeLessThanOrEqual(question + 1);
    }
  });

  it('takes a small history in one piece', () => {
    const control = stopAt(1);
    expect(problemWithin(register(), writes.slice(0, 10), control)).toBeUndefined();
    expect(control.asked()).toBe(1);
  });
});
