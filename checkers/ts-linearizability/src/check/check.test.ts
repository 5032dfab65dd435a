import { describe, expect, it } from 'vitest';
import { InvalidHistoryError, InvalidOptionError } from '../errors/errors.js';
import type { RegisterInput, RegisterOutput } from '../models/inputs.js';
import { keyValue } from '../models/key-value.js';
import { register } from '../models/register.js';
import type { CheckOptions, Model, Operation } from '../types.js';
import { validateLinearization } from '../validate/linearization.js';
import { checkEvents, checkOperations } from './check.js';

type Op = Operation<RegisterInput, RegisterOutput>;

const write = (value: number, call: number, returned: number): Op => ({
  input: { f: 'write', value },
  call,
  return: returned,
});
const read = (output: number | null | undefined, call: number, returned: number): Op => ({
  input: { f: 'read' },
  output,
  call,
  return: returned,
});

const verdict = (operations: readonly Op[], options: CheckOptions = {}) =>
  checkOperations(register(), operations, options).verdict;

// A busy machine may be late by itself: such tests get more than one try.
const timed = { retry: 4 };
const LATE_MS = 300;

// Both ways to a verdict keep every promise of this file.
const ways: readonly CheckOptions[] = [{}, { method: 'search' }];

/** Adds whose sums are all different, at one time, and one that none can lead to: no engine gets through. */
function hard(operations: number): Operation<number, number>[] {
  return Array.from({ length: operations }, (_, i) => ({
    input: 3 ** i,
    output: i === operations - 1 ? 1 : undefined,
    call: i,
    return: operations + i,
  }));
}

const sums: Model<number, number, number> = {
  name: 'sums',
  init: () => [0],
  step: (sum, input, output) =>
    output === undefined || output === sum + input ? [sum + input] : [],
};

describe.each(ways)('checkOperations with %o', (options) => {
  it('takes an empty history as legal', () => {
    expect(verdict([], options)).toBe('ok');
  });

  it('refuses a stale read', () => {
    expect(verdict([write(1, 0, 1), write(2, 2, 3), read(1, 4, 5)], options)).toBe('illegal');
  });

  it('takes operations that touch as concurrent: intervals are closed', () => {
    // The read is called at the very moment the second write returns.
    expect(verdict([write(1, 0, 1), write(2, 2, 3), read(1, 3, 4)], options)).toBe('ok');
    expect(verdict([write(1, 0, 1), write(2, 2, 3), read(1, 3.0001, 4)], options)).toBe('illegal');
  });

  it('takes an operation of no duration as legal', () => {
    expect(verdict([write(1, 0, 0), read(1, 0, 0), read(null, 0, 0)], options)).toBe('ok');
    expect(verdict([write(1, 0, 0), read(null, 1, 1)], options)).toBe('illegal');
  });

  it('does not mind the order in which operations are listed', () => {
    expect(verdict([read(1, 4, 5), write(2, 2, 3), write(1, 0, 1)], options)).toBe('illegal');
    expect(verdict([read(2, 4, 5), write(2, 2, 3), write(1, 0, 1)], options)).toBe('ok');
  });

  it('lets an operation without an answer take effect late, or never', () => {
    const crashed = write(1, 0, Infinity);
    expect(verdict([crashed, read(null, 1, 2)], options)).toBe('ok');
    expect(verdict([crashed, read(null, 1, 2), read(1, 3, 4)], options)).toBe('ok');
    expect(verdict([crashed, read(1, 3, 4), read(null, 5, 6)], options)).toBe('illegal');
  });

  it('does not let an operation without an answer take effect before its call', () => {
    expect(verdict([read(1, 0, 1), write(1, 2, Infinity)], options)).toBe('illegal');
    expect(verdict([read(1, 0, 2), write(1, 2, Infinity)], options)).toBe('ok');
  });

  it('keeps an unknown answer and an answer of null apart', () => {
    expect(verdict([write(1, 0, 1), read(undefined, 2, 3)], options)).toBe('ok');
    expect(verdict([write(1, 0, 1), read(null, 2, 3)], options)).toBe('illegal');
  });

  it('places operations before the beginning of time as any others', () => {
    expect(verdict([write(1, -5, -4), write(2, -3, -2), read(1, -1, 0)], options)).toBe('illegal');
    expect(verdict([write(1, -5, -4), write(2, -3, -2), read(2, -1, 0)], options)).toBe('ok');
  });

  it('proves a legal verdict by a linearization', () => {
    const operations = [write(1, 0, 10), read(null, 2, 3), read(1, 4, 5), write(2, 1, Infinity)];
    const result = checkOperations(register(), operations, options);
    const [part] = result.partitions;
    const order = part?.verdict === 'ok' ? (part.linearization ?? []) : [];
    expect([...order].slice(0, 3)).toEqual([1, 0, 2]);
    expect(validateLinearization(register(), operations, order)).toEqual({ valid: true });
  });

  it('proves an illegal verdict by a minimal witness in words', () => {
    const operations = [
      write(7, 0, 1),
      read(7, 2, 3),
      write(8, 4, 5),
      read(8, 6, 7),
      read(7, 8, 9),
      write(9, 10, 11),
    ];
    const result = checkOperations(register(), operations, options);
    const explanation = result.verdict === 'illegal' ? result.illegal.explanation : undefined;
    expect(explanation?.minimal).toBe(true);
    expect(explanation?.witness).toContain(4);
    expect(explanation?.witness.length).toBeLessThan(4);
    expect(explanation?.reason).toContain('read() -> 7');
    const witness = (explanation?.witness ?? []).map((at) => operations[at] as Op);
    expect(verdict(witness, options)).toBe('illegal');
  });

  it('leaves proofs out if nobody asks for them', () => {
    const legal = checkOperations(register(), [write(1, 0, 1)], { ...options, explain: false });
    expect(legal.partitions[0]).not.toHaveProperty('linearization');
    const illegal = checkOperations(register(), [read(1, 0, 1)], { ...options, explain: false });
    expect(illegal.partitions[0]).not.toHaveProperty('explanation');
  });
});

describe('checkOperations', () => {
  it('refuses times that make no sense', () => {
    expect(() => verdict([read(1, NaN, 1)])).toThrow(InvalidHistoryError);
    expect(() => verdict([read(1, 0, NaN)])).toThrow(InvalidHistoryError);
    expect(() => verdict([read(1, Infinity, Infinity)])).toThrow(InvalidHistoryError);
    expect(() => verdict([read(1, 2, 1)])).toThrow('operation 0 to have a return at or after');
  });

  it('refuses options out of range', () => {
    expect(() => verdict([], { timeoutMs: -1 })).toThrow(InvalidOptionError);
    expect(() => verdict([], { memoryBytes: NaN })).toThrow(InvalidOptionError);
    expect(() => verdict([], { explainTimeoutMs: -1 })).toThrow(InvalidOptionError);
    expect(() => verdict([], { maxStates: 0 })).toThrow(InvalidOptionError);
  });

  it('honours its time bound within 100 ms', timed, () => {
    const before = performance.now();
    const result = checkOperations(sums, hard(30), { timeoutMs: 200 });
    expect(result).toMatchObject({ verdict: 'unknown', cause: 'time' });
    expect(result.partitions[0]?.elapsedMs).toBeGreaterThan(100);
    expect(result.elapsedMs).toBeGreaterThanOrEqual(200);
    expect(performance.now() - before).toBeLessThan(200 + LATE_MS);
  });

  it('honours its memory bound', () => {
    const result = checkOperations(sums, hard(30), {
      memoryBytes: 2 ** 22,
      timeoutMs: 20_000,
    });
    expect(result).toMatchObject({ verdict: 'unknown', cause: 'memory' });
  });

  it('gives up on an infinite state space', () => {
    const result = checkOperations(sums, hard(30), { maxStates: 500, timeoutMs: 20_000 });
    expect(result).toMatchObject({ verdict: 'unknown', cause: 'infinite-states' });
  });

  it('ends all other partitions once one is illegal', () => {
    const keyed = (key: string, output: string, call: number) => ({
      input: { f: 'get' as const, key },
      output,
      call,
      return: call + 1,
    });
    const operations = [keyed('a', '', 0), keyed('b', 'nowhere', 1), keyed('c', '', 2)];
    const { partitions } = checkOperations(keyValue(), operations);
    expect(partitions.map((part) => part.verdict)).toEqual(['ok', 'illegal', 'unknown']);
    expect(partitions[2]).toMatchObject({ key: 'c', cause: 'not-needed' });
  });

  it.each([false, true])(
    'does not let a hard partition hide an illegal one, whoever is asked about it second: %s',
    (isSecond) => {
      let asked = 0;
      const model: Model<number, number, number> = {
        ...sums,
        partition: () => [
          { key: 'hard', indices: Array.from({ length: 30 }, (_, i) => i) },
          { key: 'illegal', indices: [30] },
        ],
        specialised: [
          {
            name: 'endless',
            isSecond,
            recognise: (operations) =>
              operations.length < 2
                ? { recognised: false, because: 'it is too easy' }
                : {
                    recognised: true,
                    check({ stop }) {
                      asked++;
                      while (stop() === undefined) {
                        // It searches until it is told to stop.
                      }
                      return { verdict: 'undecided', because: 'a bound was hit' };
                    },
                  },
          },
        ],
      };
      const wrong = { input: 5, output: 6, call: 0, return: 1 };
      const result = checkOperations(model, [...hard(30), wrong], { timeoutMs: 5000 });
      expect(result.verdict === 'illegal' && result.illegal.key).toBe('illegal');
      expect(result.elapsedMs).toBeLessThan(3000);
      expect(asked).toBeLessThan(2 + Number(isSecond));
    },
  );

  it('takes models that need no more than init and step', () => {
    const model: Model<{ n: number }, 'inc' | 'get', number> = {
      name: 'plain',
      init: () => [{ n: 0 }],
      step: ({ n }, input, output) => {
        const next = input === 'inc' ? n + 1 : n;
        return output === undefined || output === next ? [{ n: next }] : [];
      },
    };
    const inc = { input: 'inc' as const, output: 1, call: 0, return: 1 };
    const get = (output: number) => ({ input: 'get' as const, output, call: 2, return: 3 });
    expect(checkOperations(model, [inc, get(1)]).verdict).toBe('ok');
    const result = checkOperations(model, [inc, get(2)]);
    expect(result.verdict === 'illegal' && result.illegal.explanation?.reason).toContain(
      '"get" -> 2',
    );
  });

  it('takes models that compare states by hash and equal', () => {
    const { key: _, ...rest } = register();
    const model: Model<unknown, RegisterInput, RegisterOutput> = {
      ...(rest as Model<unknown, RegisterInput, RegisterOutput>),
      specialised: [],
      hash: () => 0,
      equal: (a, b) => a === b,
    };
    expect(checkOperations(model, [write(1, 0, 1), write(2, 0, 1), read(1, 2, 3)]).verdict).toBe(
      'ok',
    );
    expect(checkOperations(model, [write(1, 0, 1), read(2, 2, 3)]).verdict).toBe('illegal');
  });

  it('knows several possible initial states', () => {
    const model = { ...register(), specialised: [], init: () => [1, 2] };
    expect(checkOperations(model, [read(2, 0, 1)]).verdict).toBe('ok');
    expect(checkOperations(model, [read(2, 0, 1), read(1, 2, 3)]).verdict).toBe('illegal');
    expect(checkOperations(model, [read(3, 0, 1)]).verdict).toBe('illegal');
  });
});

describe('checkEvents', () => {
  it('pairs calls and returns by id', () => {
    const events = [
      { kind: 'call', id: 'a', clientId: 1, input: { f: 'write', value: 1 } },
      { kind: 'call', id: 'b', input: { f: 'read' } },
      { kind: 'return', id: 'b', output: null },
      { kind: 'return', id: 'a' },
      { kind: 'call', id: 'a', input: { f: 'read' } },
      { kind: 'return', id: 'a', output: 1 },
    ] as const;
    expect(checkEvents(register(), events).verdict).toBe('ok');
  });
});
