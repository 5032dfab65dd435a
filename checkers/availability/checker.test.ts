import { expect, test } from 'vitest';
import { planOf } from '../../tests/fixtures/plan.js';
import { ToldHistory } from '../../tests/support/told-history.js';
import { availability } from './checker.js';

/** An add every 100 ms until the end, of which those invoked in `[from, to)` fail. */
function run(end_ms: number, from_ms: number, to_ms: number): ToldHistory {
  const history = new ToldHistory();
  for (let at = 0; at < end_ms; at += 100) {
    const type = at >= from_ms && at < to_ms ? 'fail' : 'ok';
    history.op({ process: 0, f: 'add', value: at, start_ms: at, end_ms: at + 10, type });
  }
  return history;
}

test('a store that always answers has no outage', () => {
  const verdict = availability.check(planOf(), run(2_000, 0, 0).build());
  expect(verdict).toMatchObject({ outcome: 'valid', details: { outages: 0, longest_ms: 0 } });
});

test('an outage is a figure, never a violation, and is told by the fault that it met', () => {
  const history = run(4_000, 1_000, 2_500)
    .fault({ f: 'start-partition', start_ms: 950, end_ms: 960 })
    .fault({ f: 'stop-partition', start_ms: 3_000, end_ms: 3_010 })
    .build();
  const verdict = availability.check(planOf(), history);
  expect(verdict.outcome).toBe('valid');
  expect(verdict.reason).toBe(
    '1 outage of 1,600 ms together; the longest lasted for 1,600 ms from 0.910 s on',
  );
  expect(verdict.details).toMatchObject({
    outages: 1,
    total_ms: 1_600,
    longest_ms: 1_600,
    byFault: [{ fault: 'partition', from_ms: 950, outages: 1, recovery_ms: 1_560 }],
  });
});

test('without an acknowledged op nobody knows', () => {
  expect(availability.check(planOf(), run(2_000, 0, 2_000).build()).outcome).toBe('unknown');
});
