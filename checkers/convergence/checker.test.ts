import { describe, expect, test } from 'vitest';
import { judgeHistory } from '../../tests/fixtures/history-lines.js';
import { planOf } from '../../tests/fixtures/plan.js';
import { ToldHistory } from '../../tests/support/told-history.js';
import type { Json } from '../../harness/core/json.js';
import type { Verdict } from '../../harness/core/verdict.js';
import { convergence } from './checker.js';

/** What is said of the final reads of nodes, after one op of a client. */
function judged(
  reads: readonly (readonly [node: string, value: Json])[],
  { f = 'write', recovered = true, nodes = ['n1', 'n2', 'n3'] } = {},
): Verdict {
  const builder = new ToldHistory()
    .op({ process: 0, f, value: f === 'add' ? 1 : ['x', 1], start_ms: 0, end_ms: 1 })
    .fault({ f: 'heal', start_ms: 2, end_ms: 3 })
    .fault({ f: 'await', start_ms: 4, end_ms: 5, proven: recovered });
  reads.forEach(([node, result], at) => {
    const start_ms = 10 + 2 * at;
    builder.op({ process: at, f: 'final-read', node, result, start_ms, end_ms: start_ms + 1 });
  });
  return judgeHistory(convergence, builder.build(), planOf({ nodes }));
}

describe('convergence of replicas', () => {
  test('is valid where all nodes hold the same, though not what was written', () => {
    expect(
      judged([
        ['n1', ['x', null]],
        ['n2', ['x', null]],
        ['n3', ['x', null]],
      ]),
    ).toMatchObject({
      outcome: 'valid',
      reason: 'n1, n2 and n3 agree on 1 object',
    });
    expect(
      judged(
        [
          ['n1', [2, 1]],
          ['n2', [1, 2]],
        ],
        { f: 'add' },
      ).outcome,
    ).toBe('valid');
    expect(
      judged([
        ['n1', ['x', { a: 1, b: 2 }]],
        ['n2', ['x', { b: 2, a: 1 }]],
      ]).outcome,
    ).toBe('valid');
  });

  test('is unknown where no object was read at two nodes, and counts only those that were', () => {
    expect(
      judged([
        ['n1', ['x', 1]],
        ['n2', ['y', 2]],
      ]),
    ).toMatchObject({
      outcome: 'unknown',
      reason: 'no two nodes gave final reads of the same object',
    });
    expect(
      judged([
        ['n1', ['x', 1]],
        ['n2', ['x', 1]],
        ['n3', ['y', 2]],
      ]).reason,
    ).toBe('n1 and n2 agree on 1 object');
  });

  test('is valid for a store of one node, which has nobody to differ from', () => {
    expect(judged([['n1', ['x', 1]]], { nodes: ['n1'] })).toMatchObject({
      outcome: 'valid',
      reason: 'one node keeps data, so no two could differ',
    });
    expect(judged([['n1', ['x', 1]]]).outcome).toBe('unknown');
  });

  test('is invalid where nodes hold different values of a key', () => {
    const verdict = judged([
      ['n1', ['x', 1]],
      ['n2', ['x', 2]],
      ['n3', ['x', 1]],
      ['n1', ['y', 3]],
      ['n2', ['y', 3]],
    ]);
    expect(verdict).toMatchObject({ outcome: 'invalid', details: { objects: 2, diverged: 1 } });
    expect(verdict.anomalies).toMatchObject([
      { key: 'x', reason: 'after recovery n1 holds 1 and n2 holds 2 at key x' },
    ]);
  });

  test('is invalid where nodes hold different elements', () => {
    const verdict = judged(
      [
        ['n1', [1, 2, 3]],
        ['n2', [1, 4]],
      ],
      { f: 'add' },
    );
    expect(verdict.outcome).toBe('invalid');
    expect(verdict.anomalies[0]?.reason).toBe(
      'after recovery n1 holds 2, 3 that n2 lacks, and n2 4 that n1 lacks',
    );
  });

  test('takes the last read of a node', () => {
    expect(
      judged([
        ['n1', ['x', 1]],
        ['n2', ['x', 2]],
        ['n1', ['x', 2]],
      ]).outcome,
    ).toBe('valid');
  });

  test('is unknown where the cluster had not recovered, or fewer than two nodes were read', () => {
    const split = [
      ['n1', ['x', 1]],
      ['n2', ['x', 2]],
    ] as const;
    expect(judged(split).outcome).toBe('invalid');
    expect(judged(split, { recovered: false }).outcome).toBe('unknown');
    expect(judged([['n1', ['x', 1]]]).outcome).toBe('unknown');
  });
});
