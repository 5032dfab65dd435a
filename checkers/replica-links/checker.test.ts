import { expect, test } from 'vitest';
import { planOf } from '../../tests/fixtures/plan.js';
import { ToldHistory } from '../../tests/support/told-history.js';
import { NS_PER_S } from '../../harness/core/clock.js';
import type { Verdict } from '../../harness/core/verdict.js';
import { replicaLinks } from './checker.js';

/** At each second the links of n2 and n3; the primary n1 has none. */
function judged(...links: readonly (readonly [n2: boolean, n3: boolean])[]): Verdict {
  const history = new ToldHistory()
    .op({ process: 0, f: 'add', value: 1, start_ms: 1, end_ms: 10_000 })
    .build();
  const witness = links.map(([n2, n3], second) => ({
    time: second * NS_PER_S,
    until: second * NS_PER_S,
    nodes: [{ node: 'n1' }, { node: 'n2', linkUp: n2 }, { node: 'n3', linkUp: n3 }],
  }));
  const bounds = { timeout_ms: 1000, memory_bytes: 1 };
  return replicaLinks.check(planOf(), history, { bounds, model: null, witness });
}

test('replicas whose links are down one after the other are one at a time', () => {
  const verdict = judged([true, true], [false, true], [true, true], [true, false], [true, true]);
  expect(verdict).toMatchObject({ outcome: 'valid', details: { mostDown: 1, down_ms: 2000 } });
});

test('replicas whose links are down together count together, until the end of the run', () => {
  const verdict = judged([true, true], [false, true], [false, false]);
  expect(verdict).toMatchObject({ outcome: 'valid', details: { mostDown: 2, down_ms: 9000 } });
});

test('where no node tells of a link, nobody knows', () => {
  expect(judged().outcome).toBe('unknown');
});
