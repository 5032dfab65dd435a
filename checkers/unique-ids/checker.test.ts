import { expect, test } from 'vitest';
import { judgeLines } from '../../tests/fixtures/history-lines.js';
import { uniqueIds } from './checker.js';

test('ids that differ are valid, also from those of other types', () => {
  const verdict = judgeLines(
    uniqueIds,
    `0 invoke generate
     1 invoke generate
     0 ok generate 1
     1 ok generate "1"
     0 invoke generate
     0 info generate`,
  );
  expect(verdict).toMatchObject({ outcome: 'valid', reason: 'all of 2 ids differ' });
});

test('an id that is given out twice is invalid, and both ops are named', () => {
  const verdict = judgeLines(
    uniqueIds,
    `0 invoke generate
     1 invoke generate
     0 ok generate {"a":1}
     1 ok generate {"a":1}`,
  );
  expect(verdict.outcome).toBe('invalid');
  expect(verdict.anomalies).toMatchObject([{ kind: 'duplicate-id', ops: [0, 1, 2, 3] }]);
  expect(verdict.anomalies[0]?.reason).toBe(
    'the id {"a":1} was given out twice: by op 0 and by op 1',
  );
});

test('without any id nobody knows', () => {
  expect(judgeLines(uniqueIds, '0 invoke generate\n0 fail generate').outcome).toBe('unknown');
});
