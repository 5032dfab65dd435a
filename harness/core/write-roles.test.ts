import { expect, test } from 'vitest';
import {
  COMMON_WRITE_ROLES,
  promotedIn,
  takesNoWrites,
  writeRolesOf,
  writersIn,
} from './write-roles.js';

test('who takes writes is read from its own field, or from the roles if they name only one', () => {
  const writers = (effect: Parameters<typeof writersIn>[0]) =>
    writersIn(effect, COMMON_WRITE_ROLES);
  expect(writers({ primary: 'n2' })).toEqual(['n2']);
  expect(writers({ roles: { n1: 'replica', n2: 'primary' } })).toEqual(['n2']);
  expect(writers({ roles: { n1: 'follower', n2: 'leader' } })).toEqual(['n2']);
  expect(writers({ roles: { n1: 'primary', n2: 'primary' } })).toEqual([]);
  expect(writers({ primary: null, primaries: ['n1', 'n2'] })).toEqual(['n1', 'n2']);
  expect(writers({ roles: [] })).toEqual([]);
});

test('a fault promoted whom its record names so, if that node takes writes and no slots went to it', () => {
  const promoted = (effect: Parameters<typeof writersIn>[0]) =>
    promotedIn(effect, COMMON_WRITE_ROLES);
  expect(promoted({ from: 'n1', to: 'n2', primary: 'n2' })).toBe('n2');
  expect(promoted({ from: 'n1', promoted: 'n3', primaries: ['n2', 'n3'] })).toBe('n3');
  expect(promoted({ from: 'n1', to: 'n2', primaries: ['n1', 'n2'] })).toBeNull();
  expect(promoted({ from: 'n1', to: 'n2', primary: 'n1' })).toBeNull();
  expect(promoted({ from: 'n1', to: 'n2' })).toBeNull();
});

test('what a role means is for the system to say', () => {
  const roles = { takesWrites: ['main'], refusalCodes: ['wrong-node'] };
  expect(writeRolesOf({ roles })).toBe(roles);
  expect(writersIn({ roles: { n1: 'main', n2: 'primary' } }, roles)).toEqual(['n1']);
  expect(takesNoWrites('primary', roles)).toBe(true);
});

test('of a node that could not be asked nobody knows whether it takes writes', () => {
  expect(takesNoWrites('unreachable', COMMON_WRITE_ROLES)).toBe(false);
  expect(takesNoWrites('replica', COMMON_WRITE_ROLES)).toBe(true);
});
