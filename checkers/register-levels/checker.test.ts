import { describe, expect, test } from 'vitest';
import { historyOfLines, judgeHistory, kindsOf } from '../../tests/fixtures/history-lines.js';
import { checkEvents, type ClientEvent } from '../../tests/support/check-history.js';
import { ToldHistory } from '../../tests/support/told-history.js';
import type { Checker } from '../../harness/core/checker.js';
import type { Verdict } from '../../harness/core/verdict.js';
import { causal, pram, sequential } from './checker.js';

/** The events of ops such as `0 w x 1`, `1 r x null`: process, kind, key, value, each over before the next. */
function eventsOf(text: string): ClientEvent[] {
  return text.split(', ').flatMap((op): ClientEvent[] => {
    const [process, kind, key, json = '', outcome = 'ok'] = op.split(' ');
    const f = { r: 'read', w: 'write', c: 'cas' }[kind ?? ''] ?? '';
    const value = JSON.parse(json) as unknown;
    return [
      [Number(process), 'invoke', f, [key, f === 'read' ? null : value]],
      [Number(process), outcome, f, [key, value]],
    ];
  });
}

function judged(checker: Checker, text: string): Verdict {
  const lines = eventsOf(text).map(
    ([process, type, f, value]) => `${process} ${type} ${f} ${JSON.stringify(value)}`,
  );
  return judgeHistory(checker, historyOfLines(lines.join('\n')));
}

/** What is seen of what comes from others may be old, but each process sees its own order. */
const OLD_READS = '0 w x 1, 0 w x 2, 1 r x null, 1 r x 1, 1 r x 2, 2 r x null';
/** Process 2 sees the effect (y) of what process 1 saw (x), and not x. */
const WITHOUT_CAUSE = '0 w x 1, 1 r x 1, 1 w y 1, 2 r y 1, 2 r x null';
/** Each writes, and misses what the other one wrote: Dekker. */
const STORE_BUFFER = '0 w x 1, 1 w y 1, 0 r y null, 1 r x null';
/** Two readers see two independent writes in two orders. */
const TWO_ORDERS = '0 w x 1, 1 w y 1, 2 r x 1, 2 r y null, 3 r y 1, 3 r x null';

/** Process 1 sees the second write of process 0, and not the first. */
const OUT_OF_ORDER = '0 w x 1, 0 w y 1, 1 r y 1, 1 r x null';

describe('causal consistency of registers', () => {
  test.each([OLD_READS, STORE_BUFFER, TWO_ORDERS])('allows %s', (text) => {
    expect(judged(causal, text)).toMatchObject({
      outcome: 'valid',
      reason: 'the history is causally consistent',
    });
  });

  test('forbids an effect without its cause, and tells the ops that prove it', () => {
    const verdict = judged(causal, `${WITHOUT_CAUSE}, 3 w z 7, 3 r z 7`);
    expect(verdict.outcome).toBe('invalid');
    const [anomaly] = verdict.anomalies;
    expect(anomaly?.witness?.map(({ words }) => words)).toEqual([
      'read(x) -> null',
      'write(x, 1)',
      'read(x) -> 1',
      'write(y, 1)',
      'read(y) -> 1',
    ]);
    expect(anomaly?.dependencies?.map(({ reason }) => reason)).toContain(
      'T3 read x as 1, which T2 wrote',
    );
    expect(anomaly?.dependencies?.map(({ from, to, kind }) => [from, to, kind])).toEqual([
      [1, 2, 'rw'],
      [2, 3, 'wr'],
      [3, 4, 'process'],
      [4, 5, 'wr'],
      [5, 1, 'process'],
    ]);
  });

  test('tells why a read comes after a write that it does not show', () => {
    const [anomaly] = judged(
      causal,
      '0 w x 1, 1 r x 1, 1 w x 2, 2 r x 2, 2 w y 1, 3 r y 1, 3 r x 1',
    ).anomalies;
    expect(anomaly?.reason).toBe(
      'no order of the transactions is what causal consistency asks for: T1 must come before T2, T2 before T3, and T3 before T1; ' +
        'T4 comes after T1, because T5 read x as 2, which T1 wrote, process 2 did T5 before T6, T7 read y as 1, which T6 wrote, process 3 did T7 before T4.',
    );
    expect(anomaly?.witness?.map(({ op }) => op)).toEqual([4, 0, 2, 12, 6, 8, 10]);
  });

  test('forbids what a session wrote or saw to be undone for it', () => {
    expect(judged(causal, '0 w x 1, 0 r x null').outcome).toBe('invalid');
    expect(judged(causal, '0 w x 1, 0 w x 2, 1 r x 2, 1 r x 1').outcome).toBe('invalid');
  });
});

describe('PRAM consistency of registers', () => {
  test.each([OLD_READS, STORE_BUFFER, TWO_ORDERS, WITHOUT_CAUSE])('allows %s', (text) => {
    expect(judged(pram, text)).toMatchObject({
      outcome: 'valid',
      reason: 'the history is PRAM consistent',
    });
  });

  test('allows processes to disagree on the order of writes by others, as causal convergence does not', () => {
    const text = '0 w x 1, 1 w x 2, 2 r x 1, 2 r x 2, 3 r x 2, 3 r x 1';
    expect(judged(pram, text).outcome).toBe('valid');
    expect(judged(causal, text).outcome).toBe('invalid');
  });

  test('forbids that a process sees the writes of another one in another order', () => {
    const verdict = judged(pram, OUT_OF_ORDER);
    expect(kindsOf(verdict)).toEqual(['pram-violation']);
    expect(verdict.anomalies[0]?.witness?.map(({ words }) => words)).toContain('read(x) -> null');
    expect(judged(pram, '0 w x 1, 0 w x 2, 1 r x 2, 1 r x 1').outcome).toBe('invalid');
    expect(judged(pram, '0 w x 1, 0 r x null').outcome).toBe('invalid');
  });
});

describe('sequential consistency of registers', () => {
  test('allows old reads', () => {
    expect(judged(sequential, OLD_READS)).toMatchObject({
      outcome: 'valid',
      reason: 'the history is sequentially consistent',
    });
  });

  test.each([WITHOUT_CAUSE, STORE_BUFFER, TWO_ORDERS])('forbids %s', (text) => {
    const verdict = judged(sequential, text);
    expect(verdict.outcome).toBe('invalid');
    expect(verdict.reason).toMatch(/^the history is not sequentially consistent: /);
  });

  test('takes a compare-and-set for a read and a write, and a failed one for a read of what it saw', () => {
    expect(judged(sequential, '0 w x 1, 1 c x [1,2], 0 r x 2, 0 r x 1').outcome).toBe('invalid');
    expect(judged(sequential, '0 w x 1, 1 c x [1,2], 2 c x [1,3]').outcome).toBe('invalid');
    expect(judged(sequential, '0 w x 1, 1 c x [1,2], 2 c x [1,3] fail, 0 r x 2').outcome).toBe(
      'valid',
    );
  });
});

describe.each([causal, pram, sequential])('$name', (checker) => {
  test('forbids a value that nobody wrote, or whose write had failed', () => {
    expect(kindsOf(judged(checker, '0 w x 1, 1 r x 7'))).toEqual(['garbage-read']);
    expect(kindsOf(judged(checker, '0 w x 1 fail, 1 r x 1'))).toEqual(['G1a']);
  });

  test('takes a write without an answer for one that may have happened', () => {
    expect(judged(checker, '0 w x 1, 1 w x 2 info, 2 r x 1, 2 r x 2').outcome).toBe('valid');
    expect(judged(checker, '0 w x 1, 1 w x 2 info, 2 r x 1').outcome).toBe('valid');
  });

  test('is unknown where a value was written twice, or nothing succeeded', () => {
    expect(judged(checker, '0 w x 1, 1 w x 1, 2 r x 1').outcome).toBe('unknown');
    expect(judged(checker, '0 w x 1 fail').outcome).toBe('unknown');
  });

  test('keeps integers beyond 2^53 apart', () => {
    const [big, next] = [9007199254740993n, 9007199254740994n];
    const builder = new ToldHistory();
    const ops = [
      [0, 'write', 'x', 1],
      [1, 'read', 'x', 1],
      [1, 'write', 'x', 2],
      [2, 'read', 'x', 2],
      [2, 'write', 'y', big],
      [2, 'write', 'z', next],
      [3, 'read', 'y', big],
      [3, 'read', 'x', 1],
    ] as const;
    ops.forEach(([process, f, key, value], at) => {
      builder.op({ process, f, value: [key, value], start_ms: 2 * at, end_ms: 2 * at + 1 });
    });
    const verdict = judgeHistory(checker, builder.build());
    expect(verdict.outcome).toBe(checker === pram ? 'valid' : 'invalid');
    expect(verdict.reason).not.toMatch(/fail/);
  });

  test('does not take a value that is written again for the state at first', async () => {
    const again: readonly ClientEvent[] = [1, 0].flatMap((value): ClientEvent[] => [
      [0, 'invoke', 'write', value],
      [0, 'ok', 'write', value],
    ]);
    const read: readonly ClientEvent[] = [
      [0, 'invoke', 'read', null],
      [0, 'ok', 'read', 0],
    ];
    const options = { consistencyModel: checker.name, initial: '0' };
    const { outcome } = await checkEvents('cas-register', [...again, ...read], options);
    expect(outcome).toBe('unknown');
  });

  test('judges recorded histories of a register, with and without keys', async () => {
    const options = { consistencyModel: checker.name };
    const keyed = await checkEvents('register', eventsOf(OUT_OF_ORDER), {
      ...options,
      independent: true,
    });
    expect(keyed.outcome).toBe('invalid');
    expect(keyed.verdict.checker).toBe(checker.name);
    const stale: readonly ClientEvent[] = [
      [0, 'invoke', 'write', 1],
      [0, 'ok', 'write', 1],
      [1, 'invoke', 'read', null],
      [1, 'ok', 'read', 0],
    ];
    expect(await checkEvents('cas-register', stale, { ...options, initial: '0' })).toMatchObject({
      outcome: 'valid',
    });
    expect(
      await checkEvents('cas-register', stale, { ...options, initial: 'unknown' }),
    ).toMatchObject({ outcome: 'valid' });
    expect(await checkEvents('cas-register', stale, options)).toMatchObject({ outcome: 'invalid' });
    expect(await checkEvents('cas-register', stale, { initial: '0' })).toMatchObject({
      outcome: 'invalid',
    });
  });
});
