import { describe, expect, it } from 'vitest';
import { orderOf, verdictBy } from '../differential/ask.test.support.js';
import { isLinearizable } from '../differential/exhaustive.test.support.js';
import { checkOperations } from '../check/check.js';
import { alterHistory } from '../generate/alterations.test.support.js';
import { generateHistory, type HistoryOf } from '../generate/history.test.support.js';
import { Random } from '../generate/random.test.support.js';
import { casRegister } from '../models/cas-register.js';
import type { CasRegisterInput, CasRegisterOutput } from '../models/inputs.js';
import type { Operation, SpecialisedVerdict, Value } from '../types.js';
import { validateLinearization } from '../validate/linearization.js';
import { registerJustInTime } from './register-just-in-time.js';
import { decodeRegister } from './register/decode.js';

type Op = Operation<CasRegisterInput, CasRegisterOutput>;

const words = (input: CasRegisterInput): string => input.f;
const write = (value: Value, call: number, returned = call + 1): Op => ({
  input: { f: 'write', value },
  output: true,
  call,
  return: returned,
});
const read = (output: Value | undefined, call: number, returned = call + 1): Op => ({
  input: { f: 'read' },
  output,
  call,
  return: returned,
});
const cas = (
  from: Value,
  to: Value,
  output: CasRegisterOutput | undefined,
  call: number,
  returned = call + 1,
): Op => ({ input: { f: 'cas', from, to }, output, call, return: returned });

function check(...history: readonly Op[]): SpecialisedVerdict {
  return verdictBy(registerJustInTime(null, decodeRegister, words), history);
}

function expectOk(...history: readonly Op[]): Int32Array {
  const verdict = check(...history);
  if (verdict.verdict !== 'ok') {
    throw new Error(JSON.stringify(verdict));
  }
  const order = orderOf(verdict);
  expect(validateLinearization(casRegister(), history, order)).toEqual({ valid: true });
  return order;
}

function expectIllegal(history: readonly Op[], witness: readonly number[], reason: string): void {
  expect(check(...history)).toMatchObject({ verdict: 'illegal', witness, reason });
}

describe('a register to which a value is written again', () => {
  it('may be read as the earlier or the later write left it', () => {
    expectOk(write(1, 0), write(2, 2), write(1, 4), read(1, 6));
    expectOk(write(1, 0), read(1, 2), write(2, 4), write(1, 6), read(1, 8));
    expectOk(write(1, 0, 9), write(1, 1, 9), write(2, 2, 9), read(1, 4), read(2, 6), read(1, 8));
  });

  it('is not read as it was before a write between', () => {
    expectIllegal(
      [write(1, 0), write(1, 2), write(2, 4), read(1, 6)],
      [1, 2, 3],
      'from write (operation 1) to read (operation 3) no other value fits in, ' +
        'but write (operation 2) cannot be all before or all after that',
    );
    expect(check(write(1, 0), write(2, 2, 9), write(1, 3), read(2, 5), read(1, 7)).verdict).toBe(
      'illegal',
    );
  });

  it('is not set more often than it was written', () => {
    const twice = [write(1, 0, 20), read(1, 2), write(2, 4), read(2, 6), read(1, 8)];
    expectOk(write(1, 0, 20), ...twice);
    expect(check(...twice).verdict).toBe('illegal');
  });

  it('may be written late, or never, by an operation without an answer', () => {
    const history = [write(1, 0, Infinity), write(2, 1), read(2, 3)];
    expect([...expectOk(...history)]).toEqual([1, 2]);
    expect([...expectOk(...history, read(1, 5))]).toEqual([1, 2, 0, 3]);
    expect(check(...history, read(1, 5), write(2, 7), read(1, 9)).verdict).toBe('illegal');
  });
});

describe('a failed compare-and-set that does not say what it saw', () => {
  it('is placed where its value is not, or refused', () => {
    expectOk(write(1, 0, 3), cas(1, 2, false, 0, 9), read(1, 6));
    expectIllegal(
      [write(1, 0), cas(1, 2, false, 2), read(1, 4)],
      [0, 1],
      'cas (operation 1) fits in no order together with write (operation 0)',
    );
  });

  it('is refused by itself if it saw what it expected', () => {
    expectIllegal(
      [write(1, 0), cas(1, 2, { seen: 1 }, 2)],
      [1],
      'cas (operation 1) failed although it saw the value it expected',
    );
  });

  it('keeps other writes from being the last', () => {
    expectOk(write(4, 1, 6), write(5, 5, 8), cas(5, 6, false, 9));
    expect(check(write(4, 1, 4), write(5, 5, 8), cas(5, 6, false, 9)).verdict).toBe('illegal');
    // The write of 5 comes after the cas, which would leave 3.
    expectOk(write(1, 0), write(2, 2, 4), cas(2, 3, true, 4), write(5, 4, 5), cas(3, 4, false, 7));
  });
});

describe('compare-and-sets of few values', () => {
  it('follow each other as often as there are', () => {
    const history = [cas(null, 1, true, 0), cas(1, 2, true, 2, 9), cas(2, 1, true, 2, 9)];
    expectOk(...history, cas(1, 2, true, 2, 9), read(2, 10));
    expect(check(...history, read(2, 10)).verdict).toBe('illegal');
    expectOk(...history, read(1, 10));
  });

  it('may or may not have happened if that is not known', () => {
    for (const seen of [1, 2]) {
      expectOk(write(1, 0, 3), cas(1, 2, undefined, 2), read(seen, 4));
      expectOk(write(1, 0), cas(1, 2, undefined, 2, Infinity), read(seen, 4));
    }
    expect(check(write(1, 0), cas(1, 2, undefined, 2), read(1, 4)).verdict).toBe('illegal');
  });

  it('change nothing if they replace a value by itself', () => {
    expectOk(
      write(1, 0),
      cas(1, 1, true, 2),
      cas(2, 2, undefined, 4),
      cas(1, 1, false, 6, Infinity),
    );
    expect(check(write(1, 0), cas(2, 2, true, 2)).verdict).toBe('illegal');
  });
});

it('agrees with an exhaustive search where few values are written again and again', () => {
  const verdicts = new Set<string>();
  for (let seed = 0; seed < 3000; seed++) {
    const history = denseHistory(new Random(seed));
    const verdict = check(...history);
    verdicts.add(verdict.verdict);
    expect([seed, verdict.verdict]).toEqual([
      seed,
      isLinearizable(casRegister(), history) ? 'ok' : 'illegal',
    ]);
    if (verdict.verdict === 'ok') {
      const valid = validateLinearization(casRegister(), history, orderOf(verdict));
      expect([seed, valid]).toEqual([seed, { valid: true }]);
    } else if (verdict.verdict === 'illegal') {
      const witness = verdict.witness.map((at) => history[at] as Op);
      expect([seed, isLinearizable(casRegister(), witness)]).toEqual([seed, false]);
    }
  }
  expect([...verdicts].sort()).toEqual(['illegal', 'ok']);
});

/** Up to nine operations at the same few times, on two or three values, answers at random. */
function denseHistory(random: Random): Op[] {
  const values = 2 + random.below(2);
  const value = (): number => 1 + random.below(values);
  const span = random.pick([4, 8, 16]);
  return Array.from({ length: 4 + random.below(6) }, () => {
    const call = random.below(span);
    const returned = random.chance(0.15) ? Infinity : call + random.below(span / 2);
    switch (random.below(4)) {
      case 0:
      case 1:
        return write(value(), call, returned);
      case 2:
        return read(random.chance(0.1) ? undefined : value(), call, returned);
      default: {
        const output = random.pick([true, true, false, undefined, { seen: value() }]);
        return cas(random.chance(0.2) ? null : value(), value(), output, call, returned);
      }
    }
  });
}

describe.each([
  { values: 2, crashRate: 0 },
  { values: 5, crashRate: 0 },
  { values: 5, crashRate: 0.01 },
  { values: 100, crashRate: 0 },
  { values: 100, crashRate: 0.05 },
])('a thousand operations with 30 in flight on $values values, $crashRate crashed', (shape) => {
  const options = { operations: 1000, clients: 30, crashRate: shape.crashRate, seed: 3 };
  const history: HistoryOf<'cas-register'> = generateHistory('cas-register', {
    ...options,
    reads: 1 / 3,
    values: { size: shape.values },
  });

  it('are decided', () => {
    const result = checkOperations(casRegister(), history, { timeoutMs: 20_000 });
    expect(result.verdict).toBe('ok');
  });

  it('are refused with few operations once an answer is wrong', () => {
    const altered = alterHistory('cas-register', history)?.history;
    if (altered === undefined) {
      return;
    }
    const result = checkOperations(casRegister(), altered, { timeoutMs: 20_000 });
    expect(result.verdict).toBe('illegal');
    const explanation = result.verdict === 'illegal' ? result.illegal.explanation : undefined;
    expect(explanation?.minimal).toBe(true);
    expect(explanation?.witness.length).toBeLessThan(10);
  });
});
