import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { named } from '../../nearest.js';
import { checkFile, type CheckFileOptions } from '../check-file.js';
import type { CheckReport } from '../check-report.js';
import { models } from './index.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faultline-transactions-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** What one client did: its op, the value that it was invoked with, and what came of it. */
type Event = readonly [process: number, type: string, f: string, value?: unknown];

async function check(
  model: string,
  events: readonly Event[],
  options: Partial<CheckFileOptions> = {},
): Promise<CheckReport> {
  const path = join(folder, 'history.json');
  const lines = events.map(([process, type, f, value]) => ({ process, type, f, value }));
  await writeFile(path, JSON.stringify(lines));
  const bounds = { timeout_ms: 20_000, memory_bytes: 1 << 28 };
  return checkFile(path, { model: named(models, model, 'model'), ...bounds, ...options });
}

describe('a bank', () => {
  const initial = '{"a":10,"b":0}';
  const transfer = (amount: number, from = 'a', to = 'b') => ({ from, to, amount });

  it('is valid where reads see each transfer whole, at one moment', async () => {
    const { outcome } = await check(
      'bank',
      [
        [0, 'invoke', 'transfer', transfer(4)],
        [1, 'invoke', 'read'],
        [1, 'ok', 'read', { a: 10, b: 0 }],
        [1, 'invoke', 'read'],
        [1, 'ok', 'read', { b: 4, a: 6 }],
        [0, 'ok', 'transfer', transfer(4)],
        [0, 'invoke', 'transfer', transfer(3, 'a', 'a')],
        [0, 'ok', 'transfer', transfer(3, 'a', 'a')],
        [1, 'invoke', 'read'],
        [1, 'ok', 'read', { a: 6, b: 4 }],
      ],
      { initial },
    );
    expect(outcome).toBe('valid');
  });

  const moved: readonly Event[] = [
    [0, 'invoke', 'transfer', transfer(4)],
    [0, 'ok', 'transfer', transfer(4)],
  ];

  it.each([
    ['half of a transfer', { a: 6, b: 0 }],
    ['what was before it', { a: 10, b: 0 }],
    ['money from nowhere', { a: 7, b: 4 }],
    ['an account that there is not', { a: 6, b: 4, c: 0 }],
    ['one account only', { a: 6 }],
  ])('is invalid where a read sees %s', async (_what, seen) => {
    const events: Event[] = [...moved, [1, 'invoke', 'read'], [1, 'ok', 'read', seen]];
    const { outcome, counterexample } = await check('bank', events, { initial });
    expect(outcome).toBe('invalid');
    expect(counterexample?.minimal).toBe(true);
  });

  it.each([
    ['more than there was', transfer(11)],
    ['from an account that there is not', transfer(1, 'c')],
  ])('is invalid where a transfer of %s succeeds', async (_what, value) => {
    const events: Event[] = [
      [0, 'invoke', 'transfer', value],
      [0, 'ok', 'transfer', value],
    ];
    expect((await check('bank', events, { initial })).outcome).toBe('invalid');
  });

  it('takes a transfer that nobody knows of for one that may have happened, or not', async () => {
    const open: Event = [0, 'invoke', 'transfer', transfer(4)];
    const sees = async (seen: object): Promise<string> => {
      const read: Event[] = [open, [1, 'invoke', 'read'], [1, 'ok', 'read', seen]];
      return (await check('bank', read, { initial })).outcome;
    };
    expect(await sees({ a: 10, b: 0 })).toBe('valid');
    expect(await sees({ a: 6, b: 4 })).toBe('valid');
    expect(await sees({ a: 8, b: 2 })).toBe('invalid');
  });

  it.each<[readonly Event[], Partial<CheckFileOptions>, RegExp]>([
    [moved, {}, /--initial of bank to be an object with the balance[^]*none was given/],
    [moved, { initial: '{"a":"ten"}' }, /the balance of each account/],
    [[[0, 'invoke', 'transfer', { from: 'a' }]], { initial }, /a transfer: .* at line 1/],
    [[[0, 'invoke', 'transfer', transfer(-1)]], { initial }, /a transfer: /],
    [[[0, 'invoke', 'rob', 1]], { initial }, /an op of the model/],
    [
      [
        [0, 'invoke', 'read'],
        [0, 'ok', 'read', [1, 2]],
      ],
      { initial },
      /the balance of each account/,
    ],
  ])('is refused where it makes no sense: %j', async (events, options, problem) => {
    await expect(check('bank', events, options)).rejects.toThrow(problem);
  });
});

describe('list-append', () => {
  const txn = (process: number, value: unknown, seen: unknown = value): Event[] => [
    [process, 'invoke', 'txn', value],
    [process, 'ok', 'txn', seen],
  ];

  it('is valid where every read holds what was appended before it, in one order', async () => {
    const report = await check('list-append', [
      ...txn(0, [['r', 'x', null]], [['r', 'x', null]]),
      [0, 'invoke', 'txn', [['append', 'x', 1]]],
      [
        1,
        'invoke',
        'txn',
        [
          ['append', 'x', 2],
          ['r', 'x', null],
        ],
      ],
      [
        1,
        'ok',
        'txn',
        [
          ['append', 'x', 2],
          ['r', 'x', [2]],
        ],
      ],
      [0, 'ok', 'txn', [['append', 'x', 1]]],
      ...txn(1, [['r', 'x', null]], [['r', 'x', [2, 1]]]),
      ...txn(0, [['append', 'y', 1]]),
    ]);
    expect(report).toMatchObject({ outcome: 'valid', partitions: 2 });
  });

  const appended = [...txn(0, [['append', 'x', 1]]), ...txn(0, [['append', 'x', 2]])];

  it.each([
    ['not what was appended last', [1]],
    ['another order', [2, 1]],
    ['what nobody appended', [1, 2, 3]],
    ['nothing', null],
  ])('is invalid where a read holds %s', async (_what, list) => {
    const read = txn(1, [['r', 'x', null]], [['r', 'x', list]]);
    const { outcome, counterexample } = await check('list-append', [...appended, ...read]);
    expect(outcome).toBe('invalid');
    expect(counterexample?.minimal).toBe(true);
  });

  it('is invalid where a transaction is seen in part', async () => {
    const both = [
      ['append', 'x', 1],
      ['append', 'y', 1],
    ];
    const read = [
      ['r', 'x', null],
      ['r', 'y', null],
    ];
    const half = [
      ['r', 'x', [1]],
      ['r', 'y', []],
    ];
    const { outcome } = await check('list-append', [
      [0, 'invoke', 'txn', both],
      ...txn(1, read, half),
      [0, 'ok', 'txn', both],
    ]);
    expect(outcome).toBe('invalid');
  });

  it('does not know what a read of null saw where that is said', async () => {
    const read = txn(1, [['r', 'x', null]], [['r', 'x', null]]);
    const { outcome } = await check('list-append', [...appended, ...read], { nilRead: 'unknown' });
    expect(outcome).toBe('valid');
  });

  it.each<[readonly Event[], RegExp]>([
    [[[0, 'invoke', 'txn', 7]], /a transaction: a list/],
    [[[0, 'invoke', 'txn', [['w', 'x', 1]]]], /\[append key value\]/],
    [[[0, 'invoke', 'add', 1]], /an op of the model/],
    [txn(0, [['r', 'x', null]], [['r', 'x', 5]]), /the list that was read of x/],
    [txn(0, [['r', 'x', null]], []), /the 1 steps/],
  ])('is refused where it makes no sense: %j', async (events, problem) => {
    await expect(check('list-append', events)).rejects.toThrow(problem);
  });
});
