import { expect, test } from 'vitest';
import type { Json } from '../harness/core/json.js';
import { clashOf, overlapIn } from './overlap.js';
import { REDIS_FAULTS } from '../systems/redis/faults/testing/stub-redis.js';

function overlapOf(f: string, value?: Json) {
  const fault = REDIS_FAULTS.find(({ fs }) => fs.includes(f));
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
  ['start-delay', { delay_ms: 50 }, 'start-loss', { percent: 10 }, ['links']],
  ['start-flapping', { grudge: 'halves' }, 'start-partition', { grudge: 'halves' }, ['links']],
  ['start-flapping', { grudge: 'halves' }, 'start-kill', undefined, []],
  ['start-flapping', { grudge: 'primary' }, 'start-clock', { offset_ms: 1 }, ['reach']],
  ['start-pause', undefined, 'client-kill', undefined, ['processes']],
  ['start-remove-sentinel', undefined, 'failover', undefined, []],
  ['start-remove-sentinel', undefined, 'start-partition', { grudge: 'halves' }, []],
  ['start-remove-sentinel', undefined, 'start-kill', undefined, ['processes']],
  ['start-remove-replica', undefined, 'start-freeze', undefined, ['reach', 'processes', 'node']],
  ['start-repoint', undefined, 'start-outage', undefined, ['reach', 'processes', 'node', 'data']],
])('%s %j and %s %j clash over %j, in either order', (f, value, g, other, facets) => {
  const [a, b] = [overlapOf(f, value), overlapOf(g, other)];
  expect(clashOf(a, b)).toEqual(facets);
  expect(clashOf(b, a)).toEqual(facets);
});

test('chance heeds what a fault wants, too, and never lets one overlap with itself', () => {
  const mayOverlap = overlapIn(REDIS_FAULTS, ['n1', 'n2', 'n3']);
  const halves = { start: { fault: 'start-partition', value: { grudge: 'halves' } } };
  expect(mayOverlap(halves, { start: { fault: 'failover' } })).toBe(false);
  expect(mayOverlap(halves, { start: { fault: 'start-kill' } })).toBe(true);
  expect(mayOverlap(halves, halves)).toBe(false);
});

test.each([
  'failover',
  'flushall',
  'start-clock',
  'start-descriptor-limit',
  'start-partition',
  'start-remove-sentinel',
  'start-repoint',
  'sentinel-reset',
])('chance lets a replica not be out of the group while there is %s', (f) => {
  const value = f === 'start-partition' ? { grudge: 'halves' } : undefined;
  const other = { start: { fault: f, ...(value === undefined ? {} : { value }) } };
  expect(
    overlapIn(REDIS_FAULTS, ['n1', 'n2', 'n3'])(
      { start: { fault: 'start-remove-replica' } },
      other,
    ),
  ).toBe(false);
});

test('a node may be short of processor time while it or another is out of the group', () => {
  const throttle = { start: { fault: 'start-throttle', value: { percent: 20 } } };
  for (const fault of ['start-remove-replica', 'start-remove-sentinel', 'start-repoint']) {
    expect(overlapIn(REDIS_FAULTS, ['n1', 'n2', 'n3'])({ start: { fault } }, throttle)).toBe(true);
  }
});
