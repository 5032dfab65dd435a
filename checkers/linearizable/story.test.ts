import { describe, expect, test } from 'vitest';
import type { BuiltOp } from '../../harness/core/history-builder.js';
import { ToldHistory } from '../../tests/support/told-history.js';
import { planOf } from '../../tests/fixtures/plan.js';
import { casRegisterModel } from '../models/registers.js';
import { linearizable } from './checker.js';

const MODEL = { name: 'cas-register', options: { independent: true } };
const BOUNDS = { timeout_ms: 10_000, memory_bytes: 1 << 28 };

function anomalyOf(builder: ToldHistory) {
  const verdict = linearizable.check(planOf({ model: MODEL }), builder.build(), {
    bounds: BOUNDS,
    model: casRegisterModel,
  });
  expect(verdict.outcome).toBe('invalid');
  return {
    reason: verdict.reason,
    story: verdict.anomalies[0]?.story,
    ops: verdict.anomalies[0]?.ops,
  };
}

type At = Pick<BuiltOp, 'start_ms'> & Partial<BuiltOp>;

const op = (f: string, value: unknown, at: At): BuiltOp => ({
  process: at.start_ms,
  f,
  end_ms: at.start_ms + 5,
  ...at,
  value: ['x', value as number],
});
const write = (value: number, at: At) => op('write', value, at);
const read = (value: number | null, at: At) => ({ ...op('read', null, at), result: ['x', value] });

/** n1 is cut off while it is primary; n2 is promoted, and what n1 took meanwhile is lost. */
function splitBrain(): ToldHistory {
  return new ToldHistory()
    .op(write(1, { start_ms: 10, node: 'n1' }))
    .fault({
      f: 'start-partition',
      start_ms: 20,
      end_ms: 25,
      effect: {
        primary: 'n1',
        roles: { n1: 'primary', n2: 'replica' },
        isolated: ['n1'],
        drops: { n1: ['n2'], n2: ['n1'] },
      },
    })
    .op(write(2, { start_ms: 30, node: 'n1' }))
    .fault({ f: 'stop-partition', start_ms: 40, end_ms: 45 })
    .op(read(1, { start_ms: 50, node: 'n2' }));
}

describe('the story of a register that is not linearizable', () => {
  test('says which value came back, what had replaced it, and where', () => {
    expect(anomalyOf(splitBrain()).reason).toBe(
      'key x is not linearizable as a cas-register: 1 was there by 0.015 s, 2 had taken its place (written at 0.030 s on n1, acknowledged), and yet 1 was read after 0.050 s on n2',
    );
  });

  test('tells value by value who did what, on which node, in which role, under which fault', () => {
    const { story, ops = [] } = anomalyOf(splitBrain());
    expect(story).toEqual([
      '1: written by process 10 on n1 from 0.010 s to 0.015 s, acknowledged (op 0); read by process 50 on n2 (replica) from 0.050 s to 0.055 s (op 8)',
      '2: written by process 30 on n1 (primary) from 0.030 s to 0.035 s, acknowledged, while n1 was cut off from n2 (op 4)',
    ]);
    // The figure marks what the story names.
    for (const [, named] of (story ?? []).join().matchAll(/\(op (\d+)\)/g)) {
      expect(ops).toContain(Number(named));
    }
  });

  test('tells that the write failed whose value was read', () => {
    const failed = new ToldHistory()
      .op({ ...write(5, { start_ms: 10, node: 'n1' }), type: 'fail' })
      .op(read(5, { start_ms: 50, node: 'n2' }));
    expect(anomalyOf(failed)).toMatchObject({
      reason: expect.stringContaining(
        'only if write(5) (op 0) took effect, but that op failed',
      ) as unknown,
      story: [
        '5: written by process 10 on n1 from 0.010 s to 0.015 s, which failed (op 0); read by process 50 on n2 from 0.050 s to 0.055 s (op 2)',
      ],
    });
  });

  test('says of an op that came before a cut was proven that the cut was taking effect', () => {
    const account = { words: 'n1 was cut off', name: 'cut of n1', nodes: ['n1'], hurt: ['n1'] };
    const { story } = anomalyOf(
      new ToldHistory()
        .op(write(1, { start_ms: 10, node: 'n1' }))
        .fault({ f: 'start-partition', start_ms: 20, end_ms: 40, account })
        .op(write(2, { start_ms: 30, node: 'n1' }))
        .op(read(1, { start_ms: 50, node: 'n2' })),
    );
    expect(story?.join()).toMatch(/2: written .* while cut of n1 was taking effect/);
    expect(story?.join()).toMatch(/1: .*read by .* while n1 was cut off/);
  });

  test('says of a value that a compare-and-set had replaced that it was there once more', () => {
    const { reason } = anomalyOf(
      new ToldHistory()
        .op(write(1, { start_ms: 10 }))
        .op({ ...op('cas', [1, 2], { start_ms: 20, node: 'n1' }) })
        .op(read(1, { start_ms: 30, node: 'n2' })),
    );
    expect(reason).toBe(
      'key x is not linearizable as a cas-register: 1 was replaced by a cas 1 -> 2 on n1, acknowledged at 0.025 s, and yet 1 was read after 0.030 s on n2',
    );
  });

  test('tells what a compare-and-set that did not match has seen', () => {
    const { reason, story } = anomalyOf(
      new ToldHistory()
        .op(write(1, { start_ms: 10 }))
        .op(write(2, { start_ms: 20 }))
        .op({
          ...op('cas', [7, 8], { start_ms: 30, node: 'n3' }),
          type: 'fail',
          error: { code: 'cas-mismatch', saw: 1 },
        }),
    );
    expect(reason).toContain(
      'and yet 1 was seen by a cas 7 -> 8 that did not match after 0.030 s on n3',
    );
    expect(story?.[0]).toContain('; seen by a cas 7 -> 8 that did not match by process 30 on n3');
  });

  test('says of two values that each was there before and after the other', () => {
    const { reason } = anomalyOf(
      new ToldHistory()
        .op(write(1, { start_ms: 10, end_ms: 40, node: 'n1' }))
        .op(write(2, { start_ms: 11, end_ms: 40, node: 'n2' }))
        .op(read(1, { start_ms: 12, end_ms: 15, node: 'n1' }))
        .op(read(2, { start_ms: 13, end_ms: 16, node: 'n2' }))
        .op(read(1, { start_ms: 20, end_ms: 24, node: 'n1' }))
        .op(read(2, { start_ms: 21, end_ms: 25, node: 'n2' })),
    );
    expect(reason).toBe(
      'key x is not linearizable as a cas-register: 1 was there from 0.015 s at the latest until 0.020 s at least (read on n1), and 2 was there from 0.016 s at the latest until 0.021 s at least (read on n2): a register holds one value at a time, and each of these was brought once',
    );
  });

  test('of ops without an answer says that there was none', () => {
    const { story, ops } = anomalyOf(
      new ToldHistory()
        .op(write(1, { start_ms: 10 }))
        .op({ ...write(2, { start_ms: 20 }), type: 'info', end_ms: 25 })
        .op(read(2, { start_ms: 30 }))
        .op(read(1, { start_ms: 40 })),
    );
    // The writer's events stand in the table, whether the proof needs them or not.
    expect(ops).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(story?.[1]).toContain('written by process 20 from 0.020 s on, without an answer (op 2)');
  });
});

test('keys that were left unjudged are counted', () => {
  const builder = new ToldHistory();
  for (let key = 0; key < 9; key += 1) {
    const at = 100 * key;
    builder.op({ ...write(1, { start_ms: at + 10 }), value: [key, 1] });
    builder.op({ ...read(null, { start_ms: at + 20 }), value: [key, null], result: [key, null] });
  }
  const verdict = linearizable.check(planOf({ model: MODEL }), builder.build(), {
    bounds: BOUNDS,
    model: casRegisterModel,
  });
  expect(verdict.anomalies).toHaveLength(5);
  expect(verdict.reason).toMatch(
    /^keys 0, 1, 2, 3 and 4 are not linearizable as a cas-register; key 0: null was there at first, 1 had taken its place \(written at 0\.010 s, acknowledged\), and yet null was read after 0\.020 s/,
  );
  expect(verdict.reason).toContain(
    '4 of 9 keys were not judged: judging stops after 5 keys that are not linearizable',
  );
  expect(verdict.details).toMatchObject({ unjudgedKeys: 4, unknownKeys: [] });
});
