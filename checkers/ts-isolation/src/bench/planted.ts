import type { ListOp, Transaction } from '../types.js';

/** Transactions that run at the same time, on keys of their own: an anomaly of each kind. */
const ANOMALIES: readonly (readonly (readonly ListOp[])[])[] = [
  [
    [
      ['append', 'a', 1],
      ['r', 'a', []],
    ],
  ],
  [
    [
      ['r', 'b', [1]],
      ['append', 'b', 1],
    ],
  ],
  [[['r', 'c', [9]]]],
  [[['append', 'd', 1]], [['r', 'd', [1, 1]]]],
  [[['append', 'e', 1]], [['append', 'e', 2]], [['r', 'e', [1]]], [['r', 'e', [2, 1]]]],
  [
    [
      ['append', 'f', 1],
      ['append', 'f', 2],
    ],
    [['r', 'f', [1]]],
  ],
  [
    [
      ['append', 'g', 1],
      ['append', 'h', 1],
    ],
    [
      ['append', 'g', 2],
      ['append', 'h', 2],
    ],
    [['r', 'g', [1, 2]]],
    [['r', 'h', [2, 1]]],
  ],
  [
    [
      ['append', 'i', 1],
      ['r', 'j', [1]],
    ],
    [
      ['append', 'j', 1],
      ['r', 'i', [1]],
    ],
  ],
  [
    [
      ['append', 'k', 1],
      ['append', 'l', 1],
    ],
    [
      ['r', 'k', [1]],
      ['r', 'l', []],
    ],
  ],
  [
    [['append', 'm', 1]],
    [['append', 'n', 1]],
    [
      ['r', 'm', [1]],
      ['r', 'n', []],
    ],
    [
      ['r', 'm', []],
      ['r', 'n', [1]],
    ],
  ],
  [
    [
      ['r', 'o', []],
      ['append', 'p', 1],
    ],
    [
      ['r', 'p', []],
      ['append', 'o', 1],
    ],
  ],
  [
    [
      ['r', 'q', []],
      ['append', 'q', 1],
    ],
    [
      ['r', 'q', []],
      ['append', 'q', 2],
    ],
  ],
];

/** Puts an anomaly of each kind in the middle of a history. */
export function withAnomalies(history: readonly Transaction<ListOp>[]): Transaction<ListOp>[] {
  const middle = history.length >> 1;
  const call = history[middle]?.call ?? 0;
  const planted = ANOMALIES.flatMap((own, group) =>
    own.map((ops, at): Transaction<ListOp> => ({
      process: `planted ${group} ${at}`,
      call,
      return: call + 1,
      outcome: 'ok',
      ops,
    })),
  );
  const late: Transaction<ListOp> = {
    process: 'late',
    call: call + 2,
    return: call + 3,
    outcome: 'ok',
    ops: [['r', 'k', []]],
  };
  return [...history.slice(0, middle), ...planted, late, ...history.slice(middle)];
}

/** Adds a read that is stale by half of the history, which puts this half in one component. */
export function withLateRead(history: readonly Transaction<ListOp>[]): Transaction<ListOp>[] {
  const written = history[history.length >> 1]?.ops.find(([f]) => f === 'append');
  const last = history.at(-1)?.return ?? 0;
  const stale: Transaction<ListOp> = {
    process: 'stale',
    call: last + 1,
    return: last + 2,
    outcome: 'ok',
    ops: [['r', written?.[1] ?? 0, []]],
  };
  return [...history, stale];
}

/** All transactions in one component: each sees what the one before it appended, all around. */
export function ringHistory(transactions: number): Transaction<ListOp>[] {
  return Array.from({ length: transactions }, (_, at): Transaction<ListOp> => {
    const before = (at + transactions - 1) % transactions;
    const ops: ListOp[] = [
      ['append', at, 1],
      ['r', before, [1]],
    ];
    return { process: at, call: 0, return: 1, outcome: 'ok', ops };
  });
}

/** So many readers of a list that is empty, and appends to it, all at the same time: the pairs of them are the square of that. */
export function readersAndWriters(each: number): Transaction<ListOp>[] {
  return Array.from({ length: 2 * each }, (_, at) => ({
    process: at,
    call: 0,
    return: 1,
    outcome: 'ok',
    ops: at % 2 === 0 ? [['r', 'x', []]] : [['append', 'x', at]],
  }));
}
