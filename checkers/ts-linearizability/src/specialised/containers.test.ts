import { describe, expect, it } from 'vitest';
import { Random } from '../generate/random.test.support.js';
import { NEVER, type Elements } from './containers/elements.js';
import type { ContainerSubject } from './containers/kind.js';
import { LeastTree } from './containers/least-tree.js';
import { NONE } from './containers/operations.js';
import { deadlinesOf, giveToTakers } from './containers/takers.js';
import { NextFree } from './next-free.js';
import { removeByPriority } from './priority-queue.js';
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

describe('a tree of numbers', () => {
  it('gives out once the first number from a place on that is at most a limit, whatever was added', () => {
    for (const seed of SEEDS) {
      const random = new Random(seed);
      const count = 1 + random.below(9);
      const numbers = Int32Array.from(all(count), () => random.below(6));
      const tree = new LeastTree(numbers);
      const left = new Set(all(count));
      for (let i = 0; i < 3 * count; i++) {
        const from = random.below(count);
        const to = from - 1 + random.below(count - from + 1);
        const amount = random.below(5) - 2;
        tree.add(from, to, amount);
        all(count).forEach(
          (one) => (numbers[one] = at(numbers, one) + (from <= one && one <= to ? amount : 0)),
        );
        const start = random.below(2 * count);
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
    const given = giveToTakers(
      history([4, 5, 6]),
      Float64Array.of(9, NEVER, 5, 99),
      intervals,
      'first',
    );
    expect(given).toMatchObject({
      elements: { take: Int32Array.of(6, NONE, 5, 4), takeCall: Float64Array.of(7, NEVER, 5, 9) },
      spare: new Int32Array(),
    });
    expect(elements.take).toEqual(new Int32Array(4).fill(NONE));
    const stay = new Float64Array(4).fill(NEVER);
    expect(giveToTakers(history([4, 5]), stay, intervals, 'first')).toEqual({
      elements,
      spare: Int32Array.of(5, 4),
    });
  });

  it('are given to what was called last in time, if early operations are to be spare', () => {
    const deadlines = Float64Array.of(9, NEVER, 6, NEVER);
    expect(giveToTakers(history([4, 5, 6]), deadlines, intervals, 'last')).toMatchObject({
      elements: {
        take: Int32Array.of(4, NONE, 5, NONE),
        takeCall: Float64Array.of(9, NEVER, 5, NEVER),
      },
      spare: Int32Array.of(6),
    });
    const early = Float64Array.of(8, NEVER, 6, 8);
    expect(giveToTakers(history([4, 5, 6]), early, intervals, 'last')).toBeUndefined();
  });

  it('of the same deadline go in the order in which they came', () => {
    const deadlines = Float64Array.of(NEVER, 99, 99, 99);
    const given = giveToTakers(history([5, 6, 4]), deadlines, intervals, 'first');
    expect(given?.elements).toMatchObject({ take: Int32Array.of(NONE, 4, 6, 5) });
  });

  it('are too many if fewer operations were called in time', () => {
    const deadlines = Float64Array.of(8, NEVER, 6, 8);
    expect(giveToTakers(history([4, 5, 6]), deadlines, intervals, 'first')).toBeUndefined();
    expect(
      giveToTakers(history([4, 5, 6]), deadlines.with(2, 9), intervals, 'first'),
    ).toBeDefined();
    expect(giveToTakers(history([]), deadlines, intervals, 'first')).toBeUndefined();
  });

  it('have to before what they precede, what has to itself among it, and before the container is empty', () => {
    // The first precedes the second, which precedes the third, which left; the fourth precedes nothing.
    const taken = {
      elements: {
        ...elements,
        take: Int32Array.of(NONE, NONE, 8, NONE),
        takeReturn: Float64Array.of(NEVER, NEVER, 20, NEVER),
        putReturn: Float64Array.of(1, 1, 1, 1),
      },
      empty: [7],
      open: [],
    };
    const precedence = {
      since: Float64Array.of(1, 2, 2, 9),
      level: Float64Array.of(3, 2, 0, 0),
      floor: Float64Array.of(3, 2, 1, 0),
    };
    const returns = { ...intervals, return: new Float64Array(8).fill(NEVER).with(7, 30) };
    const deadlines = (emptyAt: number): Float64Array =>
      deadlinesOf(taken, precedence, Float64Array.of(emptyAt), returns);
    expect([...deadlines(0)]).toEqual([20, 20, 20, NEVER]);
    expect([...deadlines(5)]).toEqual([20, 20, 20, 30]);
  });
});

describe('the elements of a priority queue', () => {
  it('leave at the earliest moment at which nothing lower is surely inside', () => {
    const found = { moment: 0, blocked: 0 };
    for (const seed of SEEDS) {
      const random = new Random(seed);
      const elements = randomElements(random, 6);
      const rank = all(6).map(() => random.below(4));
      const priority = rank.map((one) => [1, 2, Infinity, NaN][one]);
      const expected = all(6).map((element) =>
        freeMoment(
          elements,
          all(6).filter((other) => at(rank, other) < at(rank, element)),
          Math.max(at(elements.putCall, element), at(elements.takeCall, element)),
          at(elements.takeReturn, element),
        ),
      );
      const columns = { priority: Float64Array.from(priority, Number) };
      const subject = { columns, words: String } as unknown as ContainerSubject;
      const removed = removeByPriority(elements, subject);
      if ('stuck' in removed) {
        found.blocked++;
        expect(expected[removed.stuck.at(-1) ?? NONE]).toBe(undefined);
      } else {
        found.moment++;
        expect([...removed.moments().leaves]).toEqual(expected);
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

const untimed = { call: new Float64Array(), return: new Float64Array() };

describe('peeling', () => {
  it('leaves what hinders each other, whatever the order', () => {
    const found = { done: 0, stuck: 0 };
    for (const seed of SEEDS) {
      const elements = randomElements(new Random(seed), 7);
      const peeling = new Peeling(elements, new Int32Array(), untimed);
      const isDone = peeling.run();
      const left = peeledByHand(elements, lasting(elements));
      expect(peeling.left()).toEqual(left);
      expect(isDone).toBe(left.length === 0);
      found[isDone ? 'done' : 'stuck']++;
    }
    expect(Math.min(found.done, found.stuck)).toBeGreaterThan(50);
  });

  it('lets pops without an answer take what must leave, the first that came first, and no more', () => {
    const found = { given: 0, stuck: 0, none: 0 };
    const isStuck = (elements: Elements): boolean =>
      peeledByHand(elements, lasting(elements)).length > 0;
    for (const seed of SEEDS) {
      const before = randomElements(new Random(seed), 7, 0.6);
      const from = new Random(seed).below(LATEST);
      const elements = { ...before, take: before.take.slice(), takeCall: before.takeCall.slice() };
      const spare = Int32Array.from(all(7));
      const intervals = { call: new Float64Array(7).fill(from), return: new Float64Array(7) };
      const isDone = new Peeling(elements, spare, intervals).run();
      const given = all(7).filter((i) => elements.take[i] !== before.take[i]);
      expect(isStuck(elements)).toBe(!isDone);
      expect(given.every((i) => before.take[i] === NONE)).toBe(true);
      const latest = Math.max(...given.map((i) => at(before.putReturn, i)));
      if (isDone) {
        found[given.length === 0 ? 'none' : 'given']++;
        // Without the last of them, the others are stuck.
        const last = given.find((i) => at(before.putReturn, i) === latest);
        const takeCall = elements.takeCall.with(last ?? 0, NEVER);
        expect(last !== undefined && !isStuck({ ...elements, takeCall })).toBe(false);
      } else {
        found.stuck++;
        const takeCall = before.takeCall.map((call) => (call === NEVER ? from : call));
        expect(isStuck({ ...before, takeCall })).toBe(true);
      }
    }
    expect(Math.min(found.given, found.stuck, found.none)).toBeGreaterThan(20);
  });
});
