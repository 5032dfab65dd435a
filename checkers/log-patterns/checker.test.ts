import { expect, test } from 'vitest';
import { History } from '../../harness/core/history.js';
import { isPattern, LOG_PATTERNS, logMatchesIn } from '../../harness/core/log-patterns.js';
import type { Verdict } from '../../harness/core/verdict.js';
import { planOf } from '../../tests/fixtures/plan.js';
import { logPatterns } from './checker.js';

const bounds = { timeout_ms: 1000, memory_bytes: 2 ** 20 };

function judged(logs: Readonly<Record<string, string>>, patterns?: readonly string[]): Verdict {
  const logMatches = logMatchesIn(logs, patterns);
  return logPatterns.check(planOf(), new History(), { bounds, model: null, logMatches });
}

const QUIET = '1:M * Ready to accept connections\n1:M # Connection with replica lost\n';
const CRASHED = `${QUIET}=== REDIS BUG REPORT START\n1:M # Redis 7.0.15 crashed by signal: 11\n`;

test('logs without any such line are valid', () => {
  expect(judged({ 'n1/server.log': QUIET })).toMatchObject({
    outcome: 'valid',
    reason: 'no pattern fits any of 2 lines of 1 log',
  });
});

test('a line that says that the server crashed makes the run invalid, with its place', () => {
  const verdict = judged({ 'n1/server.log': QUIET, 'n2/server.log': CRASHED });
  expect(verdict).toMatchObject({ outcome: 'invalid', details: { matches: 2, lines: 6 } });
  expect(verdict.anomalies[1]?.reason).toBe(
    'line 4 of n2/server.log fits crashed by signal: 1:M # Redis 7.0.15 crashed by signal: 11',
  );
});

test('patterns of one’s own take the place of those that are brought', () => {
  expect(judged({ 'n2/server.log': CRASHED }, ['replica LOST$']).details).toMatchObject({
    matches: 1,
  });
  expect(judged({ 'n2/server.log': CRASHED }, ['nothing of that']).outcome).toBe('valid');
});

test('without logs nothing is known', () => {
  expect(judged({}).outcome).toBe('unknown');
  expect(logPatterns.check(planOf(), new History(), { bounds, model: null }).outcome).toBe(
    'unknown',
  );
});

test('more lines than are kept are counted', () => {
  const { count, matches } = logMatchesIn({ log: 'panic\n'.repeat(2_000) });
  expect(count).toBe(2_000);
  expect(matches.length).toBeLessThan(2_000);
});

test('what is no regular expression is told from what is one', () => {
  expect(LOG_PATTERNS.every(isPattern)).toBe(true);
  expect(isPattern('(')).toBe(false);
  expect(isPattern('')).toBe(false);
});
