/// <reference types="node" />
import process from 'node:process';
import { describe, expect, it } from 'vitest';

import { checkRwRegister } from '../rw-register/check.js';
import { claimedOf, isAllowed, type Claims } from '../testing/brute-force.test.support.js';
import { historyOf } from '../testing/fuzz.test.support.js';
import { registersOf } from '../testing/notation.test.support.js';
import { isPramByTheBook, pramHistory } from '../testing/pram-book.test.support.js';
import { flawOf } from '../testing/witness.test.support.js';
import type { IsolationResult, RegisterOp, Transaction } from '../types.js';

// They are small, and judged at one level only.
const HISTORIES = 4 * Number(process.env['FUZZ_HISTORIES'] ?? 300);
/** They take longer. */
const LONG_HISTORIES = HISTORIES / 2;

/** Allowed, but not causally consistent: then every session is looked at. */
const NOT_CAUSAL = 'P@p: wk1 ; Q@q: rk1 wm1 ; U@u: rm1 rk_';

/** What a session sees, beside a neighbour of it that PRAM allows. */
const CASES: Readonly<Record<string, readonly [broken: string, allowed: string]>> = {
  'an effect of its own process without what came before it': [
    'A1@a: wx1 ; A2@a: wy1 ; S@s: ry1 rx_',
    'A1@a: wx1 ; A2@a: wy1 ; S@s: rx1 ry_',
  ],
  'writes of two processes that must come before each other, at once': [
    'A1@a: wx1 ; A2@a: wy1 wz1 ; B1@b: wy2 ; B2@b: wx2 wv1 ; S@s: rx1 ry2 rz1 rv1',
    `A1@a: wx1 ; A2@a: wy1 wz1 ; B1@b: wy2 ; B2@b: wx2 wv1 ; S@s: rx1 ry1 rz1 rv1 ; ${NOT_CAUSAL}`,
  ],
  'a later write of the session that wrote what it reads': [
    'A1@a: wx1 ; A2@a: wx2 wy1 ; S1@s: ry1 ; S2@s: rx1',
    'A1@a: wx1 ; A2@a: wx2 wy1 ; S1@s: ry1 ; S2@s: rx2',
  ],
  'a write that must come before what it saw long ago, after it saw that this was not there': [
    'A@a: wx1 ; B0@b: wy1 ; B1@b: wx2 wv1 ; S1@s: rx1 ry_ ; S2@s: rv1 ; S3@s: rx1',
    'A@a: wx1 ; B0@b: wy1 ; B1@b: wx2 wv1 ; S1@s: rx1 ry1 ; S2@s: rv1 ; S3@s: rx1',
  ],
  'a write that must come before one that was moved before another by a later read': [
    'A@a: wx1 ; B@b: wx2 wy1 ; C@c: wy2 wz1 ; S1@s: rx1 rz_ ; S2@s: ry1 ; S3@s: rz1 ; S4@s: ry1 rx1',
    'A@a: wx1 ; B@b: wx2 wy1 ; C@c: wy2 wz1 ; S1@s: rx1 ; S2@s: ry1 rz1 ; S3@s: rz1 ; S4@s: ry1 rx1',
  ],
  'a write that must come before its own, after it saw that this was not there': [
    'S1@s: wx1 ; B@b: wx2 wv1 ; S2@s: rv_ ; S3@s: rv1 ; S4@s: rx1',
    'S1@s: wx1 ; B@b: wx2 wv1 ; S2@s: rv1 ; S3@s: rv1 ; S4@s: rx1',
  ],
  'a write again that came before another, which it saw since; a later write need not have come': [
    'A1@a: wx1 ; B1@b: wx2 ; B2@b: wy1 ; S1@s: ry1 rx1 ; S2@s: rx2',
    `${NOT_CAUSAL} ; A1@a: wx1 ; B1@b: wy1 ; S@s: ry1 rx1 ; B2@b: wx2 ; A2@a: wz1`,
  ],
  'a write again that came before another, which it saw since and before which comes what it saw to be missing':
    [
      'A1@a: wx1 wz1 ; A2@a: wv1 ; B@b: wz2 ; S1@s: rz2 rx_ ; S2@s: rv1 rz2',
      'A1@a: wx1 wz1 ; A2@a: wv1 ; B@b: wz2 ; S1@s: rz2 ; S2@s: rv1 rz2',
    ],
  'two writes again, of which each must come before the other then': [
    'A@a: wx1 ; B@b: wy2 wx2 ; C@c: wy1 ; S1@s: rx1 ry1 ; S2@s: ry2 ; S3@s: rx1',
    'A@a: wx1 ; B@b: wy2 wx2 ; C@c: wy1 ; S1@s: rx1 ry1 ; S2@s: ry2 ; S3@s: rx2',
  ],
  'writes again in another order than that in which all may commit': [
    'A1@a: wy1 ; A2@a: wx1 ; B1@b: wy2 ; B2@b: wx2 wu1 ; S1@s: rx1 ru_ ; S2@s: ry1 ; S3@s: ru1 ; S4@s: rx1',
    'A1@a: wy1 ; A2@a: wx1 ; B1@b: wy2 ; B2@b: wx2 wu1 ; S1@s: rx1 ; S2@s: ry1 ; S3@s: ru1 ; S4@s: rx1',
  ],
  'what it wrote over': [
    'A@a: wx1 ; S1@s: rx1 ; S2@s: wx2 ; S3@s: rx1',
    'A@a: wx1 ; S1@s: rx1 ; S2@s: wx2 ; S3@s: rx2',
  ],
  'what a transaction without an answer did, and not what its process did before': [
    'A1@a: wx1 ; A2@a?: wy1 ; S@s: ry1 rx_',
    'A1@a: wx1 ; A2@a?: wy1 ; A3@a: wz1 ; S@s: rz1 ry_ ; R@r: ry1',
  ],
  'a process before a transaction of it without an answer, which is in a circle': [
    'A1@a: wx1 ; A2@a?: wy1 wu1 ; B1@b: wy2 ; B2@b: wx2 wv1 ; S@s: rx1 ry2 ru1 rv1',
    'A1@a: wx1 ; A2@a?: wy1 wu1 ; B1@b: wy2 ; B2@b: wx2 wv1 ; S@s: rx2 ry2 ru1 rv1',
  ],
};

describe.each(Object.entries(CASES))('PRAM: a session that sees %s', (_, [broken, allowed]) => {
  // Where transactions stand in a history tells nothing: their times do.
  const inBothOrders = (text: string) => [registersOf(text), registersOf(text).toReversed()];
  const options = { consistencyModel: 'pram' } as const;

  it('is forbidden', () => {
    expect(isAllowed(registersOf(broken), 'pram')).toBe(false);
    for (const history of inBothOrders(broken)) {
      const { verdict, forbidden } = checkRwRegister(history, options);
      expect(verdict).toBe('invalid');
      expect(forbidden).toContain('pram-violation');
    }
  });

  it('is allowed where it sees a little else', () => {
    expect(isAllowed(registersOf(allowed), 'pram')).toBe(true);
    for (const history of inBothOrders(allowed)) {
      expect(checkRwRegister(history, options).verdict).toBe('valid');
    }
  });
});

describe('PRAM of registers of which it is claimed what tells the order of their values', () => {
  const claims = { consistencyModel: 'pram', linearizableKeys: true } as const;

  it('forbids a session to see writes in another order than the claim tells', () => {
    const history = registersOf('T1@a: wx1 ; T2@b: wx2 ; T3@c: rx2 ; T4@c: rx1');
    expect(checkRwRegister(history, claims)).toMatchObject({ verdict: 'invalid' });
    expect(checkRwRegister(history, claims).forbidden).toContain('pram-violation');
    expect(isAllowed(history, 'pram', claims)).toBe(false);
    expect(checkRwRegister(history, { consistencyModel: 'pram' }).verdict).toBe('valid');
  });

  it('allows a session to see them in the order that the claim tells', () => {
    const history = registersOf('T1@a: wx1 ; T2@b: wx2 | T3@c: rx1 ; T4@c: rx2');
    expect(checkRwRegister(history, claims).verdict).toBe('valid');
    expect(isAllowed(history, 'pram', claims)).toBe(true);
  });

  it('follows the order of processes if that is claimed', () => {
    const history = registersOf(
      'A@a: wx1 ; B@b: wx2 | R1@r: rx1 ; R2@r: rx2 ; S1@s: rx2 ; S2@s: rx1',
    );
    const ofProcesses = { consistencyModel: 'pram', sequentialKeys: true } as const;
    expect(checkRwRegister(history, ofProcesses).verdict).toBe('invalid');
    expect(checkRwRegister(history, { consistencyModel: 'pram' }).verdict).toBe('valid');
  });
});

/** What is claimed of keys. */
const CLAIMS: readonly (readonly [words: string, claims: Claims])[] = [
  ['that tell no order of values', {}],
  ['of which it is claimed that times tell it', { linearizableKeys: true }],
  ['of which it is claimed that processes tell it', { sequentialKeys: true }],
  ['of which it is claimed that both tell it', { linearizableKeys: true, sequentialKeys: true }],
];

/** What no proof of what is forbidden may lack. */
function flawsOf(
  history: readonly Transaction<RegisterOp>[],
  { anomalies }: IsolationResult,
  claims: Claims,
): readonly string[] {
  const seen = history.filter(({ outcome }) => outcome !== 'fail');
  const claimed = claimedOf(seen, claims);
  return anomalies.flatMap((one) => flawOf(history, one, claimed) ?? []);
}

describe.each(CLAIMS)('PRAM of registers %s', (_, claims) => {
  const options = { consistencyModel: 'pram', ...claims } as const;

  it('is judged as a textbook judges it where sessions read many times, and what is wrong is proven', () => {
    const verdicts = { valid: 0, invalid: 0 };
    for (let seed = 0; seed < LONG_HISTORIES; seed += 1) {
      const history = pramHistory(seed);
      const result = checkRwRegister(history, options);
      const expected = isPramByTheBook(history, options) ? 'valid' : 'invalid';
      const { verdict } = result;
      expect({ seed, verdict }).toEqual({ seed, verdict: expected });
      expect({ seed, flaws: flawsOf(history, result, claims) }).toEqual({ seed, flaws: [] });
      verdicts[expected] += 1;
    }
    expect(verdicts.valid).toBeGreaterThan(LONG_HISTORIES / 12);
    expect(verdicts.invalid).toBeGreaterThan(LONG_HISTORIES / 12);
  }, 60_000);

  it('is judged as by trying every order of small histories', () => {
    const verdicts = { valid: 0, invalid: 0 };
    for (let seed = 0; seed < HISTORIES; seed += 1) {
      const history = historyOf(seed, 'rw-register') as readonly Transaction<RegisterOp>[];
      const { verdict } = checkRwRegister(history, options);
      const expected = isAllowed(history, 'pram', claims) ? 'valid' : 'invalid';
      expect({ seed, verdict }).toEqual({ seed, verdict: expected });
      verdicts[expected] += 1;
    }
    expect(verdicts.valid).toBeGreaterThan(HISTORIES / 12);
    expect(verdicts.invalid).toBeGreaterThan(HISTORIES / 12);
  }, 60_000);
});

describe('the proof of a PRAM violation', () => {
  const options = { consistencyModel: 'pram' } as const;

  it.each([3566, 3670, 4479, 9146, 12158])(
    'rests on no order that follows only with it: small history %i',
    (seed) => {
      const history = historyOf(seed, 'rw-register') as readonly Transaction<RegisterOp>[];
      const result = checkRwRegister(history, options);
      expect(result.counts).toHaveProperty('pram-violation');
      expect(flawsOf(history, result, {})).toEqual([]);
    },
  );

  it.each([117, 207, 397, 815, 981, 1065])(
    'rests on no order that follows only with it: history of many reads %i',
    (seed) => {
      const history = pramHistory(seed);
      const result = checkRwRegister(history, options);
      expect(result.counts).toHaveProperty('pram-violation');
      expect(flawsOf(history, result, {})).toEqual([]);
    },
  );
});

it('PRAM of registers is broken once for each session that it is broken for, and four are shown', () => {
  const text = ['a', 'b', 'c', 'd', 'e', 'f'].map((key, at) => {
    const other = 'uvwxyz'[at] ?? '';
    return `A@p${at}: w${key}1 ; B@p${at}: w${other}1 ; S@s${at}: r${other}1 r${key}_`;
  });
  const result = checkRwRegister(registersOf(text.join(' ; ')), { consistencyModel: 'pram' });
  expect(result.counts['pram-violation']).toBe(6);
  const shown = result.anomalies.filter(({ type }) => type === 'pram-violation');
  expect(shown.map(({ transactions }) => transactions)).toEqual([
    [0, 1, 2],
    [3, 4, 5],
    [6, 7, 8],
    [9, 10, 11],
  ]);
});

it('PRAM of registers is judged in transactions of many micro-ops', () => {
  const many = Array.from({ length: 20 }, (_, at) => `w${'abcdefghijklmnopqrst'[at] ?? ''}1`).join(
    ' ',
  );
  const fractured = registersOf(`A@a: ${many} ; S@s: ra1 rt_`);
  const { counts, forbidden } = checkRwRegister(fractured, { consistencyModel: 'pram' });
  expect(forbidden).toContain('pram-violation');
  expect(counts).toHaveProperty('fractured-read');
  const whole = registersOf(`A@a: ${many} ; S@s: ra1 rt1`);
  expect(checkRwRegister(whole, { consistencyModel: 'pram' }).verdict).toBe('valid');
});
