import { describe, expect, it } from 'vitest';
import type { KeyValueInput, KeyValueOutput } from '../models/inputs.js';
import { keyValue } from '../models/key-value.js';
import { finish } from '../resumable/resumable.js';
import type { CheckOptions, CheckResult, Operation } from '../types.js';
import { Bounds, describeCause, type Circumstances } from './bounds.js';
import { checkEventList, checkHistory } from './history.js';
import { settingsOf } from './settings.js';

type Kv = Operation<KeyValueInput, KeyValueOutput>;

const KEYS = 9000;

/** One read of each of many keys, all of them of nothing. */
const history: readonly Kv[] = Array.from({ length: KEYS }, (_, i) => ({
  input: { f: 'get', key: `k${i}` },
  output: '',
  call: i,
  return: i,
}));

/** A clock on which every look takes a hundredth of a millisecond. */
function slowClock(): { readonly now: () => number } {
  let clock = 0;
  return { now: () => (clock += 0.01) };
}

function check(
  operations: readonly Kv[],
  options: CheckOptions = {},
  circumstances: Circumstances = slowClock(),
): CheckResult {
  const bounds = new Bounds(options, circumstances);
  return finish(checkHistory(keyValue(), operations, settingsOf(options), bounds));
}

describe('a check of many partitions', () => {
  it('has a result for each, in their order', () => {
    const { verdict, partitions } = check(history);
    expect(verdict).toBe('ok');
    expect(partitions.map(({ key }) => key)).toEqual(history.map(({ input }) => input.key));
    expect(partitions.every((part) => part.verdict === 'ok')).toBe(true);
  });

  it('leaves those unknown for which there was no time, with the cause', () => {
    const result = check(history, { timeoutMs: 300 });
    expect(result).toMatchObject({ verdict: 'unknown', cause: 'time' });
    expect(result.partitions).toHaveLength(KEYS);
    const done = result.partitions.filter((part) => part.verdict === 'ok').length;
    expect(done).toBeGreaterThan(100);
    expect(done).toBeLessThan(KEYS);
    // They are judged in their order, so that the last one was not.
    expect(result.partitions.at(-1)).toEqual({
      verdict: 'unknown',
      key: `k${KEYS - 1}`,
      operations: 1,
      cause: 'time',
      message: describeCause('time'),
      elapsedMs: 0,
    });
  });

  it('says the same of an abortion, and of a verdict that nobody needs any more', () => {
    for (const cause of ['aborted', 'not-needed'] as const) {
      const controller = new AbortController();
      let looks = 0;
      let over = false;
      const now = (): number => {
        if (++looks === 20_000) {
          over = cause === 'not-needed';
          controller.abort();
        }
        return looks / 1000;
      };
      const options = cause === 'aborted' ? { signal: controller.signal } : {};
      const { verdict, partitions } = check(history, options, { now, cancelled: () => over });
      expect(verdict).toBe('unknown');
      const unknown = partitions.filter((part) => part.verdict === 'unknown');
      expect(unknown.length).toBeGreaterThan(100);
      expect(unknown.length).toBeLessThan(KEYS);
      for (const part of unknown) {
        expect(part).toMatchObject({ cause, message: describeCause(cause) });
      }
    }
  });

  it('ends at an illegal one, and needs the others no more', () => {
    const at = 5000;
    const wrong = history.map((operation, i) =>
      i === at ? { ...operation, output: 'from nowhere' } : operation,
    );
    const result = check(wrong);
    expect(result.verdict === 'illegal' && result.illegal).toMatchObject({
      key: `k${at}`,
      explanation: { witness: [at], minimal: true },
    });
    expect(result.partitions[at - 1]?.verdict).toBe('ok');
    expect(result.partitions[at]).toBe(result.verdict === 'illegal' && result.illegal);
    expect(result.partitions[at + 1]).toMatchObject({ cause: 'not-needed' });
    expect(result.partitions.at(-1)).toMatchObject({ cause: 'not-needed' });
  });

  it('is one partition if a bound was hit before there were any', () => {
    const result = check(history, { signal: AbortSignal.abort() });
    expect(result.partitions).toEqual([
      {
        verdict: 'unknown',
        key: '',
        operations: KEYS,
        cause: 'aborted',
        message: describeCause('aborted'),
        elapsedMs: 0,
      },
    ]);
  });

  it('says how far it is before there are partitions, and after', () => {
    const generator = checkHistory(
      keyValue(),
      history,
      settingsOf({}),
      new Bounds({}, slowClock()),
    );
    const seen = [...generator];
    const done = seen.map(({ partitionsDone }) => partitionsDone);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    expect(seen.every(({ elapsedMs }) => elapsedMs > 0)).toBe(true);
    const totals = new Set(seen.map(({ partitionsTotal }) => partitionsTotal));
    expect(totals.has(KEYS)).toBe(true);
    expect(done.at(-1)).toBeGreaterThan(KEYS / 2);
  });

  it('has no partition done before there are any', () => {
    let clock = 0;
    const bounds = new Bounds({}, { now: () => (clock += 2) });
    const first = checkHistory(keyValue(), history, settingsOf({}), bounds).next().value;
    expect(first).toMatchObject({
      partition: '',
      method: 'preparation',
      operations: KEYS,
      partitionsDone: 0,
      partitionsTotal: 0,
    });
  });

  it('says how long it took for each, and for all', () => {
    const { elapsedMs, partitions } = check(history.slice(0, 3), {}, { now: () => 7 });
    expect([elapsedMs, ...partitions.map((part) => part.elapsedMs)]).toEqual([0, 0, 0, 0]);
  });

  it('ends at the very moment the time is over', () => {
    const result = check(history, { timeoutMs: 0 }, { now: () => 7 });
    expect(result).toMatchObject({ verdict: 'unknown', cause: 'time' });
  });
});

describe('a check of a list of events', () => {
  const events = history.flatMap(({ input }, id) => [
    { kind: 'call' as const, id, input },
    { kind: 'return' as const, id, output: '' },
  ]);

  it('pairs them within the bounds', () => {
    const judge = (options: CheckOptions): CheckResult =>
      finish(
        checkEventList(keyValue(), events, settingsOf(options), new Bounds(options, slowClock())),
      );
    expect(judge({}).verdict).toBe('ok');
    expect(judge({ signal: AbortSignal.abort() })).toMatchObject({
      verdict: 'unknown',
      cause: 'aborted',
      partitions: [{ key: '', operations: 0 }],
    });
  });
});
