import { expect, test } from 'vitest';
import { judgeLines, kindsOf } from '../../tests/fixtures/history-lines.js';
import { totalQueue } from './checker.js';

const enqueue = (value: number, outcome = 'ok'): string => `0 invoke enqueue ${value}
0 ${outcome} enqueue ${value}`;
const dequeue = (value: number | null): string => `0 invoke dequeue
0 ok dequeue ${value}`;
const unanswered = '1 invoke dequeue\n1 info dequeue';
const judged = (...ops: string[]) => judgeLines(totalQueue, ops.join('\n'));

test('a queue that gives every element once is valid, in any order', () => {
  expect(judged(enqueue(1), enqueue(2), dequeue(2), dequeue(1), dequeue(null)).outcome).toBe(
    'valid',
  );
});

test('an element whose enqueue was not answered may come out or not', () => {
  expect(judged(enqueue(1, 'info'), enqueue(2, 'info'), dequeue(2), dequeue(null)).outcome).toBe(
    'valid',
  );
});

test('an acknowledged element that never comes out of a queue that is empty at the end is lost', () => {
  const verdict = judged(enqueue(1), enqueue(2), dequeue(2), dequeue(null));
  expect(verdict.outcome).toBe('invalid');
  expect(verdict.anomalies).toMatchObject([{ kind: 'lost-element', ops: [0, 1] }]);
});

test('a dequeue without an answer may have taken the element that is missing, but only one', () => {
  expect(judged(enqueue(1), unanswered, dequeue(null)).outcome).toBe('valid');
  const verdict = judged(enqueue(1), enqueue(2), unanswered, dequeue(null));
  expect(verdict.outcome).toBe('invalid');
  expect(verdict.anomalies[0]?.reason).toContain(
    'at most 1 were taken by dequeues without an answer',
  );
});

test('nothing is called lost while the queue may hold something', () => {
  expect(judged(enqueue(1), enqueue(2), dequeue(1)).outcome).toBe('unknown');
  expect(judged(dequeue(null), enqueue(1)).outcome).toBe('unknown');
});

test('what comes out twice, from nowhere, or from an enqueue that failed is invalid', () => {
  expect(kindsOf(judged(enqueue(1), dequeue(1), dequeue(1), dequeue(null)))).toEqual([
    'duplicate-element',
  ]);
  expect(kindsOf(judged(dequeue(5), dequeue(null)))).toEqual(['unexpected-element']);
  expect(kindsOf(judged(enqueue(1, 'fail'), dequeue(1), dequeue(null)))).toEqual([
    'failed-element',
  ]);
});

test('without anything in it nobody knows', () => {
  expect(judged(dequeue(null)).outcome).toBe('unknown');
});
