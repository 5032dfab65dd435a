import { expect, test } from 'vitest';
import { judgeLines } from '../../tests/fixtures/history-lines.js';
import { bankTotal } from './checker.js';

const read = (a: number, b: number): string => `0 invoke read
0 ok read {"a":${a},"b":${b}}`;

test('balances with one sum are valid, whatever they are', () => {
  const verdict = judgeLines(bankTotal, `${read(0, 0)}\n${read(-5, 5)}\n${read(3, -3)}`);
  expect(verdict).toMatchObject({ outcome: 'valid', details: { reads: 3, total: 0 } });
});

test('money that is made or lost is invalid', () => {
  const verdict = judgeLines(bankTotal, `${read(0, 0)}\n${read(-5, 0)}`);
  expect(verdict.outcome).toBe('invalid');
  expect(verdict.anomalies).toMatchObject([
    {
      kind: 'wrong-total',
      ops: [0, 1, 2, 3],
      reason: 'the balances that op 2 read sum up to -5, and those that op 0 read to 0',
    },
  ]);
});

test('without any read nobody knows', () => {
  const transfer = '0 invoke transfer {"from":"a","to":"b","amount":1}';
  expect(judgeLines(bankTotal, transfer).outcome).toBe('unknown');
});

test.each(['7', '{"a":"5"}', '{"a":[]}', 'null'])(
  'a read that saw no balances is refused: %s',
  (seen) => {
    const { outcome, details } = judgeLines(bankTotal, `0 invoke read null\n0 ok read ${seen}`);
    expect(outcome).toBe('unknown');
    expect(details).toMatchObject({ refused: { code: 'E_HISTORY_VALUE', op: 1 } });
  },
);

const transfer = (process: number, type: string, amount: number): string =>
  `${process} ${type} transfer {"from":"a","to":"b","amount":${amount}}`;
const acknowledged = (amount: number): string =>
  `${transfer(1, 'invoke', amount)}\n${transfer(1, 'ok', amount)}`;

test('tells by how much the last read is off where acknowledged transfers are missing, as whole ones', () => {
  const lost = judgeLines(
    bankTotal,
    `${read(0, 0)}\n${acknowledged(5)}\n${acknowledged(2)}\n${read(-5, 5)}`,
  );
  expect(lost).toMatchObject({ outcome: 'valid', details: { displaced: 4 } });
  expect(lost.reason).toContain('off by 4 from what the acknowledged transfers give');
});

test('is off by nothing where transfers that nobody knows of can explain the balances', () => {
  const kept = `${read(0, 0)}\n${acknowledged(5)}\n${read(-5, 5)}`;
  expect(judgeLines(bankTotal, kept)).toMatchObject({ details: { displaced: 0 } });
  const unknown = `${read(0, 0)}\n${transfer(2, 'invoke', 3)}\n${transfer(2, 'info', 3)}\n${acknowledged(5)}`;
  for (const [a, b] of [
    [-5, 5],
    [-8, 8],
  ] as const) {
    const verdict = judgeLines(bankTotal, `${unknown}\n${read(a, b)}`);
    expect(verdict).toMatchObject({ outcome: 'valid', details: { displaced: 0 } });
  }
  const during = `${read(0, 0)}\n${transfer(2, 'invoke', 3)}\n${read(0, 0)}\n${transfer(2, 'ok', 3)}`;
  expect(judgeLines(bankTotal, during)).toMatchObject({ details: { displaced: 0 } });
});

test('a transfer that nobody knows of may take place long after it was asked for', () => {
  const early = `${transfer(2, 'invoke', 3)}\n${transfer(2, 'info', 3)}\n${read(0, 0)}`;
  const late = judgeLines(bankTotal, `${early}\n${read(-3, 3)}`);
  expect(late).toMatchObject({ outcome: 'valid', details: { displaced: 0 } });
  const lost = judgeLines(bankTotal, `${early}\n${acknowledged(5)}\n${read(0, 0)}`);
  expect(lost).toMatchObject({ outcome: 'valid', details: { displaced: 4 } });
  const before = `${acknowledged(3)}\n${read(0, 0)}\n${read(-3, 3)}`;
  expect(judgeLines(bankTotal, before)).toMatchObject({ details: { displaced: 6 } });
});
