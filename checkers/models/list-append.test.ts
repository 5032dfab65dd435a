import { describe, expect, it } from 'vitest';
import {
  checkEvents as check,
  type CheckHistoryOptions,
  type ClientEvent,
} from '../../tests/support/check-history.js';

describe('list-append', () => {
  const txn = (process: number, value: unknown, seen: unknown = value): ClientEvent[] => [
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
    expect(report).toMatchObject({ outcome: 'valid' });
  });

  const appended = [...txn(0, [['append', 'x', 1]]), ...txn(0, [['append', 'x', 2]])];

  it.each([
    ['not what was appended last', [1]],
    ['another order', [2, 1]],
    ['what nobody appended', [1, 2, 3]],
    ['nothing', null],
  ])('is invalid where a read holds %s', async (_what, list) => {
    const read = txn(1, [['r', 'x', null]], [['r', 'x', list]]);
    const { outcome, anomalies } = await check('list-append', [...appended, ...read]);
    expect(outcome).toBe('invalid');
    expect(anomalies?.[0]?.transactions[0]?.invocation.line).toBeGreaterThan(0);
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

  it.each<[readonly ClientEvent[], RegExp]>([
    [[[0, 'invoke', 'txn', 7]], /a transaction: a list/],
    [[[0, 'invoke', 'txn', [['w', 'x', 1]]]], /\[append key value\]/],
    [[[0, 'invoke', 'add', 1]], /an op of the model/],
    [txn(0, [['r', 'x', null]], [['r', 'x', 5]]), /the list that was read of x/],
    [txn(0, [['r', 'x', null]], []), /the 1 steps/],
  ])('is refused where it makes no sense: %j', async (events, problem) => {
    await expect(check('list-append', events)).rejects.toThrow(problem);
  });

  it('is refused where the answer has other steps than were asked for', async () => {
    const other = txn(0, [['r', 'x', null]], [['r', 'y', []]]);
    await expect(check('list-append', other)).rejects.toThrow(/in their order/);
  });

  it.each<[CheckHistoryOptions, RegExp]>([
    [{ independent: true }, /no --independent: a transaction of list-append names its keys itself/],
    [{ oneObject: true }, /no --one-object: a transaction of list-append names its keys itself/],
    [{ initial: '{}' }, /no --initial: every list of list-append is empty at first/],
  ])('is refused with an option that makes no sense: %j', async (options, problem) => {
    await expect(check('list-append', appended, options)).rejects.toThrow(problem);
  });

  it('is judged against a level that only transactions have', async () => {
    const options = { consistencyModel: 'serializable' };
    await expect(check('counter', appended, options)).rejects.toThrow(/no --consistency-model/);
    await expect(check('register', appended, options)).rejects.toThrow(
      /--consistency-model to be one of linearizable, sequential, causal, pram/,
    );
  });

  it('is invalid where a read holds what a failed transaction appended', async () => {
    const { outcome, verdict } = await check('list-append', [
      [0, 'invoke', 'txn', [['append', 'x', 1]]],
      [0, 'fail', 'txn', [['append', 'x', 1]]],
      ...txn(1, [['r', 'x', null]], [['r', 'x', [1]]]),
    ]);
    expect({ outcome, counts: verdict.details['anomalies'] }).toEqual({
      outcome: 'invalid',
      counts: { G1a: 1 },
    });
  });

  it('is unknown where a value was appended twice, and says of which key', async () => {
    const twice = [...txn(0, [['append', 'x', 1]]), ...txn(0, [['append', 'x', 1]])];
    const { outcome, reason } = await check('list-append', twice);
    expect(outcome).toBe('unknown');
    expect(reason).toMatch(/1 key could not be judged: 1 was appended to x more than once/);
  });

  it('is unknown where the history is empty', async () => {
    expect(await check('list-append', [])).toMatchObject({ outcome: 'unknown' });
  });

  /** Rounds of concurrent appends, each followed by a read of them in an order of the store's own. */
  function rounds(clients: number, lists: (list: readonly number[], round: number) => unknown) {
    const events: ClientEvent[] = [];
    const list: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      const values = Array.from({ length: clients }, (_, client) => round * clients + client);
      for (const type of ['invoke', 'ok']) {
        for (const [client, value] of values.entries()) {
          events.push([client, type, 'txn', [['append', 'h', value]]]);
        }
      }
      list.push(...values.filter((value) => value % 3 === 2), ...values.filter((v) => v % 3 < 2));
      events.push(...txn(99, [['r', 'h', null]], [['r', 'h', lists(list, round)]]));
    }
    return events;
  }

  it('is valid where ten clients append at once, in whatever order that took effect', async () => {
    const report = await check(
      'list-append',
      rounds(10, (list) => [...list]),
      { explain: true },
    );
    expect(report).toMatchObject({ outcome: 'valid', operations: 44 });
    expect(report.legalOrders?.[0]?.validated).toBe(true);
  });

  it('is invalid where a later read of twelve such has another order', async () => {
    const turned = rounds(12, (list, round) => (round === 3 ? [...list].reverse() : [...list]));
    const { outcome, anomalies } = await check('list-append', turned);
    expect(outcome).toBe('invalid');
    expect(anomalies?.[0]).toMatchObject({ type: 'incompatible-order' });
    expect(anomalies?.[0]?.transactions.map(({ process }) => process)).toEqual([99, 99]);
  });

  it('is serializable, but not strictly, where only real time is contradicted', async () => {
    const read = [
      ['r', 'p', null],
      ['r', 'q', null],
    ];
    const seen = [
      ['r', 'p', []],
      ['r', 'q', [8]],
    ];
    const events: ClientEvent[] = [
      [0, 'invoke', 'txn', read],
      ...txn(1, [['append', 'p', 7]]),
      ...txn(1, [['append', 'q', 8]]),
      [0, 'ok', 'txn', seen],
    ];
    const serializable = { consistencyModel: 'serializable' };
    expect(await check('list-append', events, serializable)).toMatchObject({ outcome: 'valid' });
    const { outcome, reason, anomalies } = await check('list-append', events);
    expect(outcome).toBe('invalid');
    expect(reason).toBe(
      'the history is not strict-serializable: G-single-process (1), causality-violation (1), pram-violation (1); the weakest that it breaks: causal and pram; the strongest levels that nothing speaks against are serializable, read-atomic and strong-read-committed',
    );
    expect(anomalies?.[0]).toMatchObject({
      transactions: [
        { operation: 'read(p) -> [], read(q) -> [8]', invocation: { line: 1 } },
        { operation: 'append(p, 7)', invocation: { line: 1 } },
        { operation: 'append(q, 8)', invocation: { line: 1 } },
      ],
      dependencies: [{ kind: 'rw' }, { kind: 'process' }, { kind: 'wr' }],
    });
  });

  it('is invalid where a transaction reads what it appends later', async () => {
    const ops = (list: readonly number[] | null) => [
      ['r', 'm', list],
      ['append', 'm', 1],
    ];
    const { outcome, anomalies } = await check('list-append', txn(1, ops(null), ops([1])));
    expect(outcome).toBe('invalid');
    expect(anomalies?.[0]?.reason).toBe('T1 read 1 in the list of m before it appended it.');
  });
});
