import { describe, expect, it } from 'vitest';
import { reasonsOf } from './equivalents.js';
import { mutantsOf } from './mutants.js';
import { interval95, Tally } from './tally.js';

describe('tally', () => {
  it('counts what is equivalent apart, and hangs and crashes among the killed', () => {
    const tally = new Tally();
    (['failed', 'failed', 'hang', 'crash', 'survived', 'equivalent'] as const).forEach((verdict) =>
      tally.add('search/a.js', verdict),
    );
    tally.add('check/a.js', 'survived');
    const cells = tally.lines(false).map((line) => line.trim().split(/\s{2,}/));
    expect(cells.slice(1)).toEqual([
      ['check', '1', '0', '0', '0', '1', '0', '0.0 %'],
      ['search', '6', '4', '1', '1', '1', '1', '80.0 % (66.7 % of all)'],
      ['all', '7', '4', '1', '1', '2', '1', '66.7 % (57.1 % of all)'],
    ]);
  });

  it("gives Wilson's interval for a sample", () => {
    const [low, high] = interval95(81, 263);
    expect([low.toFixed(4), high.toFixed(4)]).toEqual(['0.2553', '0.3662']);
    expect(interval95(0, 0)).toEqual([0, 1]);
  });
});

describe('mutants listed as equivalent', () => {
  const mutants = mutantsOf('a.js', 'f(a < b);');

  it('have a reason', () => {
    const id = 'a.js: f(a < b);: < -> <=';
    expect(reasonsOf([{ mutants: [id], why: 'never equal' }], mutants).get(id)).toBe('never equal');
  });

  it('must be mutants of the code as it is, of the files that are looked at', () => {
    expect(() => reasonsOf([{ mutants: ['a.js: f(a > b);: > -> >='], why: '' }], mutants)).toThrow(
      'no longer mutants:\n  a.js: f(a > b);: > -> >=',
    );
    expect(reasonsOf([{ mutants: ['b.js: f(a > b);: > -> >='], why: '' }], mutants).size).toBe(1);
  });
});
