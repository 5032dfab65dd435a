import { describe, expect, it } from 'vitest';
import { orderOf, verdictBy } from '../differential/ask.test.support.js';
import { checkOperations } from '../check/check.js';
import { alterHistory } from '../generate/alterations.test.support.js';
import { generateHistory } from '../generate/history.test.support.js';
import { counter } from '../models/counter.js';
import type { CounterInput } from '../models/inputs.js';
import type { Operation } from '../types.js';
import { counterJustInTime } from './counter-just-in-time.js';

type Op = Operation<CounterInput, number>;

const words = (input: CounterInput): string => input.f;
const add = (value: number, call: number, returned = call + 1, output?: number): Op => ({
  input: { f: 'add', value },
  output,
  call,
  return: returned,
});
const read = (output: number | undefined, call: number, returned = call + 1): Op => ({
  input: { f: 'read' },
  output,
  call,
  return: returned,
});
const check = (...history: readonly Op[]) => verdictBy(counterJustInTime(0, words), history);
const orderBy = (...history: readonly Op[]): number[] => {
  const verdict = check(...history);
  return verdict.verdict === 'ok' ? [...orderOf(verdict)] : [];
};

describe('a counter to which different amounts are added', () => {
  it('is read between the adds that lead to a sum', () => {
    expect(orderBy(add(2, 0, 9), add(3, 0, 9), read(3, 1), read(5, 3))).toEqual([1, 2, 0, 3]);
    expect(orderBy(add(2, 0, 9), add(3, 0, 9), read(undefined, 1), read(2, 3))).toHaveLength(4);
  });

  it('is not read as what no adds in flight lead to', () => {
    expect(check(add(2, 0, 9), add(3, 0, 9), read(4, 1))).toMatchObject({
      verdict: 'illegal',
      witness: [0, 1, 2],
      reason: 'no adds lead to what was seen by the time that read (operation 2) returned',
    });
    expect(check(add(2, 0), add(3, 2, 9), read(3, 3)).verdict).toBe('illegal');
    expect(check(add(2, 0), read(0, 3)).verdict).toBe('illegal');
  });

  it('never gets less', () => {
    expect(check(add(2, 0, 9), read(2, 1), read(0, 3))).toMatchObject({
      verdict: 'illegal',
      witness: [1, 2],
      reason:
        'read (operation 1) returned before read (operation 2) was called, but the latter saw an earlier state',
    });
    expect(check(add(3, 0, 9, 5), add(2, 0, 9), read(4, 3)).verdict).toBe('illegal');
  });

  it('may or may not have got what was added without an answer, once', () => {
    const lost = add(4, 0, Infinity);
    expect(orderBy(lost, add(1, 1), read(1, 3))).toEqual([1, 2]);
    expect(orderBy(lost, add(1, 1), read(1, 3), read(5, 5))).toEqual([1, 2, 0, 3]);
    // The sum 9 would need it twice.
    expect(check(lost, add(1, 1), read(5, 3), read(9, 5)).verdict).toBe('illegal');
    expect(check(lost, add(1, 1), read(3, 3)).verdict).toBe('illegal');
  });

  it('is left to others where something is taken away, or no whole number added', () => {
    for (const value of [-1, 0.5]) {
      expect(check(read(-1, 0), add(value, 0, 9))).toMatchObject({
        because: 'operation 1 does not add a natural number, or too large a one',
      });
    }
  });
});

describe.each([
  { crashRate: 0.05, answersOfAdds: true },
  { crashRate: 0.05, answersOfAdds: false },
])('a thousand adds of 1 to 5 and reads, %o', ({ crashRate, answersOfAdds }) => {
  const generated = generateHistory('counter', {
    operations: 1000,
    clients: 10,
    crashRate,
    values: { size: 5 },
  });
  const blurred = (history: readonly Op[]): readonly Op[] =>
    history.map((op) =>
      answersOfAdds || op.input.f === 'read' ? op : { ...op, output: undefined },
    );

  it('are decided, with a proof', () => {
    const { partitions } = checkOperations(counter(), blurred(generated));
    expect(partitions[0]).toMatchObject({ verdict: 'ok', method: 'counter-just-in-time' });
  });

  it('are refused once a sum is wrong', () => {
    const altered = alterHistory('counter', generated)?.history ?? [];
    expect(checkOperations(counter(), blurred(altered)).verdict).toBe('illegal');
  });
});

it('leaves a counter alone from which something is taken, wherever that stands', () => {
  const add = (value: number, call: number, output?: number): Op => ({
    input: { f: 'add', value },
    call,
    return: call + 1,
    ...(output === undefined ? {} : { output }),
  });
  const seenFirst = [add(2, 4, 1), add(-1, 0)];
  const { verdict, partitions } = checkOperations(counter(), seenFirst);
  expect([verdict, partitions[0]]).toMatchObject(['ok', { method: 'depth-first' }]);
});
