import { expect, test } from 'vitest';
import { judgeLines } from '../../tests/fixtures/history-lines.js';
import { longFork } from './checker.js';

const read = (...values: (number | null)[]): string => {
  const steps = values.map((value, key) => ['r', key, value]);
  return `0 invoke txn ${JSON.stringify(steps.map(([f, key]) => [f, key, null]))}
0 ok txn ${JSON.stringify(steps)}`;
};

test('reads that saw ever more are valid', () => {
  const reads = [read(null, null, null), read(null, 1, null), read(1, 1, null), read(1, 1, 1)];
  expect(judgeLines(longFork, reads.join('\n')).outcome).toBe('valid');
});

test('an old read is no fork', () => {
  expect(judgeLines(longFork, [read(1, 1), read(null, 1)].join('\n')).outcome).toBe('valid');
});

test('two reads of which each saw what the other one missed are invalid', () => {
  const verdict = judgeLines(
    longFork,
    [read(1, null, null), read(1, null, 1), read(null, 1, null)].join('\n'),
  );
  expect(verdict.outcome).toBe('invalid');
  expect(verdict.anomalies).toHaveLength(2);
  expect(verdict.anomalies[0]).toMatchObject({
    kind: 'long-fork',
    ops: [0, 1, 4, 5],
    reason: 'op 0 saw the write of key 0 and not that of key 1; op 4 saw it the other way round',
  });
});

test('without any read of a group nobody knows', () => {
  const write = '0 invoke txn [["w",0,1]]\n0 ok txn [["w",0,1]]';
  expect(judgeLines(longFork, write).outcome).toBe('unknown');
});

test.each(['7', '[["r",0]]', '[7]', 'null'])(
  'an answer that is no list of steps is refused: %s',
  (answer) => {
    const { outcome, details } = judgeLines(
      longFork,
      `0 invoke txn [["r",0,null],["r",1,null]]\n0 ok txn ${answer}`,
    );
    expect(outcome).toBe('unknown');
    expect(details).toMatchObject({ refused: { code: 'E_HISTORY_VALUE', op: 1 } });
  },
);
