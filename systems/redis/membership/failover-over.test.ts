import { expect, test } from 'vitest';
import type { SentinelView } from '../observation/sentinel-view.js';
import { failoverProblems } from './failover-over.js';

function naming(address: string, ...flags: readonly string[]): SentinelView {
  const primary = { address, flags: ['master', ...flags] };
  return { primary, replicas: [], otherSentinels: [], inTilt: false };
}

function problems(...views: readonly (SentinelView | null)[]): readonly string[] {
  const named = views.map((view, i) => [`n${i + 1}`, view] as const);
  return failoverProblems(new Map(named), (address) => `n${address.slice(-1)}`);
}

test('a failover is over when all Sentinels name the same primary', () => {
  expect(problems(naming('198.18.0.2'), naming('198.18.0.2', 's_down'))).toEqual([]);
});

test('a failover is not over while a Sentinel has it in progress', () => {
  expect(problems(naming('198.18.0.1', 'failover_in_progress'))).toEqual([
    'the Sentinel on n1 had a failover in progress',
  ]);
});

test('a failover is not over while Sentinels name different primaries', () => {
  expect(problems(naming('198.18.0.2'), naming('198.18.0.1'))).toEqual([
    'the Sentinel on n1 named n2 as primary',
    'the Sentinel on n2 named n1 as primary',
  ]);
});

test('nobody knows of a failover whether it is over while a Sentinel does not answer', () => {
  expect(problems(naming('198.18.0.2'), null)).toContain('the Sentinel on n2 did not answer');
});
