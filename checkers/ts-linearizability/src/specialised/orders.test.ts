import { describe, expect, it } from 'vitest';
import { Random } from '../generate/random.test.support.js';
import { firstAbove, lastBelow } from './bisect.js';
import { intervalsOf, type Intervals } from './intervals.js';
import { emptyMoments } from './containers/emptiness.js';
import { boundsOf, findConflict, neighboursOf, orderByRank, UNRANKED } from './ranks.js';
import { DeadlineHeaps } from './deadline-heaps.js';
import { ValueIds } from './value-ids.js';
import { insertReads } from './insert-reads.js';
import { orderBlocks } from './zones.js';

const SEEDS = Array.from({ length: 400 }, (_, seed) => seed);
const LATEST = 12;

function timesOf(random: Random, count: number): Float64Array {
  return Float64Array.from({ length: count }, () => random.below(LATEST));
}

function randomIntervals(random: Random, count: number): Intervals {
  const call = timesOf(random, count);
  return { call, return: call.map((time) => time + random.below(LATEST / 2)) };
}

function permutations(items: readonly number[]): number[][] {
  return items.length === 0
    ? [[]]
    : items.flatMap((item) =>
        permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
      );
}

/** Whether no operation comes after one that was called after its return. */
function respects(order: readonly number[] | Int32Array, { call, return: end }: Intervals) {
  return [...order].every((late, i) =>
    [...order].slice(0, i).every((early) => Number(end[late]) >= Number(call[early])),
  );
}

const all = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

describe('blocks', () => {
  const before = (zones: Parameters<typeof orderBlocks>[0], a: number, b: number) =>
    Number(zones.firstReturn[a]) < Number(zones.lastCall[b]);

  it('conflict exactly if two have to come before each other', () => {
    const found = { conflict: 0, none: 0 };
    for (const seed of SEEDS) {
      const random = new Random(seed);
      const count = random.below(5);
      const zones = { firstReturn: timesOf(random, count), lastCall: timesOf(random, count) };
      const pairs = all(count).flatMap((a) => all(a).map((b) => [a, b] as const));
      const conflicts = pairs.filter(([a, b]) => before(zones, a, b) && before(zones, b, a));
      const ordered = orderBlocks(zones);
      if (ordered instanceof Int32Array) {
        found.none++;
        expect(conflicts).toEqual([]);
        const order = [...ordered];
        expect(order.toSorted((a, b) => a - b)).toEqual(all(count));
        const wrong = order.some((late, i) =>
          order.slice(0, i).some((e) => before(zones, late, e)),
        );
        expect(wrong).toBe(false);
      } else {
        found.conflict++;
        const [a, b] = ordered;
        expect(a).not.toBe(b);
        expect(before(zones, a, b) && before(zones, b, a)).toBe(true);
      }
    }
    expect(Math.min(found.conflict, found.none)).toBeGreaterThan(50);
  });
});

describe('ascending numbers', () => {
  it('are searched from below and from above', () => {
    const numbers = Float64Array.of(1, 3, 3, 7);
    const limits = [0, 1, 2, 3, 4, 7, 8];
    expect(limits.map((limit) => lastBelow(numbers, limit))).toEqual([-1, -1, 0, 0, 2, 2, 3]);
    expect(limits.map((limit) => firstAbove(numbers, limit))).toEqual([0, 1, 1, 3, 3, 4, 4]);
  });
});

describe('ranks', () => {
  it('conflict exactly if one of a higher rank returned before one of a lower was called', () => {
    const found = { conflict: 0, none: 0 };
    for (const seed of SEEDS) {
      const random = new Random(seed);
      const count = random.below(7);
      const intervals = randomIntervals(random, count);
      const rank = Int32Array.from({ length: count }, () => random.below(4) - 1);
      const ranked = all(count).filter((i) => rank[i] !== UNRANKED);
      const breaks = (low: number, high: number): boolean =>
        Number(rank[low]) < Number(rank[high]) &&
        Number(intervals.return[high]) < Number(intervals.call[low]);
      const order = orderByRank(rank, intervals);
      const key = (i: number): number => Number(rank[i]) * 100 + Number(intervals.call[i]);
      expect([...order]).toEqual(ranked.toSorted((a, b) => key(a) - key(b) || a - b));
      const bounds = boundsOf(rank);
      const conflict = findConflict(bounds, neighboursOf(bounds, intervals));
      const any = ranked.some((low) => ranked.some((high) => breaks(high, low)));
      expect(conflict !== undefined).toBe(any);
      if (conflict === undefined) {
        found.none++;
        expect(respects(order, intervals)).toBe(true);
      } else {
        found.conflict++;
        expect(breaks(conflict.called, conflict.returned)).toBe(true);
      }
    }
    expect(Math.min(found.conflict, found.none)).toBeGreaterThan(50);
  });
});

describe('insertReads', () => {
  it('finds slots for all that change nothing exactly if there are some', () => {
    const found = { order: 0, stuck: 0 };
    for (const seed of SEEDS) {
      const random = new Random(seed);
      const intervals = randomIntervals(random, 5);
      const active = permutations([0, 1, 2]).find((order) => respects(order, intervals)) ?? [];
      const allowed = [3, 4].map(() => all(4).filter(() => random.chance(0.6)));
      const earliest = (operation: number, low: number, high: number): number =>
        allowed[operation - 3]?.find((slot) => slot >= low && slot <= high) ?? -1;
      const fits = (order: readonly number[]): boolean =>
        respects(order, intervals) &&
        order.filter((i) => i < 3).join() === active.join() &&
        [3, 4].every((passive) => {
          const slot = order.slice(0, order.indexOf(passive)).filter((i) => i < 3).length;
          return allowed[passive - 3]?.includes(slot) === true;
        });
      const insert = () => insertReads(Int32Array.from(active), [3, 4], intervals, earliest);
      if (permutations(all(5)).some(fits)) {
        found.order++;
        expect(fits([...insert()])).toBe(true);
      } else {
        found.stuck++;
        expect(insert).toThrow(/operation [34] has no place/);
      }
    }
    expect(Math.min(found.order, found.stuck)).toBeGreaterThan(50);
  });

  it('leaves an order as it is if nothing is to be put in', () => {
    const order = Int32Array.of(1, 0);
    const inserted = insertReads(order, [], randomIntervals(new Random(1), 2));
    expect(inserted).toBe(order);
  });
});

describe('heaps of deadlines', () => {
  it('give out what is in each, the earliest first', () => {
    for (const seed of SEEDS.slice(0, 100)) {
      const random = new Random(seed);
      const deadline = timesOf(random, 30);
      const heaps = new DeadlineHeaps(deadline, 2);
      const held: [number[], number[]] = [[], []];
      const take = (heap: 0 | 1): void => {
        const item = heaps.pop(heap);
        const items = held[heap];
        expect(items.length === 0 ? item === -1 : items.includes(item)).toBe(true);
        if (item >= 0) {
          expect(deadline[item]).toBe(Math.min(...items.map((one) => Number(deadline[one]))));
          items.splice(items.indexOf(item), 1);
        }
      };
      for (const item of all(30)) {
        const heap = random.pick([0, 1] as const);
        heaps.push(heap, item);
        held[heap].push(item);
        while (random.chance(0.3)) {
          take(random.pick([0, 1] as const));
        }
      }
      all(31).forEach(() => [take(0), take(1)]);
      expect(held).toEqual([[], []]);
    }
  });
});

describe('values', () => {
  it('have one identity each, small naturals, large ones and all others', () => {
    const ids = new ValueIds(1000);
    const values = [0, 7, 1023, 1024, 3000, 7999, 8000, 8001, -1, 1.5, 1e12, '7', null, true, 7n];
    expect(values.map((value) => ids.idOf(value))).toEqual(all(values.length));
    expect(values.map((value) => ids.idOf(value))).toEqual(all(values.length));
    expect(ids.count).toBe(values.length);
    expect([ids.dense[0], ids.dense[7], ids.dense[1024], ids.dense[8]]).toEqual([1, 2, 4, 0]);
    expect(ids.dense[7999]).toBe(6);
    expect([ids.idOf({ a: 1, b: 2 }), ids.idOf({ b: 2, a: 1 })]).toEqual([15, 15]);
  });

  it('do not take memory for a number that is large for the history', () => {
    const ids = new ValueIds(1);
    ids.idOf(1_000_000);
    expect(ids.dense.length).toBeLessThan(10_000);
  });
});

describe('queues that were surely not empty', () => {
  it('are covered by elements one after the other, and empty from their end on', () => {
    const found = { covered: 0, empty: 0 };
    for (const seed of SEEDS) {
      const random = new Random(seed);
      const count = random.below(6);
      const elements = {
        count,
        put: new Int32Array(count),
        take: new Int32Array(count),
        putCall: new Float64Array(count),
        putReturn: timesOf(random, count),
        takeCall: timesOf(random, count),
        takeReturn: new Float64Array(count),
      };
      const filledAt = (time: number): boolean =>
        all(count).some(
          (i) => Number(elements.putReturn[i]) < time && time < Number(elements.takeCall[i]),
        );
      const from = random.below(LATEST);
      const earliest = all(2 * LATEST)
        .map((half) => half / 2)
        .find((time) => time >= from && !filledAt(time));
      const look = { call: Float64Array.of(from), return: Float64Array.of(from) };
      expect([...emptyMoments(elements, [0], look)]).toEqual([earliest]);
      const to = from + random.below(4);
      found[Number(earliest) > to ? 'covered' : 'empty']++;
    }
    expect(Math.min(found.covered, found.empty)).toBeGreaterThan(50);
  });
});

describe('intervals', () => {
  it('are copied as they are', () => {
    const at = (call: number, end: number) => ({ input: 0, call, return: end });
    expect(intervalsOf([at(1, 2), at(0, Infinity)])).toEqual({
      call: Float64Array.of(1, 0),
      return: Float64Array.of(2, Infinity),
    });
  });
});
