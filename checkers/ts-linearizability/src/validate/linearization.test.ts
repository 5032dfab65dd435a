import { describe, expect, it } from 'vitest';
import { priorityQueue } from '../models/priority-queue.js';
import { register } from '../models/register.js';
import type { RegisterInput, RegisterOutput } from '../models/inputs.js';
import type { Operation } from '../types.js';
import { validateLinearization } from './linearization.js';

type Op = Operation<RegisterInput, RegisterOutput>;

const write = (value: number, call: number, returned: number): Op => ({
  input: { f: 'write', value },
  call,
  return: returned,
});
const read = (output: number | null, call: number, returned: number): Op => ({
  input: { f: 'read' },
  output,
  call,
  return: returned,
});

const validate = (operations: readonly Op[], order: readonly number[]) =>
  validateLinearization(register(), operations, order);

describe('validateLinearization', () => {
  const operations = [write(1, 0, 10), read(null, 2, 3), read(1, 4, 5), write(2, 6, Infinity)];

  it('accepts a legal order, with optional operations or without', () => {
    expect(validate(operations, [1, 0, 2])).toEqual({ valid: true });
    expect(validate(operations, [1, 0, 2, 3])).toEqual({ valid: true });
    expect(validate([], [])).toEqual({ valid: true });
  });

  it('refuses an order without an operation that returned', () => {
    expect(validate(operations, [1, 0])).toEqual({
      valid: false,
      reason: 'operation 2 returned, and is not placed',
    });
  });

  it('refuses an operation placed twice, and one that is not there', () => {
    expect(validate(operations, [1, 0, 2, 0])).toMatchObject({
      valid: false,
      reason: 'operation 0 is placed twice',
      at: 3,
    });
    expect(validate(operations, [1, 0, 2, 4])).toMatchObject({
      reason: 'there is no operation 4',
      at: 3,
    });
    expect(validate(operations, [-1])).toMatchObject({ valid: false, at: 0 });
  });

  it('refuses an order against the intervals, also between operations far apart', () => {
    const apart = [write(1, 0, 1), write(2, 0, 9), read(2, 3, 9)];
    expect(validate(apart, [2, 1, 0])).toMatchObject({ valid: false, at: 0 });
    const far = [write(1, 5, 6), read(1, 5, 9), read(1, 5, 9), write(0, 1, 2)];
    expect(validate(far, [0, 1, 2, 3])).toMatchObject({
      valid: false,
      reason: 'operation 2 was called after operation 3 had returned, and is placed before it',
      at: 2,
    });
  });

  it('names the last of those that return at the same time', () => {
    const together = [write(1, 5, 6), write(2, 0, 4), write(3, 0, 4)];
    expect(validate(together, [0, 1, 2])).toMatchObject({
      reason: 'operation 0 was called after operation 2 had returned, and is placed before it',
    });
  });

  it('accepts either order of operations that touch', () => {
    const touching = [write(1, 0, 5), write(2, 5, 9)];
    expect(validate(touching, [0, 1])).toEqual({ valid: true });
    expect(validate(touching, [1, 0])).toEqual({ valid: true });
  });

  it('holds an optional operation to its call', () => {
    const late = [read(2, 0, 1), write(2, 6, Infinity)];
    expect(validate(late, [1, 0])).toMatchObject({ valid: false, at: 0 });
  });

  it('refuses an order that the model cannot take, and says where', () => {
    expect(validate([write(1, 0, 9), read(null, 0, 9)], [0, 1])).toEqual({
      valid: false,
      reason: 'the model cannot take operation 1 here',
      at: 1,
    });
  });

  it('follows all states of a nondeterministic model', () => {
    const queue = priorityQueue();
    const at = { call: 0, return: 9 };
    const operations = [
      { input: { f: 'insert' as const, value: 'a', priority: 0 }, ...at },
      { input: { f: 'insert' as const, value: 'b', priority: 0 }, ...at },
      { input: { f: 'remove-min' as const }, ...at },
      { input: { f: 'remove-min' as const }, output: 'a', ...at },
      { input: { f: 'remove-min' as const }, output: null, ...at },
    ];
    expect(validateLinearization(queue, operations, [0, 1, 2, 3, 4])).toEqual({ valid: true });
    const twice = [
      ...operations.slice(0, 4),
      { ...operations[3], input: { f: 'remove-min' as const }, ...at },
    ];
    expect(validateLinearization(queue, twice, [0, 1, 2, 3, 4])).toMatchObject({ at: 4 });
  });

  it('stops when a bound is hit, of a long history', () => {
    const long = Array.from({ length: 10_000 }, (_, i) => write(i, i, i));
    const order = [...long.keys()];
    const validate = (options: { timeoutMs?: number }) =>
      validateLinearization(register(), long, order, options);
    expect(validate({})).toEqual({ valid: true });
    expect(validate({ timeoutMs: 0 })).toEqual({ valid: 'stopped' });
  });
});
