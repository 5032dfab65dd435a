import { describe, expect, it } from 'vitest';
import { orderOf, recognitionBy, verdictBy } from '../differential/ask.test.support.js';
import { casRegister } from '../models/cas-register.js';
import type { CasRegisterInput, CasRegisterOutput } from '../models/inputs.js';
import type { Operation, SpecialisedVerdict, Value } from '../types.js';
import { validateLinearization } from '../validate/linearization.js';
import { registerZones } from './register-zones.js';
import { decodeRegister } from './register/decode.js';

type History = readonly Operation<CasRegisterInput, CasRegisterOutput>[];

const words = (input: CasRegisterInput): string => input.f;

function write(value: Value, call: number, returned: number): History[number] {
  return { input: { f: 'write', value }, output: true, call, return: returned };
}

function read(value: Value, call: number, returned: number): History[number] {
  return { input: { f: 'read' }, output: value, call, return: returned };
}

function cas(
  from: Value,
  to: Value,
  output: CasRegisterOutput | undefined,
  call: number,
  returned: number,
): History[number] {
  return { input: { f: 'cas', from, to }, output, call, return: returned };
}

function recognise(history: History, initial: Value = null) {
  return recognitionBy(registerZones(initial, decodeRegister, words), history);
}

function check(history: History, initial: Value = null): SpecialisedVerdict {
  return verdictBy(registerZones(initial, decodeRegister, words), history);
}

function expectOk(history: History, initial: Value = null): Int32Array {
  const verdict = check(history, initial);
  if (verdict.verdict !== 'ok') {
    throw new Error(JSON.stringify(verdict));
  }
  const order = orderOf(verdict);
  expect(validateLinearization(casRegister(initial), history, order)).toEqual({ valid: true });
  return order;
}

function expectIllegal(history: History, witness: readonly number[]): void {
  expect(check(history)).toMatchObject({ verdict: 'illegal', witness });
}

describe('the zone test of registers', () => {
  it('accepts an empty history', () => {
    expectOk([]);
  });

  it('accepts reads of the initial value before the first write returned', () => {
    expectOk([read(7, 0, 1), write(1, 2, 5), read(7, 3, 4)], 7);
  });

  it('refuses the initial value after another one was read', () => {
    expectIllegal([write(1, 0, 1), read(null, 2, 3)], [0, 1]);
  });

  it('refuses a value that was overwritten before the read was called', () => {
    expectIllegal([write(1, 0, 1), write(2, 2, 3), read(1, 4, 5)], [0, 1, 2]);
  });

  it('accepts a read that touches the write that overwrites its value', () => {
    expectOk([write(1, 0, 1), write(2, 2, 4), read(1, 4, 5)]);
  });

  it('refuses a value from nowhere, and one that was not yet written', () => {
    expectIllegal([write(1, 0, 1), read(9, 0, 5)], [1]);
    expectIllegal([read(1, 0, 1), write(1, 2, 3)], [0, 1]);
  });

  it('accepts a read that returns at the very moment its write is called', () => {
    expectOk([read(1, 0, 2), write(1, 2, 3)]);
  });

  it('lets a write without an answer take effect late, once, or never', () => {
    expectOk([write(1, 0, Infinity), write(2, 1, 2), read(2, 3, 4), read(1, 5, 6)]);
    const order = expectOk([write(1, 0, Infinity), write(2, 1, 2), read(2, 3, 4)]);
    expect([...order]).not.toContain(0);
  });

  it('refuses a write without an answer that takes effect twice', () => {
    expectIllegal(
      [write(1, 0, Infinity), read(1, 2, 3), write(2, 4, 5), read(2, 6, 7), read(1, 8, 9)],
      [0, 1, 2, 3, 4].filter((at) => at !== 3),
    );
  });

  it('follows a chain of cas and refuses one out of order', () => {
    expectOk([write(1, 0, 9), cas(2, 3, true, 0, 9), cas(1, 2, true, 0, 9), read(3, 0, 9)]);
    expectIllegal([write(1, 0, 1), cas(2, 3, true, 2, 3), cas(1, 2, true, 4, 5)], [0, 1, 2]);
  });

  it('refuses a write between two values that cas links', () => {
    expectIllegal([write(1, 0, 1), write(9, 2, 3), cas(1, 2, true, 4, 5)], [0, 1, 2]);
  });

  it('refuses two cas that replaced the same value, and cas in a circle', () => {
    expectIllegal([write(1, 0, 9), cas(1, 2, true, 0, 9), cas(1, 3, true, 0, 9)], [0, 1, 2]);
    expectIllegal([cas(1, 2, true, 0, 9), cas(2, 1, true, 0, 9)], [0, 1]);
  });

  it('takes a cas without an answer for effective if what it set was seen', () => {
    const history = [write(1, 0, 1), cas(1, 2, undefined, 2, Infinity), read(2, 3, 4)];
    expectOk(history);
    expectIllegal([...history, read(1, 5, 6)], [0, 1, 2, 3]);
  });

  it('takes a failed cas that says what it saw for a read', () => {
    expectIllegal([write(1, 0, 1), write(2, 2, 3), cas(5, 6, { seen: 1 }, 4, 5)], [0, 1, 2]);
  });

  it('names the operations in its reason', () => {
    const verdict = check([write(1, 0, 1), write(2, 2, 3), read(1, 4, 5)]);
    expect(verdict.verdict === 'illegal' && verdict.reason).toBe(
      'from write (operation 0) to read (operation 2) no other value fits in, ' +
        'but write (operation 1) cannot be all before or all after that',
    );
  });

  it('names both ends of what is in the way, and the cas that link what is held', () => {
    const reasonOf = (history: History): string => {
      const verdict = check(history);
      return verdict.verdict === 'illegal' ? (verdict.reason ?? '') : verdict.verdict;
    };
    expect(reasonOf([write(1, 0, 1), read(1, 8, 9), write(2, 0.5, 3), read(2, 4, 10)])).toBe(
      'from write (operation 0) to read (operation 1) no other value fits in, ' +
        'but write (operation 2) and read (operation 3) cannot be all before or all after that',
    );
    // Of a long chain, only the part that is in the way.
    const chain = [write(1, 0, 1), cas(1, 2, true, 2, 3), cas(2, 3, true, 4, 5), read(3, 20, 21)];
    expect(reasonOf([...chain, write(9, 10, 11)])).toBe(
      'from cas (operation 2) to read (operation 3) no other value fits in, ' +
        'but write (operation 4) cannot be all before or all after that',
    );
    expect(
      reasonOf([write(1, 0, 1), write(9, 4, 5), cas(1, 2, true, 2, 20), read(2, 10, 11)]),
    ).toBe(
      'from write (operation 0) to read (operation 3) no other value fits in ' +
        '(linked by cas (operation 2)), ' +
        'but write (operation 1) cannot be all before or all after that',
    );
    expect(reasonOf([write(1, 0, 1), cas(2, 3, true, 2, 3), cas(1, 2, true, 4, 5)])).toBe(
      'cas (operation 1) returned before cas (operation 2) was called, ' +
        'but the value of the latter came before, linked by cas (operation 1)',
    );
  });

  it('does not judge a value that was written twice and read', () => {
    expect(recognise([write(1, 0, 1), write(1, 2, 3), read(1, 4, 5)])).toMatchObject({
      recognised: false,
    });
    expect(recognise([write(null, 0, 1), read(null, 2, 3)])).toMatchObject({ recognised: false });
  });

  it('judges values that were written twice if nobody looked at them', () => {
    expectOk([write(1, 0, 1), write(1, 2, 3), write(2, 4, 5), read(2, 6, 7)]);
  });

  it('does not judge what does not say what it saw', () => {
    for (const history of [
      [cas(3, 2, false, 4, 5)],
      [cas(3, 2, undefined, 4, 5)],
      [{ input: { f: 'read' }, call: 2, return: 3 }] as const,
    ]) {
      expect(recognise(history)).toEqual({
        recognised: false,
        because: 'operation 0 does not say what it saw',
      });
    }
  });
});
