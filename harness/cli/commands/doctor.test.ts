import { expect, test } from 'vitest';
import { needThisMachine } from './doctor.js';

test.each([
  [[], true],
  [['in-process'], true],
  [['containers', 'hosts'], true],
  [['hosts'], false],
  [['hosts', 'in-process'], false],
] as const)('of systems that run on %j, what is missing here counts: %s', (places, counts) => {
  expect(needThisMachine(places.map((runsOn) => ({ runsOn })))).toBe(counts);
});
