import { expect, test } from 'vitest';
import { HistoryBuilder } from '../../harness/core/history-builder.js';
import { planOf } from '../../tests/fixtures/plan.js';
import { stats } from './checker.js';
import { quantile } from './percentiles.js';

test('stats counts each f by outcome and measures the acknowledged ops', () => {
  const builder = new HistoryBuilder();
  for (let i = 0; i < 100; i += 1) {
    const type = i < 90 ? 'ok' : i < 96 ? 'fail' : 'info';
    builder.op({
      process: i,
      f: 'write',
      value: i,
      start_ms: i * 10,
      end_ms: i * 10 + i + 1,
      type,
      ...(type === 'ok' ? {} : { error: { code: 'timeout' } }),
    });
  }
  builder.op({ process: 200, f: 'read', start_ms: 1_999, end_ms: 2_000 });
  const verdict = stats.check(planOf(), builder.build());
  expect(verdict.outcome).toBe('valid');
  expect(verdict.details).toMatchObject({
    duration_s: 2,
    byF: [
      {
        f: 'write',
        count: 100,
        ok: 90,
        fail: 6,
        info: 4,
        okPerSecond: 45,
        latency: { p50_ms: 45, p99_ms: 90, max_ms: 90 },
        errors: { timeout: 10 },
      },
      { f: 'read', ok: 1 },
    ],
  });
});

test('stats is unknown when some f never succeeded, and names it', () => {
  const history = new HistoryBuilder()
    .op({ process: 0, f: 'read', start_ms: 1, end_ms: 2 })
    .op({ process: 1, f: 'add', start_ms: 1, end_ms: 2, type: 'fail' })
    .op({ process: 2, f: 'cas', start_ms: 1 })
    .build();
  const verdict = stats.check(planOf(), history);
  expect(verdict.outcome).toBe('unknown');
  expect(verdict.reason).toBe('no add and cas ever succeeded');
});

test('stats is unknown when no client did anything', () => {
  const history = new HistoryBuilder().fault({ f: 'heal', start_ms: 1, end_ms: 2 }).build();
  expect(stats.check(planOf(), history).outcome).toBe('unknown');
});

test('a quantile is a value that was measured', () => {
  expect(quantile([1, 2, 3, 4], 0.5)).toBe(2);
  expect(quantile([1, 2, 3, 4], 0.51)).toBe(3);
  expect(quantile([1, 2, 3, 4], 1)).toBe(4);
  expect(quantile([], 0.5)).toBeNull();
});
