import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { History } from './history.js';
import type { Json } from './json.js';
import type { Op } from './op.js';

const ops: fc.Arbitrary<Omit<Op, 'index'>> = fc.record(
  {
    process: fc.oneof(fc.nat({ max: 1_000_000 }), fc.constant('nemesis' as const)),
    type: fc.constantFrom('invoke' as const, 'ok' as const, 'fail' as const, 'info' as const),
    f: fc.constantFrom('add', 'read', 'start-partition'),
    time: fc.nat({ max: 2 ** 45 }),
    value: fc.option(fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>, { nil: undefined }),
    node: fc.option(fc.constantFrom('n1', 'n2'), { nil: undefined }),
    error: fc.record({ code: fc.string() }),
  },
  { requiredKeys: ['process', 'type', 'f', 'time'] },
);

/** What another thread gets. */
function copyOf(history: History): History {
  return History.unpacked(structuredClone(history.pack()));
}

test('a history comes out of shared memory as it went in', () => {
  fc.assert(
    fc.property(fc.array(ops, { maxLength: 40 }), (events) => {
      const history = History.of(events);
      const copy = copyOf(history);
      // A history holds JSON: negative zero is zero on disk too.
      expect(JSON.stringify([...copy])).toBe(JSON.stringify([...history]));
      for (let i = 0; i < history.length; i += 1) expect(copy.pairOf(i)).toBe(history.pairOf(i));
    }),
  );
});

test('unknown and null stay different, over many chunks and with line breaks in values', () => {
  const values: (Json | undefined)[] = [null, undefined, '', 'a\nb', [], 'ü\u2028'];
  const history = new History();
  for (let i = 0; i < 10_000; i += 1) {
    history.append({ process: i, type: 'ok', f: 'read', time: i, value: values[i % 6] });
  }
  const copy = copyOf(history);
  expect(copy.length).toBe(10_000);
  for (let i = 0; i < 10_000; i += 1) expect(copy.value(i)).toEqual(values[i % 6]);
});

test('numbers that JSON lacks, processes of any number, and lines come out as they went in', () => {
  const values: Json[] = [NaN, -Infinity, 2n ** 64n, [1, { a: -(2n ** 53n) }], -0, 1e21];
  const history = History.of(
    values.map((value, time) => ({
      process: 2 ** 53 - 1,
      type: 'ok',
      f: 'read',
      time,
      value,
      line: time + 7,
    })),
  );
  const copy = copyOf(history);
  expect([...copy]).toEqual([...history]);
});

test('an empty history is packed too', () => {
  expect(copyOf(new History()).length).toBe(0);
});

test('values that are read from the end to the front, and again, are those that went in', () => {
  const values = Array.from({ length: 40_000 }, (_, at): Json => (at % 5 === 0 ? null : [at, 'x']));
  const history = History.of(
    values.map((value, time) => ({ process: time, type: 'ok', f: 'read', time, value })),
  );
  for (const read of [history, copyOf(history)]) {
    for (let round = 0; round < 3; round += 1) {
      for (let at = values.length - 1; at >= 0; at -= 7) expect(read.value(at)).toEqual(values[at]);
    }
  }
});

test('a large value stands among small ones and is read from text once', () => {
  const large = Array.from({ length: 10_000 }, (_, at) => `element ${at}`);
  const history = History.of(
    Array.from({ length: 3000 }, (_, time) => ({
      process: time,
      type: 'ok',
      f: 'read',
      time,
      value: time % 1000 === 500 ? large : time,
    })),
  );
  const copy = copyOf(history);
  expect(copy.value(499)).toBe(499);
  expect(copy.value(1500)).toEqual(large);
  expect(copy.value(1500)).toBe(copy.value(1500));
});
