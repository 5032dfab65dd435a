import { expect, test } from 'vitest';
import { changedSettings, configurationOf, defaults, problemWith } from './options.js';

test('an option is a line of the configuration, and stands among what was changed', () => {
  const options = { ...defaults, tickTime_ms: 500 };
  expect(problemWith(options)).toBeUndefined();
  expect(configurationOf(options)).toContain('tickTime=500');
  const own = changedSettings(options).filter(({ option }) => option !== null);
  expect(own).toEqual([{ name: 'tickTime', value: '500', default: '2000', option: 'tickTime_ms' }]);
  expect(changedSettings(defaults).every(({ option }) => option === null)).toBe(true);
});

test('servers sync what they acknowledge, unless that is switched off', () => {
  expect(configurationOf(defaults)).toContain('forceSync=yes');
  expect(configurationOf({ ...defaults, forceSync: false })).toContain('forceSync=no');
});

test.each([
  [{ reads: 'fast' }, /plain, synced and quorum/],
  [{ tickTime_ms: 0 }, /tickTime_ms is 0/],
  [{ sessionTimeout_ms: 1.5 }, /whole number/],
])('%j makes no sense, and the reason is told', (given, reason) => {
  expect(problemWith({ ...defaults, ...given })).toMatch(reason);
});
