import { checkListAppend } from '../list-append/check.js';
import { checkRwRegister, type RwRegisterOptions } from '../rw-register/check.js';
import type { IsolationResult, ListOp, Transaction } from '../types.js';
import { listHistory, registerHistory, SHAPE } from './histories.js';
import { readersAndWriters, ringHistory, withAnomalies, withLateRead } from './planted.js';
import { isStrictSerializableByTheBook } from './textbook.js';

/** Something that is measured. */
export interface Case {
  readonly name: string;
  /** Makes the history, and gives what is measured. */
  readonly prepare: () => () => string;
  /** Another verdict would be the time of another task. */
  readonly expected: IsolationResult['verdict'];
  /** Of processor time, in seconds; and of the memory of the whole process, in MB. */
  readonly bound_s?: number;
  readonly bound_MB?: number;
}

type Lists = readonly Transaction<ListOp>[];

function lists(transactions: number, change = (history: Lists): Lists => history): Case['prepare'] {
  return () => {
    const history = change(listHistory({ ...SHAPE, transactions }));
    return () => checkListAppend(history).verdict;
  };
}

function registers(transactions: number, options: RwRegisterOptions): Case['prepare'] {
  return () => {
    const history = registerHistory({ ...SHAPE, transactions });
    return () => checkRwRegister(history, options).verdict;
  };
}

export const CASES: readonly Case[] = [
  {
    name: 'list-append, 1M, valid',
    prepare: lists(1e6),
    expected: 'valid',
    bound_s: 3,
    bound_MB: 1500,
  },
  {
    name: 'list-append, 1M, an anomaly of each kind',
    prepare: lists(1e6, withAnomalies),
    expected: 'invalid',
    bound_s: 3,
    bound_MB: 1500,
  },
  {
    name: 'list-append, 1M, half of it in one component',
    prepare: lists(1e6, withLateRead),
    expected: 'invalid',
  },
  { name: 'list-append, 5M, valid', prepare: lists(5e6), expected: 'valid', bound_s: 20 },
  {
    name: 'list-append, one component of 100,000',
    prepare: () => {
      const history = ringHistory(1e5);
      return () => checkListAppend(history).verdict;
    },
    expected: 'invalid',
    bound_s: 5,
  },
  {
    name: 'list-append, 100,000 readers of an empty list, and as many appends to it',
    prepare: () => {
      const history = readersAndWriters(1e5);
      return () => checkListAppend(history).verdict;
    },
    expected: 'valid',
    bound_s: 3,
  },
  {
    name: 'rw-register, 1M, strict-serializable',
    prepare: registers(1e6, { consistencyModel: 'strict-serializable' }),
    expected: 'valid',
    bound_s: 5,
  },
  {
    name: 'rw-register, 1M, causal',
    prepare: registers(1e6, { consistencyModel: 'causal' }),
    expected: 'valid',
    bound_s: 3,
  },
  {
    name: 'rw-register, 1M, linearizableKeys and sequentialKeys',
    prepare: registers(1e6, { linearizableKeys: true, sequentialKeys: true }),
    expected: 'valid',
  },
];

const CURVE_SIZES = [10_000, 30_000, 100_000, 300_000, 1_000_000];
const TEXTBOOK_SIZES = [100, 300, 1000, 2000];

/** How cost grows with the number of transactions; beside a textbook's way. */
export const CURVES: readonly (Case & { readonly curve: string; readonly size: number })[] = [
  ...CURVE_SIZES.map((size) => ({
    curve: 'list-append',
    size,
    name: `list-append, ${size}`,
    prepare: lists(size),
    expected: 'valid' as const,
  })),
  ...CURVE_SIZES.map((size) => ({
    curve: 'rw-register',
    size,
    name: `rw-register, ${size}`,
    prepare: registers(size, { consistencyModel: 'strict-serializable' }),
    expected: 'valid' as const,
  })),
  ...TEXTBOOK_SIZES.map((size) => ({
    curve: 'textbook',
    size,
    name: `list-append by the textbook, ${size}`,
    expected: 'valid' as const,
    prepare: () => {
      const history = listHistory({ ...SHAPE, transactions: size });
      return () => (isStrictSerializableByTheBook(history) ? 'valid' : 'invalid');
    },
  })),
];
