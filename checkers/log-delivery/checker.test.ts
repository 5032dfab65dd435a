import { describe, expect, test } from 'vitest';
import { judgeLines, kindsOf } from '../../tests/fixtures/history-lines.js';
import { logDelivery } from './checker.js';

const send = (value: number, offset: number, outcome = 'ok'): string =>
  `0 invoke send [["send","a",${value}]]\n0 ${outcome} send [["send","a",${outcome === 'ok' ? `[${offset},${value}]` : value}]]`;
/** Entries as offset and value. */
const take = (entries: readonly (readonly [number, number])[], idle_ms = 50): string =>
  `1 invoke take [["take","a",{"member":"m","idle_ms":${idle_ms}}]]\n1 ok take [["take","a",${JSON.stringify(entries)}]]`;
const ack = (...offsets: number[]): string =>
  ['invoke', 'ok']
    .map((type) => `1 ${type} ack [["ack","a",${JSON.stringify(offsets)}]]`)
    .join('\n');
const NOTHING_LEFT = take([], 0);
const judged = (...ops: string[]) => judgeLines(logDelivery, ops.join('\n'));

describe('delivery at least once', () => {
  test('is valid where each value comes, and comes again until it is acknowledged', () => {
    const verdict = judged(
      send(7, 0),
      send(8, 1),
      take([[0, 7]]),
      take([
        [0, 7],
        [1, 8],
      ]),
      ack(0, 1),
      NOTHING_LEFT,
    );
    expect(verdict).toMatchObject({
      outcome: 'valid',
      reason: '2 acknowledged values of 1 log delivered at least once, 1 delivery of them again',
      details: { delivered: 2, redelivered: 1, drained: 1 },
    });
  });

  test('is invalid where an acknowledged value never comes although nothing is left', () => {
    const verdict = judged(send(7, 0), send(8, 1), take([[1, 8]]), ack(1), NOTHING_LEFT);
    expect(kindsOf(verdict)).toEqual(['lost-value']);
    expect(verdict.anomalies[0]?.reason).toBe(
      'op 0 put 7 at offset 0 of log a, no member of the group was ever given it, and op 8 found nothing left',
    );
  });

  test('asks nothing of a send without an answer', () => {
    expect(
      judged(send(7, 0), send(8, 1, 'info'), take([[0, 7]]), ack(0), NOTHING_LEFT).outcome,
    ).toBe('valid');
    expect(
      judged(
        send(7, 0),
        send(8, 1, 'info'),
        take([
          [0, 7],
          [1, 8],
        ]),
        ack(0, 1),
        NOTHING_LEFT,
      ).outcome,
    ).toBe('valid');
  });

  test('is invalid where a value comes after its delivery was acknowledged', () => {
    const verdict = judged(send(7, 0), take([[0, 7]]), ack(0), take([[0, 7]]), NOTHING_LEFT);
    expect(kindsOf(verdict)).toEqual(['redelivery-after-ack']);
  });

  test('may come while the acknowledgement is under way', () => {
    const concurrent =
      '1 invoke ack [["ack","a",[0]]]\n2 invoke take [["take","a",{"member":"n","idle_ms":0}]]\n' +
      '1 ok ack [["ack","a",[0]]]\n2 ok take [["take","a",[[0,7]]]]';
    expect(judged(send(7, 0), take([[0, 7]]), concurrent, NOTHING_LEFT).outcome).toBe('valid');
  });

  test('is invalid where what comes was changed, is out of order, was not sent, or had failed', () => {
    expect(kindsOf(judged(send(7, 0), send(8, 1), take([[0, 7]]), take([[0, 8]])))).toContain(
      'changed-entry',
    );
    expect(
      kindsOf(
        judged(
          send(7, 0),
          send(8, 1),
          take([
            [1, 8],
            [0, 7],
          ]),
        ),
      ),
    ).toEqual(['reordered-delivery']);
    expect(kindsOf(judged(send(7, 0), take([[1, 9]])))).toContain('unexpected-value');
    expect(kindsOf(judged(send(7, 0), send(8, 1, 'fail'), take([[1, 8]])))).toContain(
      'failed-value',
    );
    expect(kindsOf(judged(send(7, 0), take([[1, 8]]), send(8, 1)))).toContain('future-value');
  });

  test('is invalid where a value comes at another offset than its send was told', () => {
    const swapped = take([
      [0, 8],
      [1, 7],
    ]);
    expect(kindsOf(judged(send(7, 0), send(8, 1), swapped, ack(0, 1), NOTHING_LEFT))).toEqual([
      'changed-entry',
      'duplicate-value',
    ]);
  });

  test('is invalid where a value comes at a second offset', () => {
    const storedTwice = [take([[0, 7]]), ack(0), take([[5, 7]]), ack(5), NOTHING_LEFT];
    expect(kindsOf(judged(send(7, 0), ...storedTwice))).toEqual(['duplicate-value']);
    expect(kindsOf(judged(send(7, 0, 'info'), send(8, 1), ...storedTwice))).toContain(
      'duplicate-value',
    );
  });

  test('is invalid where two sends were told one offset', () => {
    expect(kindsOf(judged(send(7, 0), send(8, 0)))).toEqual(['changed-entry']);
  });

  test('is unknown where nobody found nothing left after the last value that did not come', () => {
    const beforeTheEnd = [send(7, 0), take([[0, 7]]), ack(0), NOTHING_LEFT, send(8, 1)];
    expect(judged(...beforeTheEnd).outcome).toBe('unknown');
    expect(judged(...beforeTheEnd, take([[1, 8]])).outcome).toBe('valid');
    expect(kindsOf(judged(...beforeTheEnd, NOTHING_LEFT))).toEqual(['lost-value']);
  });

  test.each([
    ['take', '{"member":"m","idle_ms":0}', '7'],
    ['take', '{"member":"m","idle_ms":0}', '[7]'],
    ['take', '{"member":"m","idle_ms":0}', '[["0",7]]'],
    ['take', '{"member":"m"}', '[[0,7]]'],
    ['take', 'null', '[]'],
    ['ack', '["0"]', '["0"]'],
    ['ack', '0', '0'],
  ])('refuses a %s of %s that was answered %s', (f, asked, given) => {
    const { outcome, details } = judged(
      send(7, 0),
      `1 invoke ${f} [["${f}","a",${asked}]]\n1 ok ${f} [["${f}","a",${given}]]`,
    );
    expect(outcome).toBe('unknown');
    expect(details).toMatchObject({ refused: { code: 'E_HISTORY_VALUE' } });
  });

  test('is unknown where nothing was acknowledged, or the log was not worked off', () => {
    expect(judged(send(7, 0, 'info'), NOTHING_LEFT).outcome).toBe('unknown');
    expect(judged(send(7, 0), take([])).outcome).toBe('unknown');
  });
});
