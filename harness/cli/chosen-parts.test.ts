import { expect, test } from 'vitest';

import { BUILT_IN, loadCatalogue, type LoadedCatalogue } from '../catalogue/index.js';
import { defineClient } from '../core/client-definition.js';
import { defineSystem } from '../described/define-system.js';
import { chosenParts } from './chosen-parts.js';

const builtIn = await loadCatalogue([BUILT_IN]);

const systemOf = (name: string, methods: object) =>
  defineSystem({
    name,
    summary: 's',
    runsOn: 'in-process',
    client: defineClient({ open: () => null, ...methods }),
  });

/** The built-in catalogue with systems of a config. */
function withOwn(...own: readonly ReturnType<typeof systemOf>[]): LoadedCatalogue {
  return {
    ...builtIn,
    systems: [...builtIn.systems, ...own],
    originOf: (entry) => (own.some((one) => one === entry) ? '/x/faultline.config.ts' : BUILT_IN),
  };
}

function chosen(catalogue: LoadedCatalogue, names: Parameters<typeof chosenParts>[0] = {}) {
  const { system, workloads } = chosenParts(names, catalogue);
  return [system.name, ...workloads.map(({ name }) => name)];
}

const registers = { read: () => null, write: () => null };
const sets = { add: () => null, readAll: () => [] };

test('without a config a set on Redis Sentinel is tested', () => {
  expect(chosen(builtIn)).toEqual(['redis-sentinel', 'set']);
  expect(chosen(builtIn, { system: 'memory' })).toEqual(['memory', 'set']);
});

test('the system of a config is tested with every workload that its client can serve', () => {
  expect(chosen(withOwn(systemOf('mine', registers)))).toEqual(['mine', 'register', 'sessions']);
  expect(chosen(withOwn(systemOf('mine', { ...registers, ...sets })))).toEqual([
    'mine',
    'set',
    'set-full',
    'register',
    'sessions',
  ]);
});

test('names that are given are taken', () => {
  const catalogue = withOwn(systemOf('mine', { ...registers, ...sets }));
  expect(chosen(catalogue, { workload: ['register'] })).toEqual(['mine', 'register']);
  expect(chosen(catalogue, { system: 'memory' })).toEqual(['memory', 'set']);
  expect(() => chosen(catalogue, { workload: ['registre'] })).toThrow(/did you mean register/);
});

test('a config with several systems needs a name', () => {
  const catalogue = withOwn(systemOf('one', registers), systemOf('other', registers));
  expect(() => chosen(catalogue)).toThrow(/several: one, other[^]*--system/);
  expect(chosen(catalogue, { system: 'other' })).toEqual(['other', 'register', 'sessions']);
});
