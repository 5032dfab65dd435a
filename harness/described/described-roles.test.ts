import { expect, test } from 'vitest';
import type { RoleView } from '../core/cluster-view.js';
import { primariesByRoles } from './described-roles.js';

const WRITERS = ['primary', 'leader'];
const says =
  (...roles: readonly RoleView[]) =>
  () =>
    Promise.resolve(roles);

test('the primary is the one that most nodes follow, or else the only one that takes writes', async () => {
  const two = says(
    { node: 'n1', role: 'leader' },
    { node: 'n2', role: 'leader' },
    { node: 'n3', role: 'follower', follows: 'n2' },
  );
  expect(await primariesByRoles(two, WRITERS).primary()).toBe('n2');
  const one = says({ node: 'n1', role: 'primary' }, { node: 'n2', role: 'replica' });
  expect(await primariesByRoles(one, WRITERS).primary()).toBe('n1');
  const none = says({ node: 'n1', role: 'primary' }, { node: 'n2', role: 'primary' });
  expect(await primariesByRoles(none, WRITERS).primary()).toBeNull();
});

test('several take writes by right only where the store says so', async () => {
  const parts = says(
    { node: 'n1', role: 'primary' },
    { node: 'n2', role: 'primary' },
    { node: 'n3', role: 'replica', follows: 'n1' },
  );
  expect(await primariesByRoles(parts, WRITERS, true).all?.()).toEqual(['n1', 'n2']);
  expect(await primariesByRoles(parts, WRITERS).all?.()).toBeUndefined();
});
