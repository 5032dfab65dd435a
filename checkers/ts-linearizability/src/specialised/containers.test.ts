import { describe, expect, it } from 'vitest';
import { Random } from '../generate/random.test.support.js';
import { ANY_TIME_LATER, NEVER, type Elements } from './containers/elements.js';
import { NONE } from './containers/operations.js';
import { SuffixLeast } from './containers/suffix-least.js';
import { giveToTakers, STAYS } from './containers/takers.js';
import { NextFree } from './next-free.js';
import { earliestMoments } from './priority-queue/moments.js';
import { CoverCounts } from './stack/cover-counts.js';
import { FirstAtMost } from './stack/first-at-most.js';
import { forcedToLeave } from './stack/forced.js';
import { marksOf } from './stack/marks.js';
import { Peeling } from './stack/peeling.js';

const SEEDS = Array.from({ length: 300 }, (_, seed) => seed);
const LATEST = 12;

const all = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** Elements with random intervals; those that nobody took stay. Operations are by element. */
function randomElements(random: Random, count: number, taken = 0.8): Elements {
  const times = (): Float64Array => Float64Array.from(all(count), () => random.below(LATEST));
  const putCall = times();
  const takeCall = putCall.map((call) => call + random.below(LATEST));
  const take = Int32Array.from(all(count), (i) => (random.chance(taken) ? count + i : NONE));
  return {
    count,
    put: Int32Array.from(all(count)),
    take,
    putCall,
    putReturn: putCall.map((call) => call + random.below(4)),
    takeCall: takeCall.map((call, i) => (take[i] === NONE ? NEVER : call)),
    takeReturn: takeCall.map((call, i) => (take[i] === NONE ? NEVER : call + random.below(4))),
  };
}

const at = (numbers: ArrayLike<number>, i: number): number => Number(numbers[i]);

/** Whether an element was surely inside at a moment. */
const isInside = ({ putReturn, takeCall }: Elements, element: number, moment: number): boolean =>
  at(putReturn, element) < moment && moment < at(takeCall, element);

/** A moment between two, both included, at which none of some elements is surely inside. */
function freeMoment(
  elements: Elements,
  some: readonly number[],
  from: number,
  to: number,
): number | undefined {
  const halves = all(8 * LATEST).map((half) => half / 2);
  return [...halves, NEVER]
    .filter((moment) => from <= moment && moment <= to)
    .find((moment) => !some.some((element) => isInside(elements, element, moment)));
}

describe('places that are taken one after the other', () => {
  it('leave the first free one from each on', () => {
    for (const seed of SEEDS.slice(0, 50)) {
      const random = new Random(seed);
      const free = new Set(all(20));
      const places = new NextFree(20);
      for (const place of all(20).toSorted(() => random.unit() - 0.5)) {
        for (const from of all(21)) {
          expect(places.from(from)).toBe(Math.min(20, ...[...free].filter((one) => one >= from)));
        }
        places.take(place);
        free.delete(place);
      }
      expect(places.from(0)).toBe(20);
    }
  });
});

describe('the least value among greater keys', () => {
  it('is found among what was added', () => {
    for (const seed of SEEDS.slice(0, 100)) {
      const random = new Random(seed);
      const keys = Float64Array.from(all(9), () => random.pick([1, 2, 3, 5, NEVER]));
      const values = Float64Array.from(all(9), () => random.below(5));
      const least = new SuffixLeast(keys, values);
      const together = SuffixLeast.all(keys, values);
      const added: number[] = [];
      for (const item of all(9)) {
        least.add(item);
        added.push(item);
        for (const limit of [0, 1, 2, 4, 5, NEVER]) {
          const above = added.filter((one) => at(keys, one) > limit);
          const found = least.above(limit);
          expect(above.length === 0 ? found === -1 : above.includes(found)).toBe(true);
          if (found >= 0) {
            expect(at(values, found)).toBe(Math.min(...above.map((one) => at(values, one))));
          }
          if (added.length === keys.length) {
            expect(values[together.above(limit)]).toBe(values[found]);
          }
        }
      }
    }
  });
});

describe('numbers that are taken by a limit', () => {
  it('are the first from a place on', () => {
    for (const seed of SEEDS.slice(0, 100)) {
      const random = new Random(seed);
      const count = 1 + random.below(9);
      const numbers = Int32Array.from(all(count), () => random.below(6));
      const tree = new FirstAtMost(numbers);
      const left = new Set(all(count));
      for (let i = 0; i < 3 * count; i++) {
        const start = random.below(count);
        const limit = random.below(6);
        const expected = all(count).find(
          (one) => one >= start && left.has(one) && at(numbers, one) <= limit,
        );
        expect(tree.take(start, limit)).toBe(expected ?? -1);
        left.delete(expected ?? -1);
      }
    }
  });
});

describe('places that are covered', () => {
  it('are given out once, when nothing covers them any more', () => {
    for (const seed of SEEDS.slice(0, 100)) {
      const random = new Random(seed);
      const places = 1 + random.below(12);
      const intervals = all(6).map(() => {
        const from = random.below(places);
        return [from, from - 1 + random.below(places - from + 1)] as const;
      });
      const counts = new Int32Array(places);
      const covers = ([from, to]: readonly [number, number], place: number): boolean =>
        from <= place && place <= to;
      intervals.forEach((interval) => {
        all(places).forEach(
          (place) => (counts[place] = at(counts, place) + Number(covers(interval, place))),
        );
      });
      const tree = new CoverCounts(counts);
      const given = new Set<number>();
      const takeAll = (): void => {
        for (let place = tree.takeUncovered(); place >= 0; place = tree.takeUncovered()) {
          expect(given.has(place)).toBe(false);
          given.add(place);
        }
      };
      intervals.forEach(([from, to], i) => {
        takeAll();
        const left = intervals.slice(i);
        expect([...given].toSorted((a, b) => a - b)).toEqual(
          all(places).filter((place) => !left.some((interval) => covers(interval, place))),
        );
        tree.uncover(from, to);
      });
      takeAll();
      expect(given.size).toBe(places);
    }
  });
});

describe('elements that have to leave', () => {
  const elements: Elements = {
    ...randomElements(new Random(1), 4, 0),
    putReturn: Float64Array.of(1, 4, 3, 2),
  };
  const history = (open: readonly number[]) => ({
    elements,
    empty: [],
    open,
  });
  const intervals = {
    call: Float64Array.of(0, 0, 0, 0, 9, 5, 7),
    return: new Float64Array(7).fill(NEVER),
  };

  it('are given to what was called first, the earliest deadline first', () => {
    const given = giveToTakers(history([4, 5, 6]), Float64Array.of(9, STAYS, 5, NEVER), intervals);
    expect(given).toMatchObject({
      take: Int32Array.of(6, NONE, 5, 4),
      takeCall: Float64Array.of(7, NEVER, 5, 9),
      takeReturn: Float64Array.of(ANY_TIME_LATER, NEVER, ANY_TIME_LATER, ANY_TIME_LATER),
    });
    expect(elements.take).toEqual(new Int32Array(4).fill(NONE));
    const stay = new Float64Array(4).fill(STAYS);
    expect(giveToTakers(history([4]), stay, intervals)).toEqual(elements);
  });

  it('of the same deadline go in the order in which they came', () => {
    const deadlines = Float64Array.of(STAYS, NEVER, NEVER, NEVER);
    const given = giveToTakers(history([5, 6, 4]), deadlines, intervals);
    expect(given).toMatchObject({ take: Int32Array.of(NONE, 4, 6, 5) });
  });

  it('are too many if fewer operations were called in time', () => {
    const deadlines = Float64Array.of(8, STAYS, 6, 8);
    expect(giveToTakers(history([4, 5, 6]), deadlines, intervals)).toBeUndefined();
    expect(giveToTakers(history([4, 5, 6]), deadlines.with(2, 9), intervals)).toBeDefined();
    expect(giveToTakers(history([]), deadlines, intervals)).toBeUndefined();
  });
});

describe('the elements of a priority queue', () => {
  it('leave at the earliest moment at which nothing lower is surely inside', () => {
    const found = { moment: 0, blocked: 0 };
    for (const seed of SEEDS) {
      const random = new Random(seed);
      const elements = randomElements(random, 6);
      const priority = Float64Array.from(all(6), () => random.below(4));
      const order = Int32Array.from(all(6).toSorted((a, b) => at(priority, a) - at(priority, b)));
      const expected = all(6).map((element) =>
        freeMoment(
          elements,
          all(6).filter((other) => at(priority, other) < at(priority, element)),
          Math.max(at(elements.putCall, element), at(elements.takeCall, element)),
          at(elements.takeReturn, element),
        ),
      );
      const moments = earliestMoments(elements, { order, priority });
      if ('moment' in moments) {
        found.moment++;
        expect([...moments.moment]).toEqual(expected);
      } else {
        found.blocked++;
        expect('blocked' in moments && expected[moments.blocked]).toBe(undefined);
      }
    }
    expect(Math.min(found.moment, found.blocked)).toBeGreaterThan(30);
  });
});

/** Takes elements off one by one, as the definition of peeling says. */
function peeledByHand(elements: Elements, some: readonly number[]): number[] {
  const free = (element: number, from: Float64Array, to: Float64Array): boolean =>
    freeMoment(
      elements,
      some.filter((other) => other !== element),
      at(from, element),
      at(to, element),
    ) !== undefined;
  const next = some.find(
    (element) =>
      free(element, elements.putCall, elements.putReturn) &&
      free(element, elements.takeCall, elements.takeReturn),
  );
  return next === undefined
    ? [...some]
    : peeledByHand(
        elements,
        some.filter((other) => other !== next),
      );
}

const lasting = (elements: Elements): number[] =>
  all(elements.count).filter((i) => at(elements.putReturn, i) < at(elements.takeCall, i));

describe('peeling', () => {
  it('leaves what hinders each other, whatever the order', () => {
    const found = { done: 0, stuck: 0 };
    for (const seed of SEEDS) {
      const elements = randomElements(new Random(seed), 7);
      const peeling = new Peeling(marksOf(elements));
      peeling.run();
      const left = peeledByHand(elements, lasting(elements));
      expect([...peeling.left()]).toEqual(left);
      expect(peeling.done).toBe(left.length === 0);
      found[peeling.done ? 'done' : 'stuck']++;
    }
    expect(Math.min(found.done, found.stuck)).toBeGreaterThan(50);
  });
});

/** As if elements that nobody took could leave from a moment on. */
function freeFrom(elements: Elements, some: ReadonlySet<number>, from: number): Elements {
  const takeCall = elements.takeCall.map((call, i) => (some.has(i) ? from : call));
  return { ...elements, takeCall };
}

describe('elements that pops without an answer must have taken', () => {
  const isStuck = (elements: Elements): boolean =>
    peeledByHand(elements, lasting(elements)).length > 0;

  it('are those without which others are stuck, however many such pops there are', () => {
    const found = { forced: 0, stuck: 0, none: 0 };
    for (const seed of SEEDS) {
      const elements = randomElements(new Random(seed), 7, 0.6);
      const from = new Random(seed).below(LATEST);
      const staying = all(7).filter((i) => elements.take[i] === NONE);
      const result = forcedToLeave(elements, from, new Float64Array(7).fill(STAYS));
      if ('deadlines' in result) {
        const forced = all(7).filter((i) => result.deadlines[i] !== STAYS);
        found[forced.length === 0 ? 'none' : 'forced']++;
        expect(isStuck(freeFrom(elements, new Set(forced), from))).toBe(false);
        // Each of them is needed, even if all others may leave.
        for (const one of forced) {
          const others = new Set(staying.filter((other) => other !== one));
          expect(isStuck(freeFrom(elements, others, from))).toBe(true);
        }
      } else {
        found.stuck++;
        const left = peeledByHand(
          freeFrom(elements, new Set(staying), from),
          lasting(freeFrom(elements, new Set(staying), from)),
        );
        expect('stuck' in result && [...result.stuck]).toEqual(left);
      }
    }
    expect(Math.min(found.forced, found.stuck, found.none)).toBeGreaterThan(20);
  });

  it('include those of which it is known before', () => {
    const elements = randomElements(new Random(3), 1, 0);
    const deadlines = (from: number, known: number) =>
      forcedToLeave(elements, from, Float64Array.of(known));
    expect(deadlines(0, STAYS)).toEqual({ deadlines: Float64Array.of(STAYS) });
    expect(deadlines(0, 5)).toEqual({ deadlines: Float64Array.of(5) });
    expect(deadlines(99, 5)).toEqual({ deadlines: Float64Array.of(5) });
  });
});
