import { describe, expect, it } from 'vitest';

import type { ConsistencyModel, IsolationResult, MicroOp, Transaction, Value } from '../types.js';
import { checkListAppend } from './check.js';

const append = (key: Value, value: Value): MicroOp => ['append', key, value];
const read = (key: Value, ...list: readonly Value[]): MicroOp => ['r', key, list];

/** One transaction after another, each of a process of its own. */
function history(...ops: readonly (readonly MicroOp[])[]): Transaction[] {
  return ops.map((own, at) => ({
    process: at,
    call: 10 * at,
    return: 10 * at + 5,
    outcome: 'ok',
    ops: own,
  }));
}

/** The same, all at once. */
function concurrent(...ops: readonly (readonly MicroOp[])[]): Transaction[] {
  return history(...ops).map((one) => ({ ...one, call: 0, return: 1000 }));
}

function ended(
  of: readonly Transaction[],
  at: number,
  outcome: Transaction['outcome'],
): Transaction[] {
  const end = outcome === 'info' ? { return: Number.POSITIVE_INFINITY } : {};
  return of.map((one, position) => (position === at ? { ...one, outcome, ...end } : one));
}

function judged(
  of: readonly Transaction[],
  consistencyModel: ConsistencyModel = 'serializable',
): Pick<IsolationResult, 'verdict' | 'counts'> {
  const { verdict, counts } = checkListAppend(of, { consistencyModel });
  return { verdict, counts };
}

const invalid = (...types: readonly string[]) => ({
  verdict: 'invalid',
  counts: Object.fromEntries(types.map((type) => [type, 1])),
});
const VALID = { verdict: 'valid', counts: {} };

describe('what one transaction reads', () => {
  it.each<[string, readonly MicroOp[]]>([
    ['does not hold what it appended', [append('x', 1), read('x')]],
    ['holds its appends in another order', [append('x', 1), append('x', 2), read('x', 2, 1)]],
    ['is not what it read before', [read('x'), read('x', 1)]],
    [
      'is not what it read before and then appended to',
      [read('x', 1), append('x', 2), read('x', 2)],
    ],
  ])('is internal where it %s', (_what, ops) => {
    expect(judged(history([append('x', 9)], ops)).counts).toMatchObject({ internal: 1 });
  });

  it('is valid where it holds what was there, and then what it appended', () => {
    const ops = [read('x', 9), append('x', 1), append('x', 2), read('x', 9, 1, 2)];
    expect(judged(history([append('x', 9)], ops), 'strict-serializable')).toEqual(VALID);
  });

  it('says nothing where it is not known', () => {
    expect(judged(history([append('x', 9)], [['r', 'x', undefined]]))).toEqual(VALID);
  });

  it('is the empty list where it is null', () => {
    expect(judged(history([['r', 'x', null]], [append('x', 9)]))).toEqual(VALID);
    const late = history([append('x', 9)], [['r', 'x', null]]);
    expect(judged(late)).toEqual(VALID);
    expect(judged(late, 'strict-serializable')).toEqual(invalid('G-single-realtime'));
  });

  it('is a future-read where it holds what it appends later', () => {
    expect(judged(history([read('x', 1), append('x', 1)]))).toEqual(invalid('future-read'));
  });
});

describe('a list that was read', () => {
  it('must hold nothing that nobody appended', () => {
    expect(judged(history([read('x', 1)]))).toEqual(invalid('garbage-read'));
  });

  it('tells 1 from "1", and finds lists and objects that are equal', () => {
    expect(judged(history([append('x', 1)], [read('x', '1')]))).toEqual(invalid('garbage-read'));
    expect(judged(history([append('x', [1, { a: 2 }])], [read('x', [1, { a: 2 }])]))).toEqual(
      VALID,
    );
    expect(judged(history([append(1, 5)], [read('1', 5)]))).toEqual(invalid('garbage-read'));
  });

  it('is said to differ in types only where that is so', () => {
    const reasonOf = (of: readonly Transaction[]) => checkListAppend(of).anomalies[0]?.reason;
    expect(reasonOf(history([append('x', 1)], [read('x', '1')]))).toBe(
      'T1 read "1" in the list of x, which nobody appended to it; but 1 was appended to x: they differ in their types only.',
    );
    expect(reasonOf(history([append(7, 1)], [read('7', 1)]))).toBe(
      'T1 read 1 in the list of "7", which nobody appended to it; but 1 was appended to 7: they differ in their types only.',
    );
    expect(reasonOf(history([append('y', 1)], [read('x', '1')]))).not.toContain('types');
  });

  it('must hold nothing twice', () => {
    const twice = history([append('x', 1)], [read('x', 1, 1)]);
    expect(judged(twice)).toEqual(invalid('duplicate-elements'));
  });

  it('must agree with all others on the order', () => {
    const both = concurrent([append('x', 1)], [append('x', 2)], [read('x', 1)], [read('x', 2, 1)]);
    expect(judged(both)).toEqual(invalid('incompatible-order'));
  });

  it('must hold the appends of one transaction in their order', () => {
    const turned = concurrent([append('x', 1), append('x', 2)], [read('x', 2, 1)]);
    expect(judged(turned)).toEqual(invalid('incompatible-order'));
  });

  it('must hold nothing of a transaction that failed', () => {
    const aborted = ended(history([append('x', 1)], [read('x', 1)]), 0, 'fail');
    expect(judged(aborted)).toEqual(invalid('G1a'));
    const after = ended(history([append('x', 1)], [append('x', 2)], [read('x', 1, 2)]), 0, 'fail');
    expect(judged(after)).toEqual(invalid('G1a', 'dirty-update'));
  });

  it('must not end between two appends of another transaction', () => {
    const half = concurrent([append('x', 1), append('x', 2)], [read('x', 1)]);
    expect(judged(half).counts).toMatchObject({ G1b: 1 });
  });
});

describe('a transaction of which nobody knows whether it committed', () => {
  it('did if what it appended was read', () => {
    const seen = history([append('x', 1), append('y', 1)], [read('x', 1)], [read('y')]);
    expect(judged(ended(seen, 0, 'info'), 'strict-serializable')).toEqual(
      invalid('G-single-realtime'),
    );
  });

  it('need not have where nothing of it was read', () => {
    const unseen = history([append('x', 1), append('y', 1)], [read('x')], [read('y')]);
    expect(judged(ended(unseen, 0, 'info'), 'strict-serializable')).toEqual(VALID);
  });

  it('may take effect long after it was invoked', () => {
    const late = history([append('x', 1)], [read('x')], [read('x', 1)]);
    expect(judged(ended(late, 0, 'info'), 'strict-serializable')).toEqual(VALID);
  });
});

describe('a cycle', () => {
  it('of writes is G0', () => {
    const woven = concurrent(
      [append('x', 1), append('y', 1)],
      [append('x', 2), append('y', 2)],
      [read('x', 1, 2)],
      [read('y', 2, 1)],
    );
    expect(judged(woven).counts).toMatchObject({ G0: 1 });
  });

  it('of writes and reads is G1c', () => {
    const circle = concurrent([append('x', 1), read('y', 1)], [append('y', 1), read('x', 1)]);
    expect(judged(circle)).toEqual(invalid('G1c'));
  });

  it('with one transaction that did not see what another wrote is G-single', () => {
    const skew = concurrent([append('x', 1), append('y', 1)], [read('x', 1), read('y')]);
    expect(judged(skew)).toEqual(invalid('G-single'));
  });

  it('with two that did not see what the next wrote is G2-item', () => {
    const skew = concurrent([read('x'), append('y', 1)], [read('y'), append('x', 1)]);
    expect(judged(skew)).toEqual(invalid('G2-item'));
  });

  it('with two that did not see what others wrote, none beside the other, is G-nonadjacent', () => {
    // The long fork: two readers see two writes in different orders.
    const fork = concurrent(
      [append('x', 1)],
      [append('y', 1)],
      [read('x', 1), read('y')],
      [read('x'), read('y', 1)],
    );
    expect(judged(fork)).toEqual(invalid('G-nonadjacent'));
  });

  it('of lost updates is found however many they are, and although none of them is read', () => {
    const updates = Array.from({ length: 50 }, (_, at) => [read('x'), append('x', at)]);
    const found = checkListAppend(concurrent(...updates), { consistencyModel: 'serializable' });
    expect(found.counts).toEqual({ 'G2-item': 1 });
    expect(found.anomalies[0]?.transactions).toHaveLength(2);
  });

  it('needs more than one transaction', () => {
    expect(judged(history([read('x'), append('x', 1)]), 'strict-serializable')).toEqual(VALID);
  });

  it('counts real time only where that is asked for', () => {
    const stale = history([append('x', 1)], [read('x')]);
    expect(judged(stale)).toEqual(VALID);
    expect(judged(stale, 'strict-serializable')).toEqual(invalid('G-single-realtime'));
    const touching = stale.map((one, at) => (at === 0 ? { ...one, return: 10 } : one));
    expect(judged(touching, 'strict-serializable')).toEqual(VALID);
  });

  it('is told by the order of a process where that is enough', () => {
    const own = history([append('x', 1)], [read('x')]).map((one) => ({ ...one, process: 7 }));
    expect(judged(own, 'strict-serializable')).toEqual(invalid('G-single-process'));
  });

  it('is explained edge by edge, each with its reason', () => {
    const { anomalies } = checkListAppend(
      history([append('p', 7)], [append('q', 8)], [read('p'), read('q', 8)]),
    );
    expect(anomalies).toEqual([
      {
        type: 'G-single-realtime',
        transactions: [2, 0],
        reason:
          'a cycle in which one transaction did not see what another wrote (read skew), given that what had ended comes before what began later: T1 must come before T2, and T2 before T1.',
        dependencies: [
          {
            from: 1,
            to: 2,
            kind: 'rw',
            reason: 'T1 read the list of p without 7, which T2 appended',
          },
          { from: 2, to: 1, kind: 'realtime', reason: 'T2 had ended before T1 began' },
        ],
      },
    ]);
  });

  it('is explained by the shortest there is', () => {
    const chain = concurrent(
      [append('a', 1), read('c', 1)],
      [append('b', 1), read('a', 1)],
      [append('c', 1), read('b', 1)],
      [append('d', 1), read('c', 1), read('e', 1)],
      [append('e', 1), read('d', 1)],
    );
    const { anomalies } = checkListAppend(chain, { consistencyModel: 'serializable' });
    expect(anomalies.map(({ transactions }) => transactions)).toEqual([[3, 4]]);
  });

  it('is found in one component of a hundred thousand transactions', () => {
    const length = 100_000;
    const ring = Array.from({ length }, (_, at): Transaction => {
      const ops = [append(at, 1), read((at + length - 1) % length, 1)];
      return { process: at, call: 0, return: 1, outcome: 'ok', ops };
    });
    const { counts, anomalies } = checkListAppend(ring);
    expect(counts).toEqual({ G1c: 1 });
    expect(anomalies[0]?.transactions).toHaveLength(length);
    expect(anomalies[0]?.reason).toMatch(/: each must come before the next, and T100000 before T1/);
  });
});

describe('a value that was appended twice', () => {
  const twice = history([append('x', 1)], [append('x', 1)], [read('x', 1, 1)]);

  it('leaves its key without a verdict', () => {
    const { verdict, notJudged, order } = checkListAppend(twice);
    expect({ verdict, order }).toEqual({ verdict: 'unknown', order: null });
    expect(notJudged).toEqual([
      {
        key: 'x',
        reason: '1 was appended to x more than once, so a read of it does not tell by whom',
      },
    ]);
  });

  it('does not hide what is wrong with other keys', () => {
    const more = [...twice, ...history([read('y', 1)])];
    expect(judged(more)).toEqual(invalid('garbage-read'));
  });

  it('is no matter where all but one of them failed', () => {
    const again = history([append('x', 1)], [append('x', 1)], [read('x', 1)]);
    expect(judged(ended(again, 0, 'fail'), 'strict-serializable')).toEqual(VALID);
    expect(judged(ended(again, 1, 'fail'), 'strict-serializable')).toEqual(VALID);
  });
});
