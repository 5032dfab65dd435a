import { describe, expect, test } from 'vitest';
import { ToldHistory } from '../../tests/support/told-history.js';
import { planOf } from '../../tests/fixtures/plan.js';
import { stats } from './checker.js';
import { quantile } from './percentiles.js';

test('stats counts each f by outcome and measures the acknowledged ops', () => {
  const builder = new ToldHistory();
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

test('the rate is that of the main phase: recovery and final reads do not count', () => {
  const builder = new ToldHistory();
  for (let i = 0; i < 100; i += 1) {
    builder.op({ process: 0, f: 'add', value: i, start_ms: i * 10, end_ms: i * 10 + 5 });
  }
  builder.fault({ f: 'heal', start_ms: 1_000, end_ms: 4_000 });
  builder.op({ process: 0, f: 'final-read', start_ms: 9_000, end_ms: 10_000 });
  const { details } = stats.check(planOf({ rate: 100 }), builder.build());
  expect(details['duration_s']).toBeCloseTo(0.995);
  expect(details['byF']).toMatchObject([
    { f: 'add', okPerSecond: 100 / 0.995 },
    { f: 'final-read', ok: 1, okPerSecond: null },
  ]);
});

test('stats counts the acknowledged ops of the main phase by node, with 0 of a node that took none', () => {
  const history = new ToldHistory()
    .op({ process: 0, f: 'add', value: 1, start_ms: 1, end_ms: 2, node: 'n1' })
    .op({ process: 0, f: 'add', value: 2, start_ms: 3, end_ms: 4, node: 'n3' })
    .op({ process: 1, f: 'add', value: 3, start_ms: 3, end_ms: 4, node: 'n2', type: 'fail' })
    .fault({ f: 'heal', start_ms: 5, end_ms: 6 })
    .op({ process: 0, f: 'final-read', start_ms: 9, end_ms: 10, node: 'n2' })
    .build();
  const { details } = stats.check(planOf({ nodes: ['n1', 'n2', 'n3'] }), history);
  expect(details['okByNode']).toEqual({ n1: 1, n2: 0, n3: 1 });
});

describe('a rate that was asked for', () => {
  /** Ops that one thread can do one after the other, each in `busy_ms` of `every_ms`. */
  function reasonOf(rate: number, every_ms: number, busy_ms: number): string {
    const builder = new ToldHistory();
    for (let i = 0; i < 1000; i += 1) {
      const start_ms = i * every_ms;
      builder.op({ process: 0, f: 'add', value: i, start_ms, end_ms: start_ms + busy_ms });
    }
    return stats.check(planOf({ rate, concurrency: 1 }), builder.build()).reason;
  }

  test('and met is not worth a word', () => {
    expect(reasonOf(100, 10, 1)).toBe('1,000 of 1,000 ops succeeded');
    expect(reasonOf(0, 10, 9)).toBe('1,000 of 1,000 ops succeeded');
  });

  test('and not met is said, with why', () => {
    expect(reasonOf(200, 10, 9)).toMatch(
      /; asked for 200 ops per second, got 100, because the only client thread was waiting for answers for 90 % of the time$/,
    );
    expect(reasonOf(5000, 10, 0.1)).toMatch(/got 100, because the harness came to no more/);
  });
});

test('stats is unknown when some f never succeeded, and names it', () => {
  const history = new ToldHistory()
    .op({ process: 0, f: 'read', start_ms: 1, end_ms: 2 })
    .op({ process: 1, f: 'add', start_ms: 1, end_ms: 2, type: 'fail' })
    .op({ process: 2, f: 'cas', start_ms: 1 })
    .build();
  const verdict = stats.check(planOf(), history);
  expect(verdict.outcome).toBe('unknown');
  expect(verdict.reason).toBe('no add and cas ever succeeded');
});

test('stats is unknown when no client did anything', () => {
  const history = new ToldHistory().fault({ f: 'heal', start_ms: 1, end_ms: 2 }).build();
  expect(stats.check(planOf(), history).outcome).toBe('unknown');
});

test('a quantile is a value that was measured', () => {
  expect(quantile([1, 2, 3, 4], 0.5)).toBe(2);
  expect(quantile([1, 2, 3, 4], 0.51)).toBe(3);
  expect(quantile([1, 2, 3, 4], 1)).toBe(4);
  expect(quantile([], 0.5)).toBeNull();
});

test('stats groups errors that the client does not know, and says how many there are', () => {
  const builder = new ToldHistory();
  const messages = ['reset after 17 ms', 'reset after 3 ms', 'no such thing'];
  messages.forEach((message, at) => {
    builder.op({
      process: at,
      f: 'write',
      start_ms: 10 * at,
      end_ms: 10 * at + 1,
      type: 'info',
      error: { code: 'client-error', message },
    });
  });
  builder.op({ process: 8, f: 'write', start_ms: 50, end_ms: 51 });
  builder.op({
    process: 9,
    f: 'write',
    start_ms: 60,
    end_ms: 61,
    type: 'fail',
    error: { code: 'read-only', message: 'a replica' },
  });
  builder.op({
    process: 10,
    f: 'read',
    start_ms: 70,
    end_ms: 71,
    type: 'fail',
    error: { code: 'client-error', message: 'reset after 5 ms' },
  });
  builder.op({ process: 11, f: 'read', start_ms: 80, end_ms: 81 });
  const { outcome, reason, details, sections } = stats.check(planOf(), builder.build());
  expect(outcome).toBe('valid');
  expect(reason).toContain('; 3 ops ended with errors that the client does not know');
  expect(details['unknownErrors']).toEqual([
    { f: 'write', code: 'client-error', message: 'reset after 17 ms', count: 2, first: 0 },
    { f: 'write', code: 'client-error', message: 'no such thing', count: 1, first: 4 },
  ]);
  expect(sections?.map(({ id }) => id)).toEqual(['ops', 'unknown-errors']);
});

test('stats says nothing of errors that are known', () => {
  const builder = new ToldHistory().op({ process: 0, f: 'read', start_ms: 0, end_ms: 1 }).op({
    process: 1,
    f: 'read',
    start_ms: 2,
    end_ms: 3,
    type: 'info',
    error: { code: 'timeout' },
  });
  const { reason, sections } = stats.check(planOf(), builder.build());
  expect(reason).not.toContain('does not know');
  expect(sections?.map(({ id }) => id)).toEqual(['ops']);
});
