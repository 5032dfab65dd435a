import { expect, test } from 'vitest';
import { rootOf } from './primaries.js';

test('a replica stands for the primary that its data comes from, across other replicas', () => {
  const views = new Map([
    ['n1', { follows: null }],
    ['n2', { follows: 'n1' }],
    ['n3', { follows: 'n2' }],
    ['n4', { follows: 'n9' }],
    ['n5', null],
    ['n6', { follows: 'n7' }],
    ['n7', { follows: 'n6' }],
  ]);
  const roots = [...views.keys()].map((node) => rootOf(node, views, (address) => address));
  expect(roots.slice(0, 5)).toEqual(['n1', 'n1', 'n1', 'n9', 'n5']);
  // Two that follow each other come to an end as well.
  expect(['n6', 'n7']).toContain(roots[5]);
});
