import { describe, expect, it } from 'vitest';

import { randomOf } from '../testing/random.test.support.js';
import { PairTable } from './pair-table.js';

describe('a table of pairs', () => {
  it('holds what a map of the pairs would hold, as it grows', () => {
    const random = randomOf(1);
    const [table, map] = [new PairTable(), new Map<string, number>()];
    const wrong: string[] = [];
    const hold = (name: string, got: number) => {
      if (got !== (map.get(name) ?? -1)) wrong.push(name);
    };
    for (let step = 0; step < 12_000; step += 1) {
      const [first, second, value] = [random(40), random(100), random(1000)];
      const name = `${first} ${second}`;
      hold(name, table.get(first, second));
      table.set(first, second, value);
      map.set(name, value);
    }
    expect(map.size).toBeGreaterThan(3500);
    for (const name of map.keys()) {
      const [first = 0, second = 0] = name.split(' ').map(Number);
      hold(name, table.get(first, second));
    }
    expect(wrong).toEqual([]);
  });
});
