import { expect, test } from 'vitest';
import { History } from '../../harness/core/history.js';
import {
  historyOfLines,
  judgeHistory,
  judgeLines,
  kindsOf,
} from '../../tests/fixtures/history-lines.js';
import { watchEvents } from './checker.js';

type Events = readonly (readonly [revision: number, value: number])[];

const write = (value: number, revision: number | null, outcome = 'ok'): string =>
  `0 invoke write ["k",${value}]
0 ${outcome} write ["k",[${revision},${value}]]`;
const watch = (from: number, events: Events, f = 'watch', process = 1): string =>
  `${process} invoke ${f} ["k",[${from},50]]
${process} ok ${f} ["k",${JSON.stringify(events)}]`;
const judged = (...ops: string[]) => judgeLines(watchEvents, ops.join('\n'));

/** Two writes, and what a watch from the beginning must be told of them. */
const two = [write(10, 3), write(11, 7)];
const both: Events = [
  [3, 10],
  [7, 11],
];

test('watches that are told of each change, once and in order, are valid wherever they begin and end', () => {
  const verdict = judged(
    ...two,
    watch(0, both),
    watch(0, [[3, 10]]),
    watch(4, [[7, 11]]),
    watch(8, []),
  );
  expect(verdict).toMatchObject({
    outcome: 'valid',
    details: { keys: 1, acknowledged: 2, watches: 4, events: 4, missedAtEnd: 0 },
  });
});

test('a watch that was told of nothing, or of the first changes only, may just be late', () => {
  expect(judged(...two, watch(0, both), watch(0, [])).outcome).toBe('valid');
});

test('a write without an answer may have any revision or none', () => {
  const unanswered = write(12, null, 'info');
  expect(judged(...two, unanswered, watch(0, both)).outcome).toBe('valid');
  expect(judged(...two, unanswered, watch(0, [...both, [9, 12]])).outcome).toBe('valid');
});

test('a watch that was told of a later change and not of an earlier one is invalid', () => {
  const verdict = judged(...two, watch(0, [[7, 11]]));
  expect(verdict.anomalies).toMatchObject([{ kind: 'lost-event', key: '"k"', ops: [0, 1, 4, 5] }]);
});

test('so is one that missed what another watch was told of, though nobody acknowledged the write', () => {
  const unanswered = write(12, null, 'info');
  const others = watch(0, [
    [3, 10],
    [5, 12],
    [7, 11],
  ]);
  expect(kindsOf(judged(...two, unanswered, others, watch(0, both)))).toEqual(['lost-event']);
});

test.each([
  [
    'repeated-event',
    [
      ...two,
      watch(0, [
        [3, 10],
        [3, 10],
        [7, 11],
      ]),
    ],
  ],
  ['repeated-event', [...two, watch(4, both)]],
  [
    'reordered-event',
    [
      ...two,
      watch(0, [
        [7, 11],
        [3, 10],
      ]),
    ],
  ],
  [
    'changed-event',
    [
      ...two,
      watch(0, [
        [3, 11],
        [7, 10],
      ]),
    ],
  ],
  ['duplicate-event', [...two, watch(0, [...both, [9, 10]])]],
  ['unexpected-event', [...two, watch(0, [...both, [9, 99]])]],
  ['failed-event', [...two, write(12, null, 'fail'), watch(0, [...both, [9, 12]])]],
  ['future-event', [...two, watch(0, [...both, [9, 12]]), write(12, 9)]],
  [
    'reordered-write',
    [
      write(10, 7),
      write(11, 3),
      watch(0, [
        [3, 11],
        [7, 10],
      ]),
    ],
  ],
] as const)('finds a %s', (kind, ops) => {
  const verdict = judged(...ops);
  expect(verdict.outcome).toBe('invalid');
  expect(kindsOf(verdict)).toContain(kind);
});

test('nobody knows where the last change had not come to a watcher at the end', () => {
  const atEnd = [watch(0, [[3, 10]], 'final-watch', 2), watch(4, [], 'final-watch', 2)];
  expect(judged(...two, watch(0, both), ...atEnd)).toMatchObject({
    outcome: 'unknown',
    details: { missedAtEnd: 1 },
  });
  expect(judged(...two, ...atEnd, watch(4, [[7, 11]], 'final-watch', 2)).outcome).toBe('valid');
  const wentOn = watch(8, [], 'final-watch', 3);
  expect(judged(...two, watch(0, both), wentOn).outcome).toBe('valid');
});

test('nobody knows where no watch at the end of a key was answered', () => {
  const asked = '2 invoke final-watch ["k",[0,50]]\n2 fail final-watch ["k",[0,50]]';
  expect(judged(...two, watch(0, both), asked)).toMatchObject({
    outcome: 'unknown',
    details: { unwatchedAtEnd: 1 },
    reason:
      'no watch at the end of 1 key was answered, so nobody knows whether the last changes came',
  });
  expect(judged(...two, watch(0, both), asked, watch(0, both, 'final-watch', 3)).outcome).toBe(
    'valid',
  );
});

test('a watcher at the end that timed out goes on as another process at the same node', () => {
  const timedOut = '2 invoke final-watch ["k",[4,50]]\n2 info final-watch ["k",[4,50]]';
  const before = [...two, watch(0, [[3, 10]], 'final-watch', 2), timedOut];
  const at = (...ops: string[]) => {
    const events = [...historyOfLines(ops.join('\n'))];
    const placed = events.map((event) => ({ ...event, node: event.process === 0 ? 'n1' : 'n2' }));
    return judgeHistory(watchEvents, History.of(placed));
  };
  expect(at(...before, watch(4, [[7, 11]], 'final-watch', 5)).outcome).toBe('valid');
  expect(at(...before, watch(4, [], 'final-watch', 5))).toMatchObject({
    outcome: 'unknown',
    details: { missedAtEnd: 1 },
  });
});

test('a key to which a value was written twice is not judged, and nobody knows', () => {
  const twice = [write(10, 3), write(10, 7)];
  const told: Events = [
    [3, 10],
    [7, 10],
  ];
  const verdict = judged(...twice, watch(0, told));
  expect(verdict).toMatchObject({ outcome: 'unknown', details: { unjudged: 1 } });
  const other = [write(10, 3), write(11, 7), watch(0, [[7, 11]])].map((op) =>
    op.replaceAll('"k"', '"l"'),
  );
  expect(kindsOf(judged(...twice, watch(0, told), ...other))).toEqual(['lost-event']);
});

test('more events than a call takes arguments are judged', () => {
  const writes = Array.from({ length: 150_000 }, (_, at) => write(at, at + 1));
  const events: Events = writes.map((_, at) => [at + 1, at]);
  const watches = [watch(0, events), watch(0, events, 'final-watch', 2)];
  const history = [...writes, ...watches].join('\n');
  expect(judgeLines(watchEvents, history).outcome).toBe('valid');
});

test('of a watch that lost much, the first change stands for all', () => {
  const told = watch(0, [[9, 12]]);
  expect(judged(...two, write(12, 9), told).details).toMatchObject({
    anomalies: { 'lost-event': 1 },
  });
});

test('without any write that was acknowledged, or any event, nobody knows', () => {
  expect(judged(watch(0, [])).outcome).toBe('unknown');
  expect(judged(...two, watch(0, [])).outcome).toBe('unknown');
});

test.each([
  ['null', '[]'],
  ['[0,50]', '7'],
  ['[0,50]', '[7]'],
  ['[0,50]', '[["0",1]]'],
])('a watch of %s that was told of %s is refused', (of, told) => {
  const { outcome, details } = judged(
    ...two,
    `1 invoke watch ["k",${of}]\n1 ok watch ["k",${told}]`,
  );
  expect(outcome).toBe('unknown');
  expect(details).toMatchObject({ refused: { code: 'E_HISTORY_VALUE' } });
});
