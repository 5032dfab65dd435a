import { describe, expect, it } from 'vitest';
import {
  checkEvents as check,
  type CheckHistoryOptions,
  type ClientEvent,
} from '../../tests/support/check-history.js';

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

  it.each([
    [0.3, 9.7, 'valid'],
    [0.30000000000000004, 9.7, 'invalid'],
  ])('adds decimals as they are written: %s and %s is %s', async (b, a, expected) => {
    const events = [0, 1, 2].flatMap((): ClientEvent[] => [
      [0, 'invoke', 'transfer', transfer(0.1)],
      [0, 'ok', 'transfer', transfer(0.1)],
    ]);
    const read: ClientEvent[] = [
      [0, 'invoke', 'read'],
      [0, 'ok', 'read', { a, b }],
    ];
    const { outcome } = await check('bank', [...events, ...read], { initial });
    expect(outcome).toBe(expected);
  });

  const moved: readonly ClientEvent[] = [
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
    const events: ClientEvent[] = [...moved, [1, 'invoke', 'read'], [1, 'ok', 'read', seen]];
    const { outcome, counterexample } = await check('bank', events, { initial });
    expect(outcome).toBe('invalid');
    expect(counterexample?.minimal).toBe(true);
  });

  it.each([
    ['more than there was', transfer(11)],
    ['from an account that there is not', transfer(1, 'c')],
  ])('is invalid where a transfer of %s succeeds', async (_what, value) => {
    const events: ClientEvent[] = [
      [0, 'invoke', 'transfer', value],
      [0, 'ok', 'transfer', value],
    ];
    expect((await check('bank', events, { initial })).outcome).toBe('invalid');
  });

  it('takes a transfer that nobody knows of for one that may have happened, or not', async () => {
    const open: ClientEvent = [0, 'invoke', 'transfer', transfer(4)];
    const sees = async (seen: object): Promise<string> => {
      const read: ClientEvent[] = [open, [1, 'invoke', 'read'], [1, 'ok', 'read', seen]];
      return (await check('bank', read, { initial })).outcome;
    };
    expect(await sees({ a: 10, b: 0 })).toBe('valid');
    expect(await sees({ a: 6, b: 4 })).toBe('valid');
    expect(await sees({ a: 8, b: 2 })).toBe('invalid');
  });

  it.each<[readonly ClientEvent[], CheckHistoryOptions, RegExp]>([
    [moved, { initial: '{"a":"ten"}' }, /the balance of each account/],
    [[[0, 'invoke', 'transfer', { from: 'a' }]], { initial }, /a transfer: .* at line 1/],
    [[[0, 'invoke', 'transfer', transfer(-1)]], { initial }, /a transfer: /],
    [[[0, 'invoke', 'rob', 1]], { initial }, /an op of the model/],
    [
      [
        [0, 'invoke', 'read'],
        [0, 'ok', 'read', 12],
      ],
      { initial },
      /the balance of each account/,
    ],
  ])('is refused where it makes no sense: %j', async (events, options, problem) => {
    await expect(check('bank', events, options)).rejects.toThrow(problem);
  });

  describe('of which nobody says how it began', () => {
    it('began with what a read saw, without the transfers before it', async () => {
      const seen = (a: number, b: number): ClientEvent[] => [
        [1, 'invoke', 'read'],
        [1, 'ok', 'read', { a, b }],
      ];
      expect(await check('bank', [...moved, ...seen(6, 4)])).toMatchObject({ outcome: 'valid' });
      const twice = await check('bank', [...seen(10, 0), ...moved, ...seen(10, 0)]);
      expect(twice.outcome).toBe('invalid');
      const sums = await check('bank', [...seen(10, 0), ...seen(11, 0)]);
      expect(sums.outcome).toBe('invalid');
    });

    it.each([[{ a: 6, b: 4 }], [{ a: 10, b: 0 }]])(
      'may have begun with or without transfers that overlap the read: %j',
      async (first) => {
        const { outcome } = await check('bank', [
          [0, 'invoke', 'transfer', transfer(4)],
          [1, 'invoke', 'read'],
          [1, 'ok', 'read', first],
          [0, 'ok', 'transfer', transfer(4)],
        ]);
        expect(outcome).toBe('valid');
      },
    );

    it('may have done any transfers where nothing was read', async () => {
      expect(await check('bank', moved)).toMatchObject({ outcome: 'valid' });
    });

    it('must be told where every read overlaps too many transfers', async () => {
      const open = Array.from({ length: 13 }, (_, at): ClientEvent => [
        10 + at,
        'invoke',
        'transfer',
        transfer(1),
      ]);
      const read: ClientEvent[] = [
        [0, 'invoke', 'read'],
        [0, 'ok', 'read', { a: 13, b: 0 }],
      ];
      await expect(check('bank', [...open, ...read])).rejects.toThrow(/overlaps at most 12/);
      const told = await check('bank', [...open, ...read], { initial: '{"a":13,"b":0}' });
      expect(told.outcome).toBe('valid');
    });
  });

  it('is overdrawn only where that is allowed', async () => {
    const events: ClientEvent[] = [
      [0, 'invoke', 'transfer', { from: 0, to: 1, amount: 50 }],
      [0, 'ok', 'transfer', { from: 0, to: 1, amount: 50 }],
      [0, 'invoke', 'read'],
      [0, 'ok', 'read', { 0: -40, 1: 60 }],
    ];
    expect(await check('bank', events)).toMatchObject({ outcome: 'invalid' });
    expect(await check('bank', events.slice(2))).toMatchObject({ outcome: 'invalid' });
    const allowed = { negativeBalances: true };
    expect(await check('bank', events, allowed)).toMatchObject({ outcome: 'valid' });
    await expect(check('register', events, allowed)).rejects.toThrow(
      /no --negative-balances: it says nothing of the model register/,
    );
  });

  it('is invalid where a balance is null, and says so', async () => {
    const { outcome, counterexample } = await check('bank', [
      [0, 'invoke', 'read'],
      [0, 'ok', 'read', { 0: 10, 1: null }],
    ]);
    expect(outcome).toBe('invalid');
    expect(counterexample?.reason).toContain('read() -> 0: 10, 1: null, which is no balance');
  });

  it('is read where balances are a list: the accounts are 0, 1, …', async () => {
    const read = (...balances: readonly number[]): ClientEvent[] => [
      [0, 'invoke', 'read'],
      [0, 'ok', 'read', balances],
    ];
    const move: ClientEvent[] = [
      [0, 'invoke', 'transfer', { from: 0, to: 1, amount: 4 }],
      [0, 'ok', 'transfer', { from: 0, to: 1, amount: 4 }],
    ];
    const moved = await check('bank', [...read(10, 10), ...move, ...read(6, 14)]);
    expect(moved.outcome).toBe('valid');
    const unmoved = await check('bank', [...read(10, 10), ...move, ...read(10, 10)]);
    expect(unmoved.outcome).toBe('invalid');
    const begun = await check('bank', read(10, 10), { initial: '[10,10]' });
    expect(begun.outcome).toBe('valid');
  });
});
