import { expect, test } from 'vitest';
import { changedSettings, defaults, parametersOf, problemWith } from './options.js';

test('its defaults are those of etcd, and no setting counts as changed', () => {
  expect(problemWith(defaults)).toBeUndefined();
  expect(changedSettings(defaults)).toEqual([]);
});

test('an option is a parameter of etcd, and stands among what was changed', () => {
  const options = { ...defaults, electionTimeout_ms: 2000 };
  expect(parametersOf(options)).toContain('--election-timeout=2000');
  expect(changedSettings(options)).toEqual([
    { name: 'election-timeout', value: '2000', default: '1000', option: 'electionTimeout_ms' },
  ]);
});

test('members sync what they acknowledge, unless that is switched off, which 3.4 can not', () => {
  expect(parametersOf(defaults).join(' ')).not.toContain('fsync');
  const unsafe = { ...defaults, version: '3.5', unsafeNoFsync: true };
  expect(problemWith(unsafe)).toBeUndefined();
  expect(parametersOf(unsafe)).toContain('--unsafe-no-fsync=true');
  expect(problemWith({ ...unsafe, version: '3.4' })).toMatch(/from 3.5 on/);
});

test.each([
  [{ version: '3.5', image: 'quay.io/coreos/etcd:v3.5.17' }, /a version of its own/],
  [{ reads: 'fast' }, /linearizable and serializable/],
  [{ heartbeat_ms: 500 }, /5 times heartbeat_ms/],
  [{ heartbeat_ms: 0 }, /above 0/],
  [{ snapshotCount: 0.5 }, /whole number/],
  [{ lockTtl_s: 0.5 }, /whole seconds/],
])('%j makes no sense, and the reason is told', (given, reason) => {
  expect(problemWith({ ...defaults, ...given })).toMatch(reason);
});
