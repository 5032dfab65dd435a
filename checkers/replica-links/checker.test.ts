import { expect, test } from 'vitest';
import { planOf } from '../../tests/fixtures/plan.js';
import { ToldHistory } from '../../tests/support/told-history.js';
import { NS_PER_S } from '../../harness/core/clock.js';
import type { Verdict } from '../../harness/core/verdict.js';
import { replicaLinks } from './checker.js';

/** At each second the links of n2 and n3, `null` where one is silent; the primary n1 has none. */
function judged(...links: readonly (readonly [n2: boolean | null, n3: boolean | null])[]): Verdict {
  const history = new ToldHistory()
    .op({ process: 0, f: 'add', value: 1, start_ms: 1, end_ms: 10_000 })
    .build();
  const witness = links.map(([n2, n3], second) => ({
    time: second * NS_PER_S,
    until: second * NS_PER_S,
    nodes: [
      { node: 'n1', offset: 7 },
      ...(n2 === null ? [] : [{ node: 'n2', linkUp: n2 }]),
      ...(n3 === null ? [] : [{ node: 'n3', linkUp: n3 }]),
    ],
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

test('a replica that says nothing any more is told of, and counts as none without a link', () => {
  const { reason, details } = judged([true, true], [null, true], [null, true]);
  expect(details).toEqual({ mostDown: 0, mostSilent: 1, down_ms: 0 });
  expect(reason).toBe(
    'every replica that answered had its link; 1 replica did not answer at a time, at most',
  );
  expect(judged([true, true], [false, true]).details).toMatchObject({ mostSilent: 0 });
});

test('a replica that leads now is not silent, although it tells of no link and no offset', () => {
  const history = new ToldHistory()
    .op({ process: 0, f: 'add', value: 1, start_ms: 1, end_ms: 10_000 })
    .build();
  const second = (at: number) => ({ time: at * NS_PER_S, until: at * NS_PER_S });
  const witness = [
    { ...second(0), nodes: [{ node: 'n2', linkUp: true }] },
    { ...second(1), nodes: [{ node: 'n1', linkUp: true }] },
  ];
  const mostSilent = (role: string) => {
    const roles = [
      { time: 0, roles: [{ node: 'n2', role: 'replica' }] },
      { time: NS_PER_S, roles: [{ node: 'n2', role }] },
    ];
    const bounds = { timeout_ms: 1000, memory_bytes: 1 };
    const context = { bounds, model: null, witness, roles };
    return replicaLinks.check(planOf(), history, context).details;
  };
  expect(mostSilent('primary')).toMatchObject({ mostSilent: 0 });
  expect(mostSilent('unreachable')).toMatchObject({ mostSilent: 1 });
});

test('a sample after the last op of the history takes no time away', () => {
  const links = Array.from({ length: 13 }, (_, second) => [second < 12, true] as const);
  expect(judged(...links).details).toMatchObject({ mostDown: 1, down_ms: 0 });
});

test('where no node tells of a link, nobody knows', () => {
  expect(judged().outcome).toBe('unknown');
});
