import { describe, expect, it } from 'vitest';

import { listHistory, registerHistory, SHAPE } from './bench/histories.js';
import { withAnomalies, withLateRead } from './bench/planted.js';
import { isStrictSerializableByTheBook } from './bench/textbook.js';
import { checkListAppend } from './list-append/check.js';
import { checkRwRegister } from './rw-register/check.js';
import { randomOf } from './testing/random.test.support.js';
import type { ListOp, RegisterOp, Transaction, Value } from './types.js';
import { validateOrder } from './validate-order.js';

/** Histories in which tables and lists grow, keys have many readers, and transactions have many micro-ops. */
const SHAPES = [
  { ...SHAPE, transactions: 300, processes: 4, liveKeys: 2, writesPerKey: 100, seed: 3 },
  { ...SHAPE, transactions: 150, processes: 60, liveKeys: 3, writesPerKey: 40, seed: 4 },
  { ...SHAPE, transactions: 30, processes: 5, liveKeys: 12, writesPerKey: 300, ops: 40, seed: 5 },
] as const;

/** A transaction at the end that sees all lists; values grow in the order in which they were appended. */
function withLastRead(history: readonly Transaction<ListOp>[]): Transaction<ListOp>[] {
  const lists = new Map<Value, Value[]>();
  for (const [f, key, value] of history.flatMap(({ ops }) => ops)) {
    if (f === 'append') lists.set(key, [...(lists.get(key) ?? []), value]);
  }
  const ops = [...lists].map(([key, list]): ListOp => ['r', key, list]);
  const end = Math.max(...history.map((one) => one.return ?? 0));
  return [...history, { process: 'last', call: end + 1, return: end + 2, outcome: 'ok', ops }];
}

/** A read of a list in the middle of a history sees fewer elements than it saw. */
function withStaleList(
  history: readonly Transaction<ListOp>[],
  seed: number,
): Transaction<ListOp>[] {
  const random = randomOf(seed);
  const reads = history.flatMap(({ ops }, at) =>
    ops.flatMap(([f, , list], step) =>
      f === 'r' && (list?.length ?? 0) > 1 ? [{ at, step }] : [],
    ),
  );
  const chosen = reads[random(reads.length)];
  return history.map((one, at) => {
    if (at !== chosen?.at) return one;
    const ops = one.ops.map((op, step): ListOp => {
      if (step !== chosen.step || op[0] !== 'r') return op;
      return ['r', op[1], (op[2] ?? []).slice(0, -1 - random(2))];
    });
    return { ...one, ops };
  });
}

describe('a history of some hundred transactions', () => {
  it.each(SHAPES)('that is strictly serializable is valid: $transactions', (shape) => {
    const lists = listHistory(shape);
    const result = checkListAppend(lists);
    expect(result).toMatchObject({ verdict: 'valid', counts: {}, committed: shape.transactions });
    expect(validateOrder(lists, result.order ?? [])).toBe(true);
    const registers = registerHistory(shape);
    for (const linearizableKeys of [false, true]) {
      const options = { linearizableKeys, sequentialKeys: linearizableKeys };
      expect(checkRwRegister(registers, options)).toMatchObject({ verdict: 'valid', counts: {} });
    }
  });

  it('has the anomalies that were planted in it, and no others', () => {
    const [shape] = SHAPES;
    expect(checkListAppend(withAnomalies(listHistory(shape))).counts).toEqual({
      internal: 1,
      'garbage-read': 1,
      'duplicate-elements': 1,
      'future-read': 1,
      'incompatible-order': 1,
      G1b: 1,
      G0: 1,
      G1c: 1,
      'G-single': 1,
      'G-nonadjacent': 1,
      'G2-item': 2,
      'lost-update': 1,
      'fractured-read': 1,
      'non-monotonic-read': 1,
      'pram-violation': 2,
    });
  });

  it('of which a read is stale by half of it is serializable, but not strictly', () => {
    const history = withLateRead(listHistory(SHAPES[1]));
    expect(Object.keys(checkListAppend(history).counts)).toEqual(
      expect.arrayContaining(['G-single-realtime']),
    );
    const { verdict, order } = checkListAppend(history, { consistencyModel: 'serializable' });
    expect(verdict).toBe('valid');
    expect(validateOrder(history, order ?? [], 'serializable')).toBe(true);
  });

  it('is judged as a textbook judges it where a read of a list is a little stale', () => {
    const verdicts = { valid: 0, invalid: 0 };
    for (let seed = 1; seed <= 20; seed += 1) {
      const shape = { ...SHAPE, transactions: 60, processes: 20, liveKeys: 2, ops: 2, seed };
      const history = withLastRead(withStaleList(listHistory(shape), seed));
      const { verdict, counts } = checkListAppend(history);
      if (counts.internal !== undefined) continue;
      const expected = isStrictSerializableByTheBook(history) ? 'valid' : 'invalid';
      expect({ seed, verdict }).toEqual({ seed, verdict: expected });
      verdicts[expected] += 1;
    }
    expect(verdicts.valid).toBeGreaterThan(2);
    expect(verdicts.invalid).toBeGreaterThan(2);
  });

  it.each([2, 40])(
    'in which %i read a key as it was before %i wrote it over has edges between all',
    (many) => {
      const readers = Array.from({ length: many }, (_, at): Transaction<RegisterOp> => {
        const ops: RegisterOp[] = [
          ['r', 'x', null],
          ['r', `y${at}`, 1],
        ];
        return { process: at, outcome: 'ok', ops };
      });
      const writers = Array.from({ length: many }, (_, at): Transaction<RegisterOp> => {
        const ops: RegisterOp[] = [['w', 'x', at]];
        return { process: many + at, outcome: 'ok', ops };
      });
      const closing = (reader: number, writer: number): Transaction<RegisterOp> => {
        const ops: RegisterOp[] = [
          ['r', 'x', writer],
          ['w', `y${reader}`, 1],
        ];
        return { process: 2 * many, outcome: 'ok', ops };
      };
      for (const [reader, writer] of [
        [0, 0],
        [many - 1, 0],
        [0, many - 1],
      ] as const) {
        const others = readers.map((one, at): Transaction<RegisterOp> => {
          return at === reader ? one : { ...one, ops: one.ops.slice(0, 1) };
        });
        const history = [...others, ...writers, closing(reader, writer)];
        const { anomalies } = checkRwRegister(history);
        const cycle = anomalies.find(({ type }) => type === 'G-single');
        expect(cycle?.transactions.toSorted((a, b) => a - b)).toEqual([
          reader,
          many + writer,
          2 * many,
        ]);
      }
    },
  );
});
