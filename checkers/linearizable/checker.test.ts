import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BuiltOp } from '../../harness/core/history-builder.js';
import { ToldHistory } from '../../tests/support/told-history.js';
import type { Verdict } from '../../harness/core/verdict.js';
import { planOf } from '../../tests/fixtures/plan.js';
import { fencedLockModel } from '../models/locks.js';
import { casRegisterModel } from '../models/registers.js';
import { linearizable } from './checker.js';

const PLAN = planOf({ model: { name: 'cas-register', options: { independent: true } } });
const BOUNDS = { timeout_ms: 10_000, memory_bytes: 1 << 28 };

function judged(builder: ToldHistory, bounds = BOUNDS): Verdict {
  return linearizable.check(PLAN, builder.build(), { bounds, model: casRegisterModel });
}

/** One op after another, each of a process of its own, on key `x` unless it names another. */
function inSequence(...ops: readonly (Pick<BuiltOp, 'f'> & Partial<BuiltOp>)[]): ToldHistory {
  const builder = new ToldHistory();
  for (const [i, op] of ops.entries()) {
    builder.op({ process: i, start_ms: 10 * i + 1, end_ms: 10 * i + 9, ...op });
  }
  return builder;
}

const write = (value: number, key = 'x') => ({ f: 'write', value: [key, value] });
const read = (value: number | null, key = 'x') => ({
  f: 'read',
  value: [key, null],
  result: [key, value],
});
const cas = (from: number, to: number) => ({ f: 'cas', value: ['x', [from, to]] });

describe('linearizable', () => {
  test('is valid for reads of what was written', () => {
    const verdict = judged(inSequence(read(null), write(1), read(1), cas(1, 2), read(2)));
    expect(verdict.outcome).toBe('valid');
    expect(verdict.details).toMatchObject({ keys: 1, operations: 5 });
  });

  test('is invalid for a stale read, and names the ops of the history that prove it', () => {
    const verdict = judged(inSequence(write(1), write(2), read(1)));
    expect(verdict.outcome).toBe('invalid');
    expect(verdict.anomalies[0]?.kind).toBe('nonlinearizable');
    expect(verdict.anomalies[0]?.ops).toEqual([0, 1, 2, 3, 4, 5]);
    expect(verdict.reason).toContain('key x is not linearizable as a cas-register: ');
    for (const [, named] of verdict.reason.matchAll(/\b(?:op|from|to) (\d+)/g)) {
      expect(verdict.anomalies[0]?.ops).toContain(Number(named));
    }
  });

  describe('of a fenced lock', () => {
    const acquire = (token: number) => ({ f: 'acquire', value: null, result: token });
    const guarded = (token: number, accepted: boolean) => ({
      f: 'write',
      value: token,
      result: accepted,
    });
    const judgedLock = (...ops: readonly (Pick<BuiltOp, 'f'> & Partial<BuiltOp>)[]): Verdict =>
      linearizable.check(
        planOf({ model: { name: 'fenced-lock', options: { leases: true } } }),
        inSequence(...ops).build(),
        { bounds: BOUNDS, model: fencedLockModel },
      );

    test('counts the writes that were refused, also where there was none', () => {
      const refused = judgedLock(acquire(1), acquire(2), guarded(2, true), guarded(1, false));
      expect(refused).toMatchObject({ outcome: 'valid', details: { refusedWrites: 1 } });
      const none = judgedLock(acquire(1), guarded(1, true));
      expect(none).toMatchObject({ outcome: 'valid', details: { refusedWrites: 0 } });
    });

    test('that accepted a write under an older token is invalid', () => {
      const accepted = judgedLock(acquire(1), acquire(2), guarded(2, true), guarded(1, true));
      expect(accepted).toMatchObject({ outcome: 'invalid', details: { refusedWrites: 0 } });
    });
  });

  describe('of final reads', () => {
    const finalRead = (value: number | null, node: string) => ({
      ...read(value),
      f: 'final-read',
      node,
    });
    const recovery = (builder: ToldHistory, recovered: boolean): ToldHistory =>
      builder
        .fault({ f: 'heal', start_ms: 12, end_ms: 13 })
        .fault({ f: 'await', start_ms: 14, end_ms: 15, proven: recovered });
    const lost = () =>
      inSequence(write(1), read(null, 'y'), finalRead(1, 'n1'), finalRead(null, 'n2'));

    test('is invalid when a node does not hold the last value of a key that nobody used since', () => {
      const verdict = judged(recovery(lost(), true));
      expect(verdict.outcome).toBe('invalid');
      expect(verdict.anomalies[0]?.ops).toHaveLength(4);
    });

    test('is valid when every node holds the last value', () => {
      const ops = [write(1), read(null, 'y'), finalRead(1, 'n1'), finalRead(1, 'n2')];
      expect(judged(recovery(inSequence(...ops), true)).outcome).toBe('valid');
    });

    test('leaves them out, and says so, when the cluster had not recovered', () => {
      const verdict = judged(recovery(lost(), false));
      expect(verdict.outcome).toBe('valid');
      expect(verdict.reason).toContain('without the final reads: the cluster had not recovered');
    });
  });

  test('is invalid for a compare-and-set that cannot have matched', () => {
    expect(judged(inSequence(write(1), cas(7, 8))).outcome).toBe('invalid');
  });

  test('shows how far legal orders go, with states, in the terms of the history', () => {
    const [anomaly] = judged(inSequence(read(null), write(1), write(2), read(1))).anomalies;
    expect(anomaly?.orders).toMatchObject({
      lanes: ['0', '1', '2', '3'],
      columns: 9,
      firstError: 6,
      hiddenBefore: 0,
      hiddenAfter: 0,
    });
    expect(anomaly?.orders?.ops.at(-1)).toEqual({
      op: 6,
      words: 'read() -> 1',
      lane: 3,
      from: 6,
      to: 7,
      open: false,
      proof: true,
      order: null,
    });
    expect(anomaly?.orders?.orders[0]).toEqual({
      steps: [
        { op: 0, before: 'null', after: 'null' },
        { op: 2, before: 'null', after: '1' },
        { op: 4, before: '1', after: '2' },
      ],
      missing: [6],
    });
  });

  test('shows of a long history what stands around the first op that fits nowhere', () => {
    const good = Array.from({ length: 100 }, (_, i) => write(i));
    const more = Array.from({ length: 50 }, (_, i) => write(200 + i));
    const [anomaly] = judged(inSequence(...good, read(5), ...more)).anomalies;
    const { orders } = anomaly ?? {};
    expect(orders?.firstError).toBe(200);
    expect(orders?.ops.length).toBeLessThan(60);
    expect(orders?.ops.map(({ op }) => op)).toEqual(expect.arrayContaining([10, 12, 198, 200]));
    expect(
      (orders?.hiddenBefore ?? 0) + (orders?.hiddenAfter ?? 0) + (orders?.ops.length ?? 0),
    ).toBe(151);
    const op = judged(inSequence({ ...write(1), type: 'info' }, read(2))).anomalies[0]?.orders
      ?.ops[0];
    expect(op).toMatchObject({ op: 0, open: true });
  });

  test('judges each key on its own', () => {
    const verdict = judged(
      inSequence(write(1, 'a'), write(2, 'b'), read(1, 'a'), read(2, 'b'), read(null, 'b')),
    );
    expect(verdict.outcome).toBe('invalid');
    expect(verdict.details['illegalKeys']).toEqual(['b']);
  });

  test('is unknown when no op says anything', () => {
    expect(judged(new ToldHistory()).outcome).toBe('unknown');
    const unanswered = judged(inSequence({ ...read(1), type: 'info' }));
    expect(unanswered.outcome).toBe('unknown');
    expect(unanswered.reason).toBe('no op says anything about any cas-register');
  });

  test('is unknown on a history of another workload', () => {
    const verdict = judged(inSequence({ f: 'read', value: 7 }));
    expect(verdict.outcome).toBe('unknown');
    expect(verdict.reason).toContain('expected a value of [key v] at op 0');
  });

  test('is unknown when the time is over', () => {
    // A search that no method settles in a millisecond: many concurrent ops on few values.
    const builder = new ToldHistory();
    for (let i = 0; i < 4_000; i += 1) {
      const op = i % 2 === 0 ? write(i % 5) : cas(i % 5, (i * 7) % 5);
      builder.op({ ...op, process: i, start_ms: 1 + i, end_ms: 60 + i });
    }
    builder.op({ ...read(77), process: 5_000, start_ms: 9_000, end_ms: 9_001 });
    builder.op({ ...write(77), process: 5_001, start_ms: 8_000 });
    const verdict = judged(builder, { timeout_ms: 1, memory_bytes: 1 << 28 });
    expect(verdict.outcome).toBe('unknown');
    expect(verdict.reason).toContain('could not be judged');
  });
});

test('keys that are left when the time is over are unknown', () => {
  const noTime = { timeout_ms: 0.5, memory_bytes: 1 << 28 };
  const late = judged(inSequence(write(1), read(1)), noTime);
  expect(late.outcome).toBe('unknown');
  expect(late.reason).toContain('1 of 1 key could not be judged; key x: the time was over');
});

describe('ops without a plain answer', () => {
  test('a write without an answer may take effect later, or never', () => {
    const open = { ...write(2), type: 'info' as const };
    expect(judged(inSequence(write(1), open, read(1), read(2))).outcome).toBe('valid');
    expect(judged(inSequence(write(1), open, read(1))).outcome).toBe('valid');
    expect(judged(inSequence(write(1), open, read(2), read(1))).outcome).toBe('invalid');
  });

  test('an op without any completion is treated alike', () => {
    const builder = inSequence(write(1), read(2)).op({ ...write(2), process: 9, start_ms: 2 });
    expect(judged(builder).outcome).toBe('valid');
  });

  test('reading a value whose write failed is an aborted read', () => {
    const failed = { ...write(2), type: 'fail' as const };
    const verdict = judged(inSequence(write(1), failed, read(2)));
    expect(verdict.outcome).toBe('invalid');
    expect(verdict.reason).toContain(
      'read() -> 2 (op 4) is legal only if write(2) (op 2) took effect, but that op failed',
    );
    expect(judged(inSequence(write(1), failed, read(1))).outcome).toBe('valid');
  });

  test('a read of a value that another write brought too is told by what replaced that', () => {
    const failed = { ...write(2), type: 'fail' as const };
    const { outcome, reason } = judged(inSequence(failed, write(2), write(3), read(2)));
    expect(outcome).toBe('invalid');
    expect(reason).toContain('3 had taken its place');
  });

  test('a compare-and-set that did not match is a read of what it saw', () => {
    const mismatch = (saw: number) => ({
      ...cas(5, 6),
      type: 'fail' as const,
      error: { code: 'cas-mismatch', saw },
    });
    expect(judged(inSequence(write(1), mismatch(1))).outcome).toBe('valid');
    expect(judged(inSequence(write(1), write(2), mismatch(1))).outcome).toBe('invalid');
  });

  test('a read of null says that the register was empty', () => {
    expect(judged(inSequence(write(1), read(null))).outcome).toBe('invalid');
  });
});

describe('any sequential history', () => {
  const steps = fc.array(
    fc.record({ kind: fc.constantFrom('write', 'read', 'cas'), key: fc.constantFrom('a', 'b') }),
    { minLength: 2, maxLength: 30 },
  );

  /** What a correct store answers. */
  function correct(sequence: readonly { readonly kind: string; readonly key: string }[]) {
    const state = new Map<string, number>();
    return sequence.map(({ kind, key }, i) => {
      const now = state.get(key) ?? null;
      if (kind === 'read' || (kind === 'cas' && now === null)) return read(now, key);
      state.set(key, i + 1);
      return kind === 'write' ? write(i + 1, key) : { f: 'cas', value: [key, [now, i + 1]] };
    });
  }

  test('of a correct store is valid', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        expect(judged(inSequence(...correct(sequence))).outcome).toBe('valid');
      }),
    );
  });

  test('is invalid once a read returns something else', () => {
    fc.assert(
      fc.property(steps, fc.nat(), fc.integer({ min: 0, max: 40 }), (sequence, at, other) => {
        const ops = correct(sequence);
        const reads = ops.flatMap((op, i) => (op.f === 'read' ? [i] : []));
        fc.pre(reads.length > 0);
        const target = reads[at % reads.length] ?? 0;
        const op = ops[target];
        fc.pre(op !== undefined && 'result' in op && op.result[1] !== other);
        const [key] = op?.value ?? [];
        const mutated = ops.with(target, read(other, String(key)));
        expect(judged(inSequence(...mutated)).outcome).toBe('invalid');
      }),
    );
  });
});
