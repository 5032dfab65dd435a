import { expect, test } from 'vitest';
import type { Json } from '../harness/core/json.js';
import { FAULTS } from './faults.js';
import { clashOf, overlapIn } from './overlap.js';

function overlapOf(f: string, value?: Json) {
  const fault = FAULTS.find(({ fs }) => fs.includes(f));
  if (fault === undefined) throw new Error(`no fault serves ${f}`);
  return fault.overlap(f, value);
}

test.each<[string, Json | undefined, string, Json | undefined, readonly string[]]>([
  ['start-throttle', { percent: 20 }, 'start-kill', undefined, []],
  ['start-throttle', { percent: 20 }, 'start-freeze', undefined, ['node']],
  ['start-partition', { grudge: 'halves' }, 'start-kill', undefined, []],
  ['start-partition', { grudge: 'halves' }, 'start-clock', { offset_ms: 1 }, []],
  ['start-partition', { grudge: 'primary' }, 'start-clock', { offset_ms: 1 }, ['reach']],
  ['start-partition', { grudge: 'halves' }, 'failover', undefined, []],
  ['start-loss', { percent: 10 }, 'start-slow', { rate_kbit: 64 }, ['links']],
  ['start-pause', undefined, 'client-kill', undefined, ['processes']],
])('%s %j and %s %j clash over %j, in either order', (f, value, g, other, facets) => {
  const [a, b] = [overlapOf(f, value), overlapOf(g, other)];
  expect(clashOf(a, b)).toEqual(facets);
  expect(clashOf(b, a)).toEqual(facets);
});

test('chance heeds what a fault wants, too, and never lets one overlap with itself', () => {
  const mayOverlap = overlapIn(FAULTS);
  const halves = { start: { fault: 'start-partition', value: { grudge: 'halves' } } };
  expect(mayOverlap(halves, { start: { fault: 'failover' } })).toBe(false);
  expect(mayOverlap(halves, { start: { fault: 'start-kill' } })).toBe(true);
  expect(mayOverlap(halves, halves)).toBe(false);
});
