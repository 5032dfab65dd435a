import { describe, expect, it } from 'vitest';

import { randomOf } from '../testing/random.test.support.js';
import { PairTable } from './pair-table.js';

describe('a table of pairs', () => {
  it('holds what a map of the pairs would hold, as it grows', () => {
    const random = randomOf(1);
    const [table, map] = [new PairTable(), new Map<string, number>()];
    for (let step = 0; step < 20_000; step += 1) {
      const [first, second, value] = [random(40), random(200), random(1000)];
      const name = `${first} ${second}`;
      expect(table.get(first, second)).toBe(map.get(name) ?? -1);
      if (random(2) === 0) {
        expect(table.getOrSet(first, second, value)).toBe(map.get(name) ?? -1);
        if (!map.has(name)) map.set(name, value);
      } else {
        table.set(first, second, value);
        map.set(name, value);
      }
    }
    expect(map.size).toBeGreaterThan(7000);
    for (const [name, value] of map) {
      const [first = 0, second = 0] = name.split(' ').map(Number);
      expect(table.get(first, second)).toBe(value);
    }
  });
});
