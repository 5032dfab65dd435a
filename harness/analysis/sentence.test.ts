import { expect, test } from 'vitest';
import { runRecordOf } from '../../tests/fixtures/run.js';
import type { Outcome, Subject, Verdict } from '../core/verdict.js';
import { mainReason, sentenceOf } from './sentence.js';

const OF_THE_RUN: ReadonlyMap<string, Subject> = new Map([
  ['stats', 'performance'],
  ['faults-proven', 'faults'],
]);

function verdict(checker: string, outcome: Outcome): Verdict {
  const about = OF_THE_RUN.get(checker);
  return {
    checker,
    outcome,
    reason: `${checker} says so`,
    anomalies: [],
    details: {},
    ...(about === undefined ? {} : { about }),
  };
}

test('the sentence is the reason of the verdict that decided', () => {
  const verdicts = [
    verdict('stats', 'unknown'),
    verdict('lost-writes', 'invalid'),
    verdict('faults-proven', 'valid'),
  ];
  expect(sentenceOf(verdicts, runRecordOf())).toBe('Lost-writes says so.');
});

test('checkers of the run stand back where one of the store says the same', () => {
  expect(mainReason([verdict('stats', 'valid'), verdict('linearizable', 'valid')])).toBe(
    'linearizable says so',
  );
  expect(mainReason([verdict('stats', 'unknown'), verdict('linearizable', 'valid')])).toBe(
    'stats says so',
  );
});

test('an unknown says that nothing was proven, and a run that broke says why', () => {
  const unknown = [verdict('lost-writes', 'unknown')];
  expect(sentenceOf(unknown, runRecordOf())).toBe('Nothing was proven: lost-writes says so.');
  const failed = runRecordOf({ ended: 'failed', failure: 'node n2 died\n  its log' });
  expect(sentenceOf(unknown, failed)).toBe('Nothing was proven: the run failed: node n2 died.');
  expect(sentenceOf([], runRecordOf({ ended: 'interrupted' }))).toBe(
    'Nothing was proven: the run was interrupted.',
  );
});

test('a violation stands though the run was interrupted later', () => {
  const run = runRecordOf({ ended: 'interrupted' });
  expect(sentenceOf([verdict('lost-writes', 'invalid')], run)).toBe('Lost-writes says so.');
});

test('a simulation is called one', () => {
  const run = runRecordOf({ simulated: true });
  expect(sentenceOf([verdict('lost-writes', 'valid')], run)).toBe(
    'Simulated, no real store: lost-writes says so.',
  );
});

test('a valid verdict comes with what has to be known of it, and says it once', () => {
  const noted = {
    ...verdict('faults-proven', 'valid'),
    details: { notes: ['n1 was not replaced'] },
  };
  expect(sentenceOf([verdict('lost-writes', 'valid'), noted], runRecordOf())).toBe(
    'Lost-writes says so; n1 was not replaced.',
  );
  const alone = { ...noted, reason: 'proven; n1 was not replaced' };
  expect(sentenceOf([alone], runRecordOf())).toBe('Proven; n1 was not replaced.');
  expect(sentenceOf([verdict('lost-writes', 'invalid'), noted], runRecordOf())).toBe(
    'Lost-writes says so.',
  );
});
