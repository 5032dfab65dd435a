import { describe, expect, it } from 'vitest';
import type { BenchmarkCase } from './benchmark-case.js';
import type { Measurement } from './measure.js';
import { isMet, rowOf, rowsIn, slowdown, tableOf } from './table.js';

const measured: Measurement = {
  verdicts: ['ok'],
  method: 'register-zones',
  coldMs: 90,
  warmMs: 30,
  provenMs: 60,
  peakMB: 200,
  historyMB: 150,
};
const subject: BenchmarkCase = {
  name: 'a register, 1 % crashed',
  verdict: 'ok',
  limitMs: 100,
  prepare: () => {
    throw new Error('nobody prepares it');
  },
};
const table = tableOf([rowOf({ subject, measured }, 1)]);
const committed = rowsIn(table).get(subject.name);

describe('the table of the benchmark', () => {
  it('says what got slower than it says itself, without or with proof', () => {
    expect(slowdown(measured, committed, 1)).toBeLessThan(1);
    expect(slowdown({ ...measured, warmMs: 62 }, committed, 1)).toBe(2);
    expect(slowdown({ ...measured, provenMs: 182 }, committed, 1)).toBe(3);
  });

  it('takes a slow machine for no slowdown, and a fast one for no excuse', () => {
    const twice = { ...measured, warmMs: 60, provenMs: 120 };
    expect(slowdown(twice, committed, 2)).toBeLessThan(1);
    expect(slowdown(measured, committed, 0.5)).toBeGreaterThan(4 / 3);
  });

  it('compares nothing with a row that it does not have', () => {
    expect(slowdown(measured, rowsIn(table).get('another'), 1)).toBe(0);
  });

  it('misses a bound by a wrong verdict, by time, by memory, and by the textbook', () => {
    const meets = (limits: Partial<BenchmarkCase>, costs: Partial<Measurement> = {}) =>
      isMet({ subject: { ...subject, ...limits }, measured: { ...measured, ...costs } });
    expect(meets({})).toBe(true);
    expect(meets({ verdict: 'illegal' })).toBe(false);
    expect(meets({}, { verdicts: ['ok', 'unknown'] })).toBe(false);
    expect(meets({ limitMs: 29 })).toBe(false);
    expect(meets({ limitMB: 199 })).toBe(false);
    expect(meets({ textbook: 50 }, { textbookMs: 1000 })).toBe(false);
    expect(meets({ textbook: 50 }, { textbookMs: 1500 })).toBe(true);
    expect(meets({ textbook: 50 }, { textbookMs: null })).toBe(true);
  });
});
