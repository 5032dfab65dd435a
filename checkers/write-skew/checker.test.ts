import { expect, test } from 'vitest';
import { judgeLines } from '../../tests/fixtures/history-lines.js';
import { writeSkew } from './checker.js';

test('one insert of each key, the other one refused or not answered, is valid', () => {
  const verdict = judgeLines(
    writeSkew,
    `0 invoke insert [0,[0,null]]
     1 invoke insert [0,[null,1]]
     0 ok insert [0,[0,null]]
     1 fail insert [0,[null,1]]
     0 invoke insert [1,[2,null]]
     1 invoke insert [1,[null,3]]
     0 ok insert [1,[2,null]]
     1 info insert [1,[null,3]]`,
  );
  expect(verdict).toMatchObject({ outcome: 'valid', details: { keys: 2 } });
});

test('two inserts of one key that both succeeded are invalid', () => {
  const verdict = judgeLines(
    writeSkew,
    `0 invoke insert [7,[0,null]]
     1 invoke insert [7,[null,1]]
     0 ok insert [7,[0,null]]
     1 ok insert [7,[null,1]]`,
  );
  expect(verdict.outcome).toBe('invalid');
  expect(verdict.anomalies).toMatchObject([{ kind: 'write-skew', key: '7', ops: [0, 1, 2, 3] }]);
});

test('without any insert nobody knows', () => {
  expect(judgeLines(writeSkew, '0 invoke insert [0,[0,null]]').outcome).toBe('unknown');
});

test.each(['7', '[7]', '{}'])('an insert without a key and ids is refused: %s', (value) => {
  const { outcome, details } = judgeLines(
    writeSkew,
    `0 invoke insert ${value}\n0 ok insert ${value}`,
  );
  expect(outcome).toBe('unknown');
  expect(details).toMatchObject({ refused: { code: 'E_HISTORY_VALUE', op: 0 } });
});
