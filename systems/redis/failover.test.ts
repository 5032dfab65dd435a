import { expect, test } from 'vitest';
import { inOrderOfFitness } from './failover.js';
import type { SentinelView } from './observation/sentinel-view.js';

function view(primary: string, inTilt = false): SentinelView {
  return {
    primary: { address: primary, flags: ['master'] },
    replicas: [],
    otherSentinels: [],
    inTilt,
  };
}

test('a failover is asked of Sentinels that are with the majority and not in TILT first', () => {
  const views = new Map([
    ['n1', view('198.18.0.1')],
    ['n2', view('198.18.0.2', true)],
    ['n3', null],
    ['n4', view('198.18.0.2')],
    ['n5', view('198.18.0.2')],
  ]);
  expect(inOrderOfFitness(views)).toEqual(['n4', 'n5', 'n1', 'n2', 'n3']);
});

test('without a majority all are asked, as they come', () => {
  const views = new Map([
    ['n1', view('198.18.0.1')],
    ['n2', view('198.18.0.2')],
  ]);
  expect(inOrderOfFitness(views)).toEqual(['n1', 'n2']);
});
