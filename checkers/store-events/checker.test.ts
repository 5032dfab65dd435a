import { expect, test } from 'vitest';
import { planOf } from '../../tests/fixtures/plan.js';
import { ToldHistory } from '../../tests/support/told-history.js';
import { figureAt } from '../../harness/core/bound.js';
import type { Verdict } from '../../harness/core/verdict.js';
import { storeEvents } from './checker.js';

function judged(...names: readonly string[]): Verdict {
  const events = names.map((name, time) => ({ time, node: 'n1', name, text: '' }));
  const bounds = { timeout_ms: 1000, memory_bytes: 1 };
  const history = new ToldHistory().build();
  return storeEvents.check(planOf(), history, { bounds, model: null, events });
}

test('counts what was published by its name, as figures that a scenario can ask for', () => {
  const { outcome, details } = judged('+tilt', '+sdown', '+tilt', '-tilt');
  expect(outcome).toBe('valid');
  expect(figureAt(details, 'counts.+tilt')).toBe(2);
  expect(figureAt(details, 'counts.-tilt')).toBe(1);
  expect(figureAt(details, 'counts.+odown')).toBeNull();
});

test('where nothing was published, nobody knows', () => {
  expect(judged().outcome).toBe('unknown');
});
