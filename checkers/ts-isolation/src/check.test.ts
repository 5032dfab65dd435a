import { describe, expect, it } from 'vitest';

import { InvalidHistoryError } from './history/invalid-history.js';
import { checkListAppend } from './list-append/check.js';
import { forbids, implies, type ConsistencyModel } from './models/models.js';
import { UnknownModelError } from './models/unknown-model.js';
import { checkRwRegister } from './rw-register/check.js';
import { listsOf, registersOf } from './testing/notation.test.support.js';
import type { IsolationResult, ListOp, RegisterOp, Transaction, Value } from './types.js';
import { validateOrder } from './validate-order.js';

function lists(
  text: string,
  consistencyModel: ConsistencyModel = 'strict-serializable',
): IsolationResult {
  return checkListAppend(listsOf(text), { consistencyModel });
}

function registers(
  text: string,
  consistencyModel: ConsistencyModel = 'strict-serializable',
): IsolationResult {
  return checkRwRegister(registersOf(text), { consistencyModel });
}

describe('a transaction of which nobody knows whether it committed', () => {
  it('did if what it wrote was read', () => {
    const seen = { verdict: 'invalid', committed: 3 };
    expect(lists('T1?: ax1 ay1 ; T2: rx[1] ; T3: ry[]')).toMatchObject(seen);
    expect(registers('T1?: wx1 wy1 ; T2: rx1 ; T3: ry_')).toMatchObject(seen);
  });

  it('need not have where nothing of it was read', () => {
    const unseen = { verdict: 'valid', committed: 2 };
    expect(lists('T1?: ax1 ay1 ; T2: rx[] ; T3: ry[]')).toMatchObject(unseen);
    expect(registers('T1?: wx1 wy1 ; T2: rx_ ; T3: ry_')).toMatchObject(unseen);
  });

  it('may take effect long after it was invoked', () => {
    expect(lists('T1?: ax1 ; T2: rx[] ; T3: rx[1]').verdict).toBe('valid');
    expect(registers('T1?: wx1 ; T2: rx_ ; T3: rx1').verdict).toBe('valid');
  });
});

describe('values', () => {
  it('of unlike types differ, and an anomaly says where that is all', () => {
    const { counts, anomalies } = lists('T1: ax1 | T2: rx["1"]');
    expect(counts).toEqual({ 'garbage-read': 1 });
    expect(anomalies[0]?.reason).toBe(
      'T1 read "1" in the list of x, which nobody appended to it; but 1 was appended to x: they differ in their types only.',
    );
    expect(registers('T1: wx1 | T2: rx"1"').anomalies[0]?.reason).toBe(
      'T1 read "1" of x, which nobody wrote to it; but 1 was written to x: they differ in their types only.',
    );
    expect(registers('T1: wx1 | T2: ry"1"').anomalies[0]?.reason).not.toContain('types');
  });

  it('may be lists and objects, and those that are equal are one', () => {
    expect(lists('T1: ax[1,{"a":2}] | T2: rx[[1,{"a":2}]]').verdict).toBe('valid');
    expect(registers('T1: wx{"a":1,"b":2} | T2: rx{"b":2,"a":1}').verdict).toBe('valid');
  });

  it('may be sets and maps, whose order does not matter', () => {
    const write = (value: Value): Transaction<RegisterOp> => {
      return { process: 1, outcome: 'ok', ops: [['w', 'x', value]] };
    };
    const read = (value: Value): Transaction<RegisterOp> => {
      return { process: 2, outcome: 'ok', ops: [['r', 'x', value]] };
    };
    const verdict = (written: Value, seen: Value) =>
      checkRwRegister([write(written), read(seen)]).verdict;
    expect(verdict(new Set([1, 2]), new Set([2, 1]))).toBe('valid');
    expect(verdict(new Set([1, 2]), new Set([3]))).toBe('invalid');
    expect(verdict(new Map([[1, 'a']]), new Map([[1, 'a']]))).toBe('valid');
    expect(verdict(new Map([[1, 'a']]), new Map([[1, 'b']]))).toBe('invalid');
  });

  it('that are not known say nothing', () => {
    expect(lists('T1: ax1 ; T2: rx?').verdict).toBe('valid');
    expect(registers('T1: wx1 ; T2: rx?').verdict).toBe('valid');
  });

  it('leave their key without a verdict where they were written twice', () => {
    const list = lists('T1: ax1 | T2: ax1 | T3: rx[1,1]');
    expect({ ...list, notJudged: list.notJudged[0]?.reason }).toMatchObject({
      verdict: 'unknown',
      order: null,
      notJudged: '1 was appended to x more than once, so a read of it does not tell by whom',
    });
    const register = registers('T1: wx1 | T2: wx1 | T3: rx1');
    expect(register).toMatchObject({ verdict: 'unknown', notJudged: [{ key: 'x' }] });
    const empty = registers('T1: wxnull | T2: rx_');
    expect(empty).toMatchObject({ verdict: 'unknown', notJudged: [{ key: 'x' }] });
  });

  it('do not hide what is wrong with other keys where they were written twice', () => {
    expect(lists('T1: ax1 | T2: ax1 | T3: ry[1]').verdict).toBe('invalid');
    expect(registers('T1: wx1 | T2: wx1 | T3: ry1').verdict).toBe('invalid');
  });

  it('may be written again where all but one of the writers failed', () => {
    expect(lists('T1!: ax1 ; T2: ax1 ; T3: rx[1]').verdict).toBe('valid');
    expect(registers('T1: wx1 ; T2!: wx1 ; T3: rx1').verdict).toBe('valid');
  });
});

describe('a cycle', () => {
  it('says of each edge why it is there, as data', () => {
    expect(lists('T1: ap7 ; T2: aq8 ; T3: rp[] rq[8]').anomalies).toEqual([
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
            key: 'p',
            before: null,
            after: 7,
          },
          {
            from: 2,
            to: 1,
            kind: 'realtime',
            reason: 'T2 had ended (at 5) before T1 began (at 20)',
            ended: 5,
            began: 20,
          },
        ],
      },
    ]);
  });

  it('of registers says how it is known which write came later', () => {
    const reasons = registers('T1: wx1 ; T2: wx2 ; T3: rx1').anomalies[0]?.dependencies;
    expect(reasons?.map(({ reason }) => reason)).toEqual([
      'T1 read x as 1, and T2 wrote 2 over it (one that used the first had ended before one that used the second began)',
      'T2 had ended (at 15) before T1 began (at 20)',
    ]);
  });

  it('of a weak level names the transaction whose read asks for an order', () => {
    const { anomalies } = registers('T1: wx1 wy1 | T2: rx1 wx2 wy2 | T3: rx2 ry1', 'causal');
    const violation = anomalies.find(({ type }) => type === 'causality-violation');
    expect(violation?.transactions).toEqual([1, 0, 2]);
    expect(violation?.dependencies).toMatchObject([
      { from: 1, to: 2, kind: 'co', key: 'y', after: 1, reader: 3 },
      { from: 2, to: 1, kind: 'wr', key: 'x', after: 1 },
    ]);
  });

  it('is shown by the shortest there is', () => {
    const chain =
      'T1: aa1 rc[1] | T2: ab1 ra[1] | T3: ac1 rb[1] | T4: ad1 rc[1] re[1] | T5: ae1 rd[1]';
    const { anomalies, counts } = lists(chain);
    expect(counts).toEqual({ G1c: 2 });
    expect(new Set(anomalies.map(({ transactions }) => transactions.length))).toEqual(
      new Set([2, 3]),
    );
    // The search begins with T5, whose shortest cycle has three.
    const apart = lists(
      'T1: aa1 re[1] | T2: ab1 | T3: ac1 ra[1] rd[1] | T4: ad1 rc[1] | T5: ae1 rc[1]',
    );
    expect(apart.counts).toEqual({ G1c: 1 });
    expect(apart.anomalies[0]?.transactions.toSorted()).toEqual([2, 3]);
  });
});

describe('a history', () => {
  it('without times has the order of each process, and no other', () => {
    const untimed = (text: string) =>
      listsOf(text).map(({ process, outcome, ops }) => ({ process, outcome, ops }));
    expect(checkListAppend(untimed('T1: ax1 ; T2: rx[]')).verdict).toBe('valid');
    const { counts, anomalies } = checkListAppend(untimed('T1@p: ax1 ; T2@p: rx[]'));
    expect(counts).toMatchObject({ 'G-single-process': 1 });
    const cycle = anomalies.find(({ type }) => type === 'G-single-process');
    expect(cycle?.dependencies.find(({ kind }) => kind === 'process')).toStrictEqual({
      from: 2,
      to: 1,
      kind: 'process',
      reason: 'process p did T2 before T1',
    });
  });

  it('with times and without has the order of each process in which it stands', () => {
    const append: Transaction<ListOp> = {
      process: 'p',
      call: 0,
      return: 5,
      outcome: 'ok',
      ops: [['append', 'x', 1]],
    };
    const read: Transaction<ListOp> = { process: 'p', outcome: 'ok', ops: [['r', 'x', []]] };
    const options = { consistencyModel: 'strong-session-serializable' } as const;
    expect(checkListAppend([append, read], options).counts).toHaveProperty('G-single-process');
    expect(checkListAppend([read, append], options).verdict).toBe('valid');
  });

  it('has the order of a process across a transaction of which nobody knows', () => {
    const model = 'strong-session-serializable';
    const seen = 'T2@p?: ay9 ; T3@p: rx[] | T4: ry[9]';
    expect(lists(`T1@p: ax1 ; ${seen}`, model).counts).toMatchObject({ 'G-single-process': 1 });
    expect(lists(`T1@q: ax1 ; ${seen}`, model).verdict).toBe('valid');
    expect(lists('T1@p?: ax1 ; T2@p: rx[] | T3: rx[1]', model).verdict).toBe('valid');
    const later = 'T2@p?: wx2 ; T3@q: rx2 ; T4@q: rx1';
    expect(registers(`T1@p: wx1 ; ${later}`, model).verdict).toBe('invalid');
    expect(registers(`T1: wx1 ; ${later}`, model).verdict).toBe('valid');
  });

  it('without times has an order only if each process did its transactions in it', () => {
    const untimed = listsOf('T1@p: ax1 ; T2@p: ay1 ; T3@q: az1').map(
      ({ process, outcome, ops }) => ({ process, outcome, ops }),
    );
    for (const model of ['strong-session-serializable', 'strict-serializable'] as const) {
      expect(validateOrder(untimed, [2, 0, 1], model)).toBe(true);
      expect(validateOrder(untimed, [1, 0, 2], model)).toBe(false);
    }
    expect(validateOrder(untimed, [1, 0, 2], 'serializable')).toBe(true);
    const unknown = untimed.map((one, at) =>
      at === 0 ? { ...one, outcome: 'info' as const } : one,
    );
    expect(validateOrder(unknown, [1, 0, 2], 'strong-session-serializable')).toBe(true);
  });

  it('counts real time only where the model asks for it, and a touch is no order', () => {
    expect(lists('T1: ax1 ; T2: rx[]', 'serializable').verdict).toBe('valid');
    const touching = listsOf('T1: ax1 ; T2: rx[]').map((one) => ({ ...one, return: 10 }));
    expect(checkListAppend(touching).verdict).toBe('valid');
  });

  it('is not judged against a model that there is not', () => {
    const model = 'serialisable' as ConsistencyModel;
    for (const ask of [
      () => lists('T1: ax1', model),
      () => registers('T1: wx1', model),
      () => validateOrder(listsOf('T1: ax1'), [0], model),
      () => forbids(model, 'G0'),
      () => implies(model, 'causal'),
    ]) {
      expect(ask).toThrow(UnknownModelError);
      expect(ask).toThrow(
        expect.objectContaining({ name: 'UnknownModelError', code: 'UNKNOWN_MODEL' }),
      );
      expect(ask).toThrow(/expected one of .*\bserializable, .* got "serialisable"/);
    }
  });

  it('names the weakest models that it breaks, and the strongest that nothing speaks against', () => {
    const skew = lists('T1: rx[] ay1 | T2: ry[] ax1', 'snapshot-isolation');
    expect(skew).toMatchObject({
      verdict: 'valid',
      counts: { 'G2-item': 1 },
      forbidden: [],
      weakestExcluded: ['repeatable-read'],
      strongestNotExcluded: ['strong-snapshot-isolation'],
    });
  });

  it.each<ConsistencyModel>(['serializable', 'strong-session-serializable', 'strict-serializable'])(
    'of lists that is %s has an order that is legal',
    (model) => {
      const text = 'T1@p: ax1 ; T2@q: rx[1] ay1 | T3@p: ax2 ; T4@q: rx[1,2] ry[1]';
      const { order } = lists(text, model);
      expect(validateOrder(listsOf(text), order ?? [], model)).toBe(true);
      expect(validateOrder(listsOf(text), [...(order ?? [])].reverse(), model)).toBe(false);
    },
  );

  it.each<[string, unknown]>([
    ['expected a transaction, got undefined', undefined],
    ['an outcome (ok, fail, info), got "maybe"', { process: 1, outcome: 'maybe', ops: [] }],
    ['a list of micro-ops, got 7', { process: 1, outcome: 'ok', ops: 7 }],
    ['a time at which it was called', { process: 1, call: 'x', return: 1, outcome: 'ok', ops: [] }],
    ['an end that is not before', { process: 1, call: 2, return: 1, outcome: 'ok', ops: [] }],
    ['[append key value] and [r key value], got "w"', { outcome: 'ok', ops: [['w', 1, 1]] }],
    ['a list that was read, got 5', { outcome: 'ok', ops: [['r', 1, 5]] }],
  ])('is refused where it is none: %s', (problem, transaction) => {
    const check = () => checkListAppend([transaction as Transaction<ListOp>]);
    expect(check).toThrow(InvalidHistoryError);
    expect(check).toThrow(
      expect.objectContaining({ name: 'InvalidHistoryError', code: 'INVALID_HISTORY' }),
    );
    expect(check).toThrow(`transaction 0 of the history: `);
    expect(check).toThrow(problem);
  });
});
