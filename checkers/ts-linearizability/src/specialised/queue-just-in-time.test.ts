import { describe, expect, it } from 'vitest';
import { verdictBy } from '../differential/ask.test.support.js';
import { checkOperations } from '../check/check.js';
import { generateHistory } from '../generate/history.test.support.js';
import type { QueueInput, QueueOutput } from '../models/inputs.js';
import { queue } from '../models/queue.js';
import type { Operation } from '../types.js';
import { queueJustInTime } from './queue.js';

type Op = Operation<QueueInput, QueueOutput>;

const enqueue = (value: number, call: number, returned: number): Op => ({
  input: { f: 'enqueue', value },
  call,
  return: returned,
});
const dequeue = (output: number | null | undefined, call: number, returned: number): Op => ({
  input: { f: 'dequeue' },
  output,
  call,
  return: returned,
});

const checker = queueJustInTime([], (input) => input.f);

/** The verdict, the same as the search's. */
function judge(...operations: readonly Op[]): string {
  const { verdict } = verdictBy(checker, operations);
  if (verdict !== 'undecided') {
    expect(checkOperations(queue(), operations, { method: 'search' }).verdict).toBe(verdict);
  }
  return verdict;
}

const OK = 'ok';
const ILLEGAL = 'illegal';

describe('a queue of values that are the same', () => {
  it('is judged element by element: the n-th that comes is the n-th that leaves', () => {
    const come = [enqueue(1, 0, 1), enqueue(2, 2, 3), enqueue(1, 4, 5)];
    const leave = (...values: readonly number[]): readonly Op[] =>
      values.map((value, i) => dequeue(value, 10 + 2 * i, 11 + 2 * i));
    expect(judge(...come, ...leave(1, 2, 1))).toEqual(OK);
    expect(judge(...come, ...leave(1, 1, 2))).toEqual(ILLEGAL);
    expect(judge(...come, ...leave(1, 2))).toEqual(OK);
    expect(judge(...come, ...leave(2))).toEqual(ILLEGAL);
    expect(judge(...come, ...leave(1, 2, 1, 1))).toEqual(ILLEGAL);
  });

  it('has enqueues at the same time in either order', () => {
    const come = [enqueue(1, 0, 9), enqueue(2, 0, 9), enqueue(1, 0, 9)];
    expect(judge(...come, dequeue(1, 10, 11), dequeue(1, 12, 13))).toEqual(OK);
    expect(judge(...come, dequeue(2, 10, 11), dequeue(2, 12, 13))).toEqual(ILLEGAL);
  });

  it('gives nothing before it comes, and is empty only when all is gone', () => {
    const twice = [enqueue(1, 4, 5), enqueue(1, 6, 7)];
    expect(judge(...twice, dequeue(1, 0, 3))).toEqual(ILLEGAL);
    expect(judge(...twice, dequeue(1, 0, 4))).toEqual(OK);
    expect(judge(...twice, dequeue(null, 0, 4))).toEqual(OK);
    expect(judge(...twice, dequeue(null, 8, 9))).toEqual(ILLEGAL);
    expect(judge(...twice, dequeue(1, 4, 20), dequeue(1, 6, 21), dequeue(null, 8, 9))).toEqual(OK);
    expect(judge(...twice, dequeue(1, 4, 20), dequeue(null, 8, 9))).toEqual(ILLEGAL);
  });

  it('may have what nobody knows of', () => {
    const come = [enqueue(1, 0, 1), enqueue(1, 2, Infinity), enqueue(2, 4, 5)];
    expect(judge(...come, dequeue(1, 10, 11), dequeue(2, 12, 13))).toEqual(OK);
    expect(judge(...come, dequeue(1, 10, 11), dequeue(1, 12, 13), dequeue(2, 14, 15))).toEqual(OK);
    expect(judge(...come, dequeue(2, 12, 13))).toEqual(ILLEGAL);
    const lost = dequeue(undefined, 8, Infinity);
    expect(judge(...come, lost, dequeue(2, 12, 13))).toEqual(OK);
    // An answer that is not known is for the search.
    expect(judge(...come, dequeue(undefined, 8, 9), dequeue(2, 12, 13))).toEqual('undecided');
  });

  it.each([
    { operations: 2000, clients: 4, size: 3 },
    { operations: 10_000, clients: 10, size: 3 },
    { operations: 10_000, clients: 20, size: 200 },
    { operations: 10_000, clients: 20, size: 200, crashRate: 0.05 },
  ])('gets its verdict in seconds: %j', ({ operations, size, ...shape }) => {
    const history = generateHistory('queue', { operations, values: { size }, ...shape });
    const bounds = { timeoutMs: 30_000, explainTimeoutMs: 10 };
    expect(checkOperations(queue(), history, bounds).verdict).toBe('ok');
    const at = history.findIndex(
      ({ input, output }, i) =>
        i > operations / 2 && input.f === 'dequeue' && output !== null && output !== undefined,
    );
    const wrong = history.map((operation, i): Op =>
      i === at ? { ...operation, output: 777 } : operation,
    );
    expect(checkOperations(queue(), wrong, bounds).verdict).toBe('illegal');
  });

  it('is told by the first dequeue that fits no order', () => {
    const history = generateHistory('queue', { operations: 300, clients: 3, values: { size: 2 } });
    const wrong = [...history, dequeue(5, 1e6, 1e6 + 1), enqueue(5, 1e6 + 2, 1e6 + 3)];
    const result = checkOperations(queue(), wrong);
    const reason = result.verdict === 'illegal' ? result.illegal.explanation?.reason : '';
    expect(reason).toBe(
      'no order of the other operations lets dequeue() -> 5 (operation 300) answer that',
    );
  });
});
