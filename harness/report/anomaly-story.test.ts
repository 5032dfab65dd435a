import { expect, test } from 'vitest';

import { planOf } from '../../tests/fixtures/plan.js';
import { reportOf, runRecordOf } from '../../tests/fixtures/run.js';
import { History } from '../core/history.js';
import type { Anomaly } from '../core/verdict.js';
import { linesInWords, orderLines, storyOf } from './anomaly-story.js';
import { renderConsole } from './console.js';

const anomaly: Anomaly = { kind: 'stale-read', ops: [0, 1, 2], reason: 'it is stale' };
const event = { process: 0, f: 'read', time: 0 };
const events = [
  { ...event, type: 'invoke' },
  { ...event, type: 'ok' },
  { ...event, type: 'invoke' },
] as const;

test('ops of an imported history are named with their lines', () => {
  const lines = [4, 7, 9];
  const history = History.of(events.map((one, at) => ({ ...one, line: lines[at] })));
  expect(linesInWords(anomaly, history)).toBe('In the file: op 0: lines 4-7, op 2: line 9');
});

test('ops of a run of ours have no lines', () => {
  expect(linesInWords(anomaly, History.of(events))).toBeNull();
});

test('a cycle is told by its transactions, and why each comes before the next', () => {
  const dependencies = [
    { from: 1, to: 2, kind: 'rw', reason: 'T1 did not see it' },
    { from: 2, to: 1, kind: 'wr', reason: 'T1 saw it' },
  ];
  const witness = [
    { op: 0, words: 'read(x)' },
    { op: 2, words: 'append(x, 1)' },
  ];
  expect(storyOf({ ...anomaly, witness, dependencies })).toEqual([
    'T1 read(x) (op 0)',
    'T2 append(x, 1) (op 2)',
    'T1 before T2 (rw): T1 did not see it',
    'T2 before T1 (wr): T1 saw it',
  ]);
});

test('a legal order says whether a second program agrees', () => {
  const order = [{ op: 0, words: 'read() -> 1' }];
  expect(orderLines({ key: '', order, validated: true })).toEqual([
    'A legal order (a second program agrees):',
    '  op 0: read() -> 1',
  ]);
  expect(orderLines({ key: 'x', order, validated: false })[0]).toContain('DISAGREES');
  expect(orderLines({ key: 'x', order, validated: null })[0]).toContain('longest legal order of');
});

test('a reason is cut where an op saw millions of values', () => {
  const plan = planOf({ checkers: [] });
  const report = reportOf({ plan, scenario: null, run: runRecordOf(), history: new History() });
  const reason = `read() -> [${'0,'.repeat(100_000)}0]`;
  const verdict = { checker: 'c', outcome: 'invalid', reason: 'r', details: {} } as const;
  const analysis = {
    ...report.analysis,
    verdicts: [{ ...verdict, anomalies: [{ ...anomaly, reason }] }],
  };
  const text = renderConsole({ ...report, analysis }, { width: 100 });
  const plain = typeof text === 'string' ? text : text.map(String).join('');
  expect(plain.length).toBeLessThan(3000);
  expect(plain.replaceAll(/\s+/g, ' ')).toMatch(/… \([\d,]+ more characters\)/);
});
