import { describe, expect, it } from 'vitest';

import {
  checkHistory,
  type Checked,
  type CheckHistoryOptions,
} from '../../tests/support/check-history.js';

type Step = readonly [process: number, type: string, f: string, value?: unknown];

function check(
  steps: readonly Step[],
  options: CheckHistoryOptions = {},
  model = 'log',
): Promise<Checked> {
  const lines = steps.map(([process, type, f, value]) => ({ process, type, f, value }));
  return checkHistory(JSON.stringify(lines), model, options);
}

const op = (process: number, f: string, value: unknown, result: unknown): Step[] => [
  [process, 'invoke', f, value],
  [process, 'ok', f, result],
];

describe('a log that leaves out an offset', () => {
  const gap = [...op(0, 'append', 'a', 0), ...op(0, 'append', 'b', 2)];
  const gaps = { offsetGaps: true };

  it('is invalid, or valid where gaps are allowed', async () => {
    const history = [...gap, ...op(0, 'read', 2, 'b'), ...op(0, 'read', 1, null)];
    expect(await check(history)).toMatchObject({ outcome: 'invalid' });
    expect(await check(history, gaps)).toMatchObject({ outcome: 'valid' });
  });

  it.each([
    ['offsets fall', op(0, 'append', 'c', 1)],
    ['two values have one offset', op(0, 'append', 'c', 2)],
    ['a read sees what nobody appended', op(0, 'read', 1, 'x')],
    ['a read does not see what is there', op(0, 'read', 2, null)],
    ['a value is at another offset', op(0, 'read', 2, 'a')],
    ['the length is less than there is', op(0, 'length', null, 2)],
  ])('is invalid all the same where %s', async (_what, wrong) => {
    const { outcome, counterexample } = await check([...gap, ...wrong], gaps);
    expect(outcome).toBe('invalid');
    expect(counterexample?.minimal).toBe(true);
  });

  it('has an append without an answer where it was seen, or nowhere', async () => {
    const open: Step = [5, 'invoke', 'append', 'c'];
    expect(await check([open, ...gap], gaps)).toMatchObject({ outcome: 'valid' });
    const seen = await check([open, ...gap, ...op(0, 'read', 7, 'c')], gaps);
    expect(seen.outcome).toBe('valid');
    const twice = [...op(0, 'read', 7, 'c'), ...op(0, 'read', 9, 'c')];
    expect(await check([open, ...gap, ...twice], gaps)).toMatchObject({ outcome: 'invalid' });
  });

  it('is said of logs only', async () => {
    await expect(check(gap, gaps, 'list-append')).rejects.toThrow(
      /no --offset-gaps: it says nothing of the model list-append/,
    );
  });
});

describe('sends and polls, as Jepsen records them of Kafka', () => {
  const send = (process: number, key: unknown, value: unknown, offset: number): Step[] =>
    op(process, 'send', [['send', key, value]], [['send', key, [offset, value]]]);
  const poll = (process: number, polled: object): Step[] =>
    op(process, 'poll', [['poll']], [['poll', polled]]);

  it('are a log per key, with gaps', async () => {
    const report = await check([
      ...op(7, 'subscribe', [0, 'b'], [0, 'b']),
      ...send(0, 0, 5, 0),
      ...send(1, 'b', 6, 10),
      ...send(0, 0, 7, 3),
      ...poll(2, {
        0: [
          [0, 5],
          [3, 7],
        ],
        b: [[10, 6]],
      }),
      ...poll(2, {}),
      ...op(
        3,
        'txn',
        [['send', 0, 8], ['poll']],
        [
          ['send', 0, [4, 8]],
          ['poll', { b: [[10, 6]] }],
        ],
      ),
      ...op(3, 'send', [['send', 0, 9]], [['send', 0, 9]]),
    ]);
    expect(report).toMatchObject({ outcome: 'valid', partitions: 2 });
  });

  it.each<readonly [what: string, events: readonly Step[]]>([
    [
      'a poll passed over a record',
      poll(2, {
        0: [
          [0, 5],
          [9, 8],
        ],
      }),
    ],
    ['one offset has two values', poll(2, { 0: [[3, 8]] })],
    [
      'one value is at two offsets',
      poll(2, {
        0: [
          [3, 7],
          [4, 7],
        ],
      }),
    ],
    ['a poll saw what nobody sent', poll(2, { 0: [[4, 99]] })],
    ['offsets fall in real time', send(2, 0, 11, 2)],
    [
      'a poll saw what a failed send sent',
      [
        [4, 'invoke', 'send', [['send', 0, 12]]],
        [4, 'fail', 'send', [['send', 0, 12]]],
        ...poll(2, { 0: [[10, 12]] }),
      ],
    ],
  ])('are invalid where %s', async (_what, wrong) => {
    const sent = [...send(0, 0, 5, 0), ...send(0, 0, 7, 3), ...send(0, 0, 8, 9)];
    const { outcome, counterexample } = await check([...sent, ...wrong]);
    expect(outcome).toBe('invalid');
    expect(counterexample?.key).toBe('0');
  });

  it('may have been sent by one that nobody answered', async () => {
    const open: Step = [4, 'invoke', 'send', [['send', 0, 12]]];
    expect(await check([open, ...poll(2, { 0: [[10, 12]] })])).toMatchObject({ outcome: 'valid' });
  });

  it.each<readonly [Step[], RegExp]>([
    [op(0, 'send', 5, 5), /a list of steps/],
    [op(0, 'send', [['push', 1, 2]], null), /a list of steps/],
    [op(0, 'txn', [['w', 'x', 1]], [['w', 'x', 1]]), /\[send key value\] or \[poll\]/],
    [op(0, 'poll', [['poll']], [['poll', { 0: [[1]] }]]), /the records of a poll/],
    [op(0, 'poll', [['poll']], [['poll', 5]]), /what a poll answers/],
    [op(0, 'poll', [['poll']], []), /the 1 steps/],
  ])('are refused where they make no sense: %j', async (events, problem) => {
    await expect(check(events)).rejects.toThrow(problem);
  });
});
