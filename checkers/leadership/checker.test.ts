import { describe, expect, test } from 'vitest';
import { planOf } from '../../tests/fixtures/plan.js';
import { ToldHistory } from '../../tests/support/told-history.js';
import { NS_PER_S } from '../../harness/core/clock.js';
import type { RoleSample } from '../../harness/core/results.js';
import type { Verdict } from '../../harness/core/verdict.js';
import type { WitnessSample } from '../../harness/core/witness.js';
import { leadership } from './checker.js';

const bounds = { timeout_ms: 1000, memory_bytes: 1 };

function judged(
  observed: {
    readonly roles?: readonly RoleSample[];
    readonly witness?: readonly WitnessSample[];
  },
  { recovered = true } = {},
): Verdict {
  const history = new ToldHistory()
    .op({ process: 0, f: 'add', value: 1, start_ms: 1, end_ms: 20_000 })
    .fault({ f: 'heal', start_ms: 19_996, end_ms: 19_997 })
    .fault({ f: 'await', start_ms: 19_998, end_ms: 19_999, proven: recovered })
    .build();
  return leadership.check(planOf(), history, { bounds, model: null, ...observed });
}

/** In each sample the nodes and the epochs in which they say they lead. */
function witness(...samples: readonly Readonly<Record<string, number>>[]): WitnessSample[] {
  return samples.map((epochs, second) => ({
    time: second * NS_PER_S,
    until: second * NS_PER_S,
    nodes: Object.entries(epochs).map(([node, epoch]) => ({ node, epoch, leader: node })),
  }));
}

function roles(...samples: readonly (readonly [second: number, n1: string, n2: string])[]) {
  return samples.map(([second, n1, n2]) => ({
    time: second * NS_PER_S,
    roles: [
      { node: 'n1', role: n1 },
      { node: 'n2', role: n2 },
    ],
  }));
}

test('two nodes that lead in one epoch at the end are a violation', () => {
  const verdict = judged({
    witness: witness({ n1: 1, n2: 2 }, { n1: 3, n2: 2 }, { n1: 3, n2: 3 }),
  });
  expect(verdict.outcome).toBe('invalid');
  expect(verdict.anomalies).toMatchObject([
    {
      kind: 'shared-epoch',
      reason: 'n1 and n2 lead in epoch 3 at the end of the run, and shared it since 2.000 s',
    },
  ]);
});

test('two that lead in one epoch prove nothing where the cluster had not recovered', () => {
  const verdict = judged({ witness: witness({ n1: 3, n2: 3 }) }, { recovered: false });
  expect(verdict).toMatchObject({ outcome: 'unknown', details: { sharedEpochs: 1 } });
});

test('two that led in one epoch, of whom one is silent at the end, prove nothing', () => {
  const silent = judged({ witness: witness({ n1: 3, n2: 3 }, { n1: 3 }) });
  expect(silent).toMatchObject({ outcome: 'unknown', details: { sharedEpochs: 1 } });
  expect(silent.reason).toContain('n1 and n2 led in epoch 3 when last heard');
  const solved = judged({ witness: witness({ n1: 3, n2: 3 }, { n2: 4 }, { n1: 3 }) });
  expect(solved.outcome).toBe('valid');
});

test('an epoch that two took and one of them left is no violation, and is counted', () => {
  const verdict = judged({
    witness: witness({ n1: 3, n2: 2 }, { n1: 3, n2: 3 }, { n1: 3, n2: 4 }),
  });
  expect(verdict).toMatchObject({ outcome: 'valid', details: { epochs: 3, sharedEpochs: 1 } });
  expect(verdict.reason).toContain(
    'none with two leaders in the last sample (1 shared for a time)',
  );
});

test('whoever names another leader for an epoch shares it, as watchers do that were elected twice', () => {
  const nodes = ['n1', 'n2'].map((leader, at) => ({ node: `n${at + 4}`, epoch: 1, leader }));
  const verdict = judged({ witness: [{ time: 1, until: 2, nodes }] });
  expect(verdict.anomalies[0]?.reason).toMatch(/^n1 and n2 lead in epoch 1/);
});

test('tells for how long no node took writes, since the first one did', () => {
  const verdict = judged({
    roles: roles(
      [0, 'replica', 'replica'],
      [1, 'primary', 'replica'],
      [4, 'unreachable', 'replica'],
      [5, 'replica', 'replica'],
      [7, 'replica', 'primary'],
      [9, 'replica', 'unreachable'],
      [10, 'replica', 'primary'],
    ),
  });
  expect(verdict).toMatchObject({
    outcome: 'valid',
    details: { vacancies: 2, longestVacancy_ms: 3000 },
  });
});

test('a vacancy that does not end lasts until the end of the run', () => {
  const { details } = judged({
    roles: roles([1, 'primary', 'replica'], [4, 'replica', 'replica']),
  });
  expect(details).toMatchObject({ vacancies: 1, longestVacancy_ms: 16_000 });
});

test('where nobody said that it takes writes, there is no vacancy to tell of', () => {
  const never = roles([1, 'replica', 'replica'], [4, 'unknown', 'unknown']);
  expect(judged({ roles: never }).outcome).toBe('unknown');
  const { outcome, reason, details } = judged({ roles: never, witness: witness({ n1: 1 }) });
  expect(outcome).toBe('valid');
  expect(reason).toContain('no node said that it takes writes');
  expect(details).not.toHaveProperty('longestVacancy_ms');
});

test('where nobody told of roles or epochs, nobody knows', () => {
  expect(judged({}).outcome).toBe('unknown');
});

/** In each sample what nodes say n1 serves, and n2 the rest. */
function placements(...samples: readonly Readonly<Record<string, string>>[]): WitnessSample[] {
  return samples.map((parts, second) => ({
    time: second * NS_PER_S,
    until: second * NS_PER_S,
    nodes: Object.entries(parts).map(([node, part]) => ({
      node,
      placement: [
        { leader: 'n2', part: `without ${part}`, epoch: second },
        { leader: 'n1', part, epoch: 1 },
      ],
    })),
  }));
}

describe('who serves what', () => {
  const [all, half] = ['0-99', '0-49'];

  test('shows that one of two that led in an epoch does not lead any more', () => {
    const placement = [{ leader: 'n2', part: all, epoch: 5 }];
    const [one, two] = ['n1', 'n2'].map((node) => ({ node, epoch: 5, leader: node, placement }));
    if (one === undefined || two === undefined) throw new Error('there are two views');
    const first = { time: 0, until: 0, nodes: [one, two] };
    const later = { time: NS_PER_S, until: NS_PER_S };
    const demoted = { ...later, nodes: [{ node: 'n1', placement }, two] };
    expect(judged({ witness: [first, demoted] }).outcome).toBe('valid');
    expect(judged({ witness: [first, { ...later, nodes: [two] }] }).outcome).toBe('unknown');
  });
  const agreed = { n1: half, n2: half, n3: half };

  test('is agreed on at the end, and it is told who differed before, and for how long', () => {
    const verdict = judged({
      witness: placements(
        { n1: all, n2: all, n3: all },
        { n1: half, n2: all, n3: all },
        { n1: half, n2: half, n3: all },
        { n1: half, n2: half },
        agreed,
      ),
    });
    expect(verdict).toMatchObject({
      outcome: 'valid',
      details: { differed_ms: { n1: 1000, n2: 0, n3: 1000 } },
    });
    const [section] = verdict.sections ?? [];
    const [table] = section?.parts ?? [];
    expect(table?.kind === 'table' ? table.rows.slice(0, 3) : []).toEqual([
      ['0.000 s', 'n1, n2 and n3', 'n1: 0-99; n2: without 0-99'],
      ['1.000 s', 'n2 and n3', 'n1: 0-99; n2: without 0-99'],
      [null, 'n1', 'n1: 0-49; n2: without 0-49'],
    ]);
    expect(judged({ witness: placements(agreed, agreed) }).sections).toBeUndefined();
    expect(verdict.reason).toContain(
      'all nodes agree on who serves what (before that, some differed from most: n1 did for 1,000 ms, n3 did for 1,000 ms)',
    );
  });

  test('is a violation where nodes differ after the recovery', () => {
    const verdict = judged({ witness: placements(agreed, { ...agreed, n3: all }) });
    expect(verdict.outcome).toBe('invalid');
    expect(verdict.anomalies).toMatchObject([
      {
        kind: 'differing-placement',
        reason:
          'at the end of the run n3 differs from the others on who serves what, since 1.000 s: n1 serves 0-49 as n1 and n2 say, and n1 serves 0-99 as n3 says',
      },
    ]);
    expect(verdict.details).toMatchObject({ differed_ms: { n1: 0, n2: 0, n3: 19_000 } });
  });

  test('has no side of most where as many nodes say one thing as another: all of them differ', () => {
    const tied = { n1: half, n2: half, n3: all, n4: all };
    const verdict = judged({ witness: placements({ ...agreed, n4: half }, tied) });
    expect(verdict.anomalies).toMatchObject([
      {
        reason:
          'at the end of the run n1, n2, n3 and n4 differ on who serves what, and no view is that of most nodes, since 1.000 s: n1 serves 0-49 as n1 and n2 say, and n1 serves 0-99 as n3 and n4 say',
      },
    ]);
    const each_ms = 19_000;
    expect(verdict.details).toMatchObject({
      differed_ms: { n1: each_ms, n2: each_ms, n3: each_ms, n4: each_ms },
    });
  });

  test('proves nothing where nodes differ and the cluster had not recovered', () => {
    const verdict = judged({ witness: placements({ n1: all, n2: half }) }, { recovered: false });
    expect(verdict.outcome).toBe('unknown');
    expect(verdict.reason).toContain('nodes differ on who serves what, but');
  });

  test('is not known of a node that has been silent since before the recovery', () => {
    const verdict = judged({ witness: placements(agreed, { n1: half, n2: half }) });
    expect(verdict.outcome).toBe('unknown');
    expect(verdict.reason).toContain('nobody knows whether n3 agrees');
    const [first, last] = placements(agreed, { n1: half, n2: half });
    const late = { time: 20 * NS_PER_S, until: 20 * NS_PER_S };
    const heard = judged({
      witness: [first, last].flatMap((one, at) =>
        one === undefined ? [] : [{ ...one, ...(at === 1 ? late : {}) }],
      ),
    });
    expect(heard.outcome).toBe('valid');
  });

  test('is not known where nobody says anything at the end, whatever was said before', () => {
    const said = placements({ n1: half, n2: all });
    const silent = {
      time: 20 * NS_PER_S,
      until: 20 * NS_PER_S,
      nodes: [{ node: 'n1', offset: 1 }],
    };
    const verdict = judged({ witness: [...said, silent] });
    expect(verdict.outcome).toBe('unknown');
    expect(verdict.reason).toContain('nobody knows whether n1 and n2 agree');
  });

  test('is not known of a node that said something else before it fell silent, also after the recovery', () => {
    const [first, last] = placements({ ...agreed, n3: all }, { n1: half, n2: half });
    if (first === undefined || last === undefined) throw new Error('there are two samples');
    const late = { ...last, time: 20 * NS_PER_S, until: 20 * NS_PER_S };
    const verdict = judged({ witness: [first, late] });
    expect(verdict.outcome).toBe('unknown');
    expect(verdict.reason).toContain('nobody knows whether n3 agrees');
  });
});
