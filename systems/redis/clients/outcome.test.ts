import { describe, expect, test } from 'vitest';
import { ERROR_TABLE } from './error-table.js';
import { opErrorOf, rowOf } from './outcome.js';

const driverRows = ERROR_TABLE.flatMap((row) =>
  row.driver === undefined ? [] : [[row.driver, row] as const],
);

describe('errors of the driver', () => {
  test.each(driverRows)('"%s" ends a write as its row says', (text, row) => {
    expect(opErrorOf(new Error(text), false)).toMatchObject({
      outcome: row.outcome,
      code: row.code,
      message: text,
    });
  });

  test('anything unknown is info', () => {
    expect(rowOf(new Error('surprise')).outcome).toBe('info');
    expect(rowOf('not even an error').outcome).toBe('info');
  });

  test('a driver’s text does not pass for a server’s reply', () => {
    expect(rowOf(new Error('READONLY')).outcome).toBe('info');
  });
});

test('no two rows recognise the same error', () => {
  const keys = ERROR_TABLE.map((row) => row.server ?? row.driver);
  expect(new Set(keys).size).toBe(keys.length);
});
