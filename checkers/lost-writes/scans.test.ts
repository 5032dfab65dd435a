import { describe, expect, test } from 'vitest';
import { ToldHistory } from '../../tests/support/told-history.js';
import type { Verdict } from '../../harness/core/verdict.js';
import { planOf } from '../../tests/fixtures/plan.js';
import { countsOf } from '../../tests/fixtures/set-history.js';
import { lostWrites } from './checker.js';

const NODES = ['n1', 'n2', 'n3'];

interface Piece {
  readonly from: string;
  readonly cursor?: string;
  readonly elements?: readonly number[];
  /** Where the piece came from, if not from the node that is scanned. */
  readonly node?: string;
}

/** Adds of 1 to 4, of which 4 fails, then a scan of each node; `null` is a node without one. */
function judged(
  scans: Readonly<Record<string, readonly Piece[]>>,
  builder = new ToldHistory(),
): Verdict {
  for (const element of [1, 2, 3, 4]) {
    const type = element === 4 ? 'fail' : 'ok';
    const [start_ms, end_ms] = [10 * element, 10 * element + 5];
    builder.op({ process: 9, f: 'add', value: element, start_ms, end_ms, type, node: 'n1' });
  }
  for (const [i, name] of NODES.entries()) {
    for (const [at, { from, cursor, elements, node = name }] of (scans[name] ?? []).entries()) {
      builder.op({
        process: i,
        f: 'final-read',
        value: { cursor: from },
        start_ms: 1_000 + 10 * at,
        end_ms: 1_005 + 10 * at,
        node,
        ...(cursor === undefined
          ? { type: 'fail', error: { code: 'connection-closed' } }
          : { result: { cursor, elements: elements ?? [] } }),
      });
    }
  }
  return lostWrites.check(planOf(), builder.build());
}

/** A whole scan in two pieces. */
const whole = (first: readonly number[], second: readonly number[]): readonly Piece[] => [
  { from: '0', cursor: '7', elements: first },
  { from: '7', cursor: '0', elements: second },
];
const everywhere = (scan: readonly Piece[]) => ({ n1: scan, n2: scan, n3: scan });

const notRecovered = () =>
  new ToldHistory()
    .fault({ f: 'heal', start_ms: 900, end_ms: 901 })
    .fault({ f: 'await', start_ms: 902, end_ms: 903, proven: false });

describe('final reads in pieces', () => {
  test('are valid when the pieces of each node hold every acknowledged add', () => {
    const verdict = judged(everywhere(whole([3, 1], [2])));
    expect(verdict.outcome).toBe('valid');
    expect(verdict.reason).toContain('final reads of n1, n2 and n3');
    expect(verdict.details['finalReads']).toMatchObject([{ node: 'n1', elements: 3 }, {}, {}]);
  });

  test('are invalid when no piece of any node holds an acknowledged add', () => {
    const verdict = judged(everywhere(whole([3], [1])));
    expect(verdict.outcome).toBe('invalid');
    expect(verdict.anomalies[0]).toMatchObject({ kind: 'lost-write' });
    expect(countsOf(verdict)).toMatchObject({ lost: 1, stale: 0 });
  });

  test('are invalid when one node lacks what the others hold', () => {
    const verdict = judged({ ...everywhere(whole([1, 2], [3])), n2: whole([1], [3]) });
    expect(verdict.anomalies.map(({ kind }) => kind)).toEqual(['stale-final-read']);
  });

  test('hold no duplicate where a scan gives an element again, in one piece or in two', () => {
    const verdict = judged(everywhere(whole([1, 2, 2], [3, 1])));
    expect(verdict.outcome).toBe('valid');
    expect(verdict.details['finalReads']).toMatchObject([{ elements: 3 }, {}, {}]);
  });

  test('are no view of a node whose scan broke off: it is said, and the others count', () => {
    const [begun, ended] = whole([1, 2], [3]);
    const broken = [begun, { from: '7' }] as readonly Piece[];
    const verdict = judged({ n1: whole([1, 2], [3]), n2: broken, n3: [begun as Piece] });
    expect(verdict.outcome).toBe('valid');
    expect(verdict.reason).toContain('(no final read from n2 and n3)');
    const again = judged({ n1: [...broken, begun, ended] as readonly Piece[] });
    expect(again.details['finalReads']).toMatchObject([{ node: 'n1', elements: 3 }]);
  });

  test('are unknown when every scan broke off', () => {
    const verdict = judged(everywhere([{ from: '0', cursor: '7', elements: [1] }]));
    expect(verdict.outcome).toBe('unknown');
    expect(verdict.reason).toContain('no final read was answered');
  });

  test('do not go on from the cursor of another scan, or of another node', () => {
    const gap = [
      { from: '0', cursor: '7', elements: [1] },
      { from: '8', cursor: '0', elements: [2, 3] },
    ];
    const elsewhere = [
      { from: '0', cursor: '7', elements: [1] },
      { from: '7', cursor: '0', elements: [2, 3], node: 'n1' },
    ];
    for (const scan of [gap, elsewhere]) {
      expect(judged({ n2: scan }).reason).toContain('no final read was answered');
    }
  });

  test('are evidence of what nobody added or had failed, also where the scan broke off', () => {
    const strange = { from: '0', cursor: '7', elements: [99, 4] };
    const verdict = judged({ ...everywhere(whole([1, 2], [3])), n2: [strange] });
    expect(verdict.anomalies.map(({ kind }) => kind)).toEqual([
      'unexpected-element',
      'aborted-read',
    ]);
    expect(verdict.anomalies[0]?.reason).toContain('the read of n2 at op');
  });
});

describe('final reads of a cluster that had not recovered', () => {
  const kept = whole([1, 2], [3]);
  const lagging = whole([1], [3]);

  test('are unknown when a node lags behind: nothing promises that it holds everything', () => {
    const verdict = judged({ ...everywhere(kept), n2: lagging }, notRecovered());
    expect(verdict.outcome).toBe('unknown');
    expect(verdict.reason).toContain(
      'the cluster had not recovered before the final reads: 1 write',
    );
  });

  test('are unknown when a node that was not read may hold what the others lack', () => {
    const verdict = judged({ n1: lagging, n2: lagging }, notRecovered());
    expect(verdict.outcome).toBe('unknown');
    expect(verdict.reason).toContain('and n3 gave none: what the others lack may be there');
  });

  test('are invalid when all nodes were read and none holds an acknowledged add', () => {
    expect(judged(everywhere(lagging), notRecovered()).outcome).toBe('invalid');
  });

  test('are valid when every node holds everything', () => {
    expect(judged(everywhere(kept), notRecovered()).outcome).toBe('valid');
  });
});
