import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { History } from '../core/history.js';
import type { Json } from '../core/json.js';
import type { Op } from '../core/op.js';
import { packHistory, unpackHistory } from './packed-history.js';

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

test('a history comes out of shared memory as it went in', () => {
  fc.assert(
    fc.property(fc.array(ops, { maxLength: 40 }), (events) => {
      const history = History.of(events);
      const copy = unpackHistory(packHistory(history));
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
  const copy = unpackHistory(packHistory(history));
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
  const copy = unpackHistory(packHistory(history));
  expect([...copy]).toEqual([...history]);
});

test('an empty history is packed too', () => {
  expect(unpackHistory(packHistory(new History())).length).toBe(0);
});
