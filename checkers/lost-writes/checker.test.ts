import * as fc from 'fast-check';
import { HELD_ELSEWHERE } from '../../harness/core/final-read.js';
import { describe, expect, test } from 'vitest';
import { HistoryBuilder } from '../../harness/core/history-builder.js';
import type { Verdict } from '../../harness/core/verdict.js';
import { planOf } from '../../tests/fixtures/plan.js';
import { countsOf, everywhere, judged, type Outcome } from '../../tests/fixtures/set-history.js';
import { lostWrites } from './checker.js';

describe('lost-writes', () => {
  test('is valid when every acknowledged add is in every final read', () => {
    const verdict = judged([{ element: 1 }, { element: 2 }], everywhere([2, 1]));
    expect(verdict.outcome).toBe('valid');
    expect(verdict.reason).toBe(
      'all 2 acknowledged writes are in the final reads of n1, n2 and n3',
    );
  });

  test('is invalid when an acknowledged add is in no final read, and proves it by its ops', () => {
    const verdict = judged([{ element: 1 }, { element: 2 }, { element: 3 }], everywhere([1, 3]));
    expect(verdict.outcome).toBe('invalid');
    expect(verdict.reason).toBe(
      '1 of 3 acknowledged writes lost, between 0.011 s and 0.019 s, while no fault was active',
    );
    expect(verdict.anomalies).toHaveLength(1);
    expect(verdict.anomalies[0]).toMatchObject({ kind: 'lost-write', ops: [2, 3, 7, 9, 11] });
    expect(verdict.details['intervals']).toMatchObject({ lost: [[2, 2]] });
  });

  test('is invalid when a node misses what another has', () => {
    const verdict = judged([{ element: 1 }], { n1: [1], n2: [], n3: [1] });
    expect(verdict.outcome).toBe('invalid');
    expect(verdict.anomalies[0]?.kind).toBe('stale-final-read');
    expect(verdict.anomalies[0]?.reason).toContain('of n1 and n3 but not of n2');
    expect(countsOf(verdict)).toMatchObject({ lost: 0, stale: 1 });
  });

  test('is invalid when a read returns what nobody added', () => {
    const verdict = judged([{ element: 1 }], everywhere([1, 99]));
    expect(verdict.outcome).toBe('invalid');
    expect(verdict.anomalies.map(({ kind }) => kind)).toEqual(['unexpected-element']);
  });

  test('is invalid when a failed add is there after all', () => {
    const verdict = judged([{ element: 1 }, { element: 2, outcome: 'fail' }], everywhere([1, 2]));
    expect(verdict.outcome).toBe('invalid');
    expect(verdict.anomalies.map(({ kind }) => kind)).toEqual(['aborted-read']);
  });

  test('is invalid when a read returns an element twice', () => {
    const verdict = judged([{ element: 1 }], { ...everywhere([1]), n2: [1, 1] });
    expect(verdict.outcome).toBe('invalid');
    expect(verdict.anomalies.map(({ kind }) => kind)).toEqual(['duplicate']);
  });

  test('accepts an add without an answer, there or not', () => {
    const verdict = judged(
      [{ element: 1 }, { element: 2, outcome: 'info' }, { element: 3, outcome: 'info' }],
      everywhere([1, 2]),
    );
    expect(verdict.outcome).toBe('valid');
    expect(countsOf(verdict)).toMatchObject({ indeterminate: 2, recovered: 1, lost: 0 });
  });

  test('is unknown when no final read was answered', () => {
    const verdict = judged([{ element: 1 }], {});
    expect(verdict.outcome).toBe('unknown');
    expect(verdict.reason).toContain('no final read was answered');
  });

  test('is unknown when nothing was acknowledged', () => {
    expect(judged([{ element: 1, outcome: 'info' }], everywhere([1])).outcome).toBe('unknown');
    expect(judged([], everywhere([])).outcome).toBe('unknown');
  });

  test('is unknown, not wrong, on a history of another workload', () => {
    const history = new HistoryBuilder()
      .op({ process: 0, f: 'add', value: 'x', start_ms: 1, end_ms: 2 })
      .build();
    const verdict = lostWrites.check(planOf(), history);
    expect(verdict.outcome).toBe('unknown');
    expect(verdict.reason).toContain('expected an add of an integer at op 0');
  });

  test('counts an element that only an earlier final read had as lost', () => {
    const builder = new HistoryBuilder().op({
      process: 9_999,
      f: 'final-read',
      result: [1],
      start_ms: 90_000,
      end_ms: 90_001,
      node: 'n1',
    });
    expect(judged([{ element: 1 }], everywhere([]), builder).outcome).toBe('invalid');
  });

  test('judges the reads after recovery only: a node may lag while the test goes on', () => {
    const builder = new HistoryBuilder().op({
      process: 9_999,
      f: 'read',
      result: [],
      start_ms: 90_000,
      end_ms: 90_001,
      node: 'n4',
    });
    const verdict = judged([{ element: 1 }], everywhere([1]), builder);
    expect(verdict.outcome).toBe('valid');
    expect(verdict.details['finalReads']).toHaveLength(3);
  });

  test('an element that was acknowledged once is owed, however often it was tried', () => {
    const twice = [{ element: 1 }, { element: 1, outcome: 'fail' as const }];
    expect(judged(twice, everywhere([])).outcome).toBe('invalid');
    expect(judged([...twice].reverse(), everywhere([])).outcome).toBe('invalid');
    expect(judged(twice, everywhere([1])).outcome).toBe('valid');
  });

  test('an unanswered add that only some nodes have is stale, and no broken promise', () => {
    const verdict = judged([{ element: 1 }, { element: 2, outcome: 'info' }], {
      ...everywhere([1]),
      n2: [1, 2],
    });
    expect(verdict.outcome).toBe('valid');
    expect(countsOf(verdict)).toMatchObject({ stale: 1, recovered: 1 });
  });

  test('an op belongs to the node it was sent to, where its answer names none', () => {
    const history = new HistoryBuilder()
      .op({ process: 0, f: 'add', value: 1, start_ms: 1, node: 'n2' })
      .op({ process: 1, f: 'final-read', result: [1], start_ms: 5, end_ms: 6, node: 'n1' })
      .build();
    const { details } = lostWrites.check(planOf(), history);
    expect(details['byNode']).toMatchObject([{ node: 'n2', attempted: 1, recovered: 1 }]);
  });

  test('does not miss a node that says that others hold the set', () => {
    const builder = new HistoryBuilder()
      .op({ process: 0, f: 'add', value: 1, start_ms: 1, end_ms: 2, node: 'n1' })
      .op({ process: 0, f: 'final-read', result: [1], start_ms: 5, end_ms: 6, node: 'n1' });
    for (const node of ['n2', 'n3']) {
      const error = { code: HELD_ELSEWHERE };
      const process = node === 'n2' ? 1 : 2;
      builder.op({ process, f: 'final-read', start_ms: 5, end_ms: 6, type: 'fail', error, node });
    }
    const { outcome, reason } = lostWrites.check(planOf(), builder.build());
    expect(outcome).toBe('valid');
    expect(reason).not.toContain('no final read');
  });

  test('names nodes that gave no final read', () => {
    expect(judged([{ element: 1 }], { n1: [1] }).reason).toContain(
      '(no final read from n2 and n3)',
    );
  });
});

describe('the account of elements', () => {
  const outcomes = fc.constantFrom<Outcome>('ok', 'fail', 'info');
  const adds = fc
    .array(fc.tuple(outcomes, fc.constantFrom('n1', 'n2', 'n3')), { minLength: 1, maxLength: 60 })
    .map((items) => items.map(([outcome, node], element) => ({ element, outcome, node })));

  test('is exact for any loss: lost are the acknowledged ones that no read holds', () => {
    fc.assert(
      fc.property(adds, fc.func(fc.boolean()), (tried, keeps) => {
        const kept = tried
          .filter(({ element, outcome }) => outcome !== 'fail' && keeps(element))
          .map(({ element }) => element);
        const acknowledged = tried.filter(({ outcome }) => outcome === 'ok');
        const lost = acknowledged.filter(({ element }) => !kept.includes(element));
        const verdict = judged(tried, everywhere(kept));
        expect(countsOf(verdict)).toMatchObject({
          attempted: tried.length,
          acknowledged: acknowledged.length,
          lost: lost.length,
          unexpected: 0,
          aborted: 0,
          duplicated: 0,
          stale: 0,
        });
        const expected =
          lost.length > 0 ? 'invalid' : acknowledged.length > 0 ? 'valid' : 'unknown';
        expect(verdict.outcome).toBe(expected);
        expect(sizeOf(verdict, 'lost')).toBe(lost.length);
      }),
    );
  });

  test('turns invalid when one acknowledged element is taken out of a valid history', () => {
    fc.assert(
      fc.property(adds, fc.nat(), fc.boolean(), (tried, at, fromAll) => {
        const kept = tried.filter(({ outcome }) => outcome === 'ok').map(({ element }) => element);
        fc.pre(kept.length > 1);
        expect(judged(tried, everywhere(kept)).outcome).toBe('valid');
        const fewer = kept.filter((_, i) => i !== at % kept.length);
        const reads = fromAll ? everywhere(fewer) : { ...everywhere(kept), n2: fewer };
        const verdict = judged(tried, reads);
        expect(verdict.outcome).toBe('invalid');
        expect(countsOf(verdict)).toMatchObject(
          fromAll ? { lost: 1, stale: 0 } : { lost: 0, stale: 1 },
        );
      }),
    );
  });

  /** How many integers the intervals of a category cover. */
  function sizeOf(verdict: Verdict, category: string): number {
    const intervals = verdict.details['intervals'] as Record<string, [number, number][]>;
    return (intervals[category] ?? []).reduce((sum, [from, to]) => sum + to - from + 1, 0);
  }
});
