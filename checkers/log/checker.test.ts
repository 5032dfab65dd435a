import { expect, test } from 'vitest';
import { judgeLines, kindsOf } from '../../tests/fixtures/history-lines.js';
import { log } from './checker.js';

const send = (value: number, offset: number | null, outcome = 'ok'): string =>
  `0 invoke send [["send","a",${value}]]
0 ${outcome} send [["send","a",[${offset},${value}]]]`;
const poll = (from: number, entries: readonly (readonly [number, number])[]): string =>
  `1 invoke poll [["poll",{"a":${from}}]]
1 ok poll [["poll",{"a":${JSON.stringify(entries)}}]]`;
const judged = (...ops: string[]) => judgeLines(log, ops.join('\n'));

test('values that stay at their offsets are valid; polls may end early, and offsets may be left out', () => {
  const verdict = judged(
    send(10, 0),
    send(11, 1),
    poll(0, [[0, 10]]),
    send(12, 5),
    poll(1, [
      [1, 11],
      [5, 12],
    ]),
    poll(6, []),
  );
  expect(verdict).toMatchObject({
    outcome: 'valid',
    details: { logs: 1, acknowledged: 3, polls: 3 },
  });
});

test('a send without an answer may stand anywhere or nowhere', () => {
  expect(judged(send(10, null, 'info'), send(11, 1), poll(0, [[1, 11]])).outcome).toBe('valid');
  expect(
    judged(
      send(10, null, 'info'),
      send(11, 1),
      poll(0, [
        [0, 10],
        [1, 11],
      ]),
    ).outcome,
  ).toBe('valid');
});

test('a poll that goes over an acknowledged value and does not give it is invalid', () => {
  const verdict = judged(send(10, 0), send(11, 1), poll(0, [[1, 11]]));
  expect(verdict.anomalies).toMatchObject([{ kind: 'missing-value', key: 'a', ops: [0, 1, 4, 5] }]);
});

test('an empty poll after a send was acknowledged is invalid, one that began before is not', () => {
  expect(kindsOf(judged(send(10, 0), poll(0, [])))).toEqual(['missing-value']);
  const beganBefore = `1 invoke poll [["poll",{"a":0}]]
${send(10, 0)}
1 ok poll [["poll",{"a":[]}]]`;
  expect(judgeLines(log, beganBefore).outcome).toBe('valid');
});

test.each([
  ['changed-entry', [send(10, 0), send(11, 0), poll(0, [[0, 10]])]],
  [
    'duplicate-value',
    [
      send(10, 0),
      poll(0, [
        [0, 10],
        [1, 10],
      ]),
    ],
  ],
  [
    'unexpected-value',
    [
      send(10, 0),
      poll(0, [
        [0, 10],
        [1, 99],
      ]),
    ],
  ],
  [
    'failed-value',
    [
      send(10, 0),
      send(11, null, 'fail'),
      poll(0, [
        [0, 10],
        [1, 11],
      ]),
    ],
  ],
  [
    'future-value',
    [
      send(10, 0),
      poll(0, [
        [0, 10],
        [1, 11],
      ]),
      send(11, 1),
    ],
  ],
  [
    'reordered-poll',
    [
      send(10, 0),
      send(11, 1),
      poll(0, [
        [1, 11],
        [0, 10],
      ]),
    ],
  ],
  [
    'reordered-send',
    [
      send(10, 1),
      send(11, 0),
      poll(0, [
        [0, 11],
        [1, 10],
      ]),
    ],
  ],
])('finds a %s', (kind, ops) => {
  const verdict = judged(...ops);
  expect(verdict.outcome).toBe('invalid');
  expect(kindsOf(verdict)).toContain(kind);
});

test('without any send or poll that was answered nobody knows', () => {
  expect(judged(poll(0, [])).outcome).toBe('unknown');
  expect(judged(send(10, 0)).outcome).toBe('unknown');
});

test.each([
  ['{"a":null}', '[]'],
  ['{"a":0}', '7'],
  ['{"a":0}', '[7]'],
  ['{"a":0}', '[["0",1]]'],
])('a poll of %s that was given %s is refused', (from, given) => {
  const { outcome, details } = judged(
    send(10, 0),
    `1 invoke poll [["poll",${from}]]\n1 ok poll [["poll",{"a":${given}}]]`,
  );
  expect(outcome).toBe('unknown');
  expect(details).toMatchObject({ refused: { code: 'E_HISTORY_VALUE' } });
});
