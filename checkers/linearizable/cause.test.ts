import { alterHistory } from '../ts-linearizability/src/generate/alterations.test.support.js';
import {
  generateHistory,
  type HistoryOf,
} from '../ts-linearizability/src/generate/history.test.support.js';
import { describe, expect, it } from 'vitest';
import {
  checkHistory,
  type Checked,
  type CheckHistoryOptions,
} from '../../tests/support/check-history.js';

function check(
  model: string,
  events: readonly string[],
  options: CheckHistoryOptions = {},
): Promise<Checked> {
  return checkHistory(`${events.join('\n')}\n`, model, options);
}

type Step = readonly [f: string, value: unknown, result?: unknown];

const event = (process: number, type: string, f: string, value: unknown): string =>
  JSON.stringify({ process, type, f, value });

/** Ops that succeed, one after the other. */
const succeed = (...steps: readonly Step[]): readonly string[] =>
  steps.flatMap(([f, value, result = value]) => [
    event(0, 'invoke', f, value),
    event(0, 'ok', f, result),
  ]);

/** An op that ends so before all others. */
const ends = (type: string, [f, value]: Step): readonly string[] => [
  event(9, 'invoke', f, value),
  event(9, type, f, value),
];

describe('a read of a failed write', () => {
  it('is invalid, and names the write with its lines', async () => {
    const report = await check('register', [
      '{:index 40, :time 100, :type :invoke, :process 2, :f :read, :value nil}',
      '{:index 43, :time 120, :type :invoke, :process 71, :f :write, :value 5}',
      '{:index 47, :time 130, :type :fail, :process 71, :f :write, :value 5, :error [:temporarily-unavailable nil]}',
      '{:index 51, :time 150, :type :ok, :process 2, :f :read, :value 5}',
    ]);
    expect(report.outcome).toBe('invalid');
    expect(report.counterexample).toMatchObject({
      reason:
        'the history is not linearizable as a register: read() -> 5 (op 0, line 1) is legal only if write(5) (op 1, line 2) took effect, but that op failed',
      failed: [
        {
          operation: 'write(5)',
          process: 71,
          invocation: { index: 1, line: 2 },
          completion: { index: 2, line: 3 },
        },
      ],
    });
  });

  it.each<readonly [model: string, failed: Step, after: readonly Step[], words: string]>([
    [
      'register',
      ['write', 5],
      [
        ['write', 4],
        ['read', null, 5],
      ],
      'write(5)',
    ],
    [
      'cas-register',
      ['write', 5],
      [
        ['cas', [5, 6]],
        ['read', null, 6],
      ],
      'write(5)',
    ],
    [
      'cas-register',
      ['cas', [4, 5]],
      [
        ['write', 4],
        ['read', null, 5],
      ],
      'cas(4, 5)',
    ],
    [
      'multi-register',
      ['txn', [['w', 'x', 5]]],
      [['txn', [['r', 'x', null]], [['r', 'x', 5]]]],
      'x := 5',
    ],
    [
      'counter',
      ['add', 3],
      [
        ['add', 2],
        ['read', null, 5],
      ],
      'add(3)',
    ],
    [
      'grow-only-set',
      ['add', 5],
      [
        ['add', 4],
        ['read', null, [4, 5]],
      ],
      'add(5)',
    ],
    ['set', ['add', 5], [['contains', 5, true]], 'add(5)'],
    [
      'set',
      ['remove', 4],
      [
        ['add', 4],
        ['read', null, []],
      ],
      'remove(4)',
    ],
    [
      'queue',
      ['enqueue', 5],
      [
        ['enqueue', 4],
        ['dequeue', null, 5],
      ],
      'enqueue(5)',
    ],
    [
      'stack',
      ['push', 5],
      [
        ['push', 4],
        ['pop', null, 5],
      ],
      'push(5)',
    ],
    ['priority-queue', ['insert', [5, 1]], [['remove-min', null, 5]], 'insert(5 at 1)'],
    [
      'mutex',
      ['release', null],
      [
        ['acquire', null],
        ['acquire', null],
      ],
      'release()',
    ],
    [
      'fenced-lock',
      ['release', 1],
      [
        ['acquire', null, 1],
        ['acquire', null, 2],
      ],
      'release(1)',
    ],
    ['key-value', ['put', ['k', 'v']], [['get', ['k', null], ['k', 'v']]], 'put(k, "v")'],
    [
      'key-value',
      ['append', ['k', 'b']],
      [
        ['append', ['k', 'a']],
        ['append', ['k', 'c']],
        ['get', ['k', null], ['k', 'abc']],
      ],
      'append(k, "b")',
    ],
    [
      'log',
      ['append', 5],
      [
        ['append', 4, 0],
        ['read', 1, 5],
      ],
      'append(5)',
    ],
  ])('of a %s is explained by %j', async (model, failed, after, words) => {
    const { outcome, counterexample } = await check(model, [
      ...ends('fail', failed),
      ...succeed(...after),
    ]);
    expect(outcome).toBe('invalid');
    expect(counterexample?.failed).toMatchObject([
      { invocation: { line: 1 }, completion: { line: 2 } },
    ]);
    expect(counterexample?.failed?.[0]?.operation).toContain(words);
    expect(counterexample?.reason).toContain(words);
    expect(counterexample?.reason).toContain('(op 0, line 1)');
    // An op of which nobody knows may have taken effect.
    const open = await check(model, [...ends('info', failed), ...succeed(...after)]);
    expect(open.outcome).toBe('valid');
  });

  it('is of the same key', async () => {
    const write = (type: string, key: string) => ends(type, ['write', [key, 5]]);
    const read = succeed(['read', ['a', null], ['a', 5]]);
    const options = { independent: true };
    const same = await check('register', [...write('fail', 'a'), ...read], options);
    expect(same.counterexample?.failed).toHaveLength(1);
    const other = await check('register', [...write('fail', 'b'), ...read], options);
    expect(other.outcome).toBe('invalid');
    expect(other.counterexample?.failed).toBeUndefined();
  });

  it('needs what succeeded too: that may be more than the witness', async () => {
    const steps = [
      ...ends('fail', ['cas', [1, 2]]),
      ...succeed(['write', 1], ['write', 3], ['write', 1], ['read', null, 2]),
    ];
    const { counterexample } = await check('cas-register', steps);
    expect(counterexample?.failed).toMatchObject([{ operation: 'cas(1, 2) -> ?' }]);
  });

  it('names no failed op that does not help', async () => {
    const { counterexample } = await check('register', [
      ...ends('fail', ['write', 6]),
      ...ends('fail', ['read', null]),
      ...ends('fail', ['unheard-of', null]),
      ...succeed(['read', null, 5]),
    ]);
    expect(counterexample?.failed).toBeUndefined();
    expect(counterexample?.reason).toMatch(/nothing can have written$/);
  });
});

describe('a value that nobody wrote, but for its type', () => {
  it('is invalid, and both are named', async () => {
    const { outcome, counterexample } = await check('register', [
      '{"process":0,"type":"invoke","f":"write","value":41}',
      '{"process":0,"type":"ok","f":"write","value":41}',
      '{"process":1,"type":"invoke","f":"read","value":null}',
      '{"process":1,"type":"ok","f":"read","value":"41"}',
    ]);
    expect(outcome).toBe('invalid');
    expect(counterexample?.reason).toContain(
      '"41" in read() -> "41" (op 2, line 3) and 41 in write(41) (op 0, line 1) differ in their types only: a string and a number',
    );
  });

  it.each<readonly [model: string, wrote: Step, saw: Step]>([
    ['register', ['write', '41'], ['read', null, 41]],
    ['register', ['write', { a: [1] }], ['read', null, { a: ['1'] }]],
    ['register', ['write', true], ['read', null, 'true']],
    ['cas-register', ['write', 4], ['cas', ['4', 5]]],
    ['multi-register', ['txn', [['w', 'x', 5]]], ['txn', [['r', 'x', null]], [['r', 'x', '5']]]],
    ['grow-only-set', ['add', 5], ['read', null, ['5']]],
    ['set', ['add', 5], ['contains', '5', true]],
    ['queue', ['enqueue', 5], ['dequeue', null, '5']],
    ['stack', ['push', 5], ['pop', null, '5']],
    ['priority-queue', ['insert', [5, 1]], ['remove-min', null, '5']],
    ['log', ['append', 5, 0], ['read', 0, '5']],
    [
      'list-append',
      ['txn', [['append', 'x', 5]]],
      ['txn', [['r', 'x', null]], [['r', 'x', ['5']]]],
    ],
  ])('is told apart in a %s', async (model, wrote, saw) => {
    const report = await check(model, [...succeed(wrote), ...succeed(saw)]);
    expect(report.outcome).toBe('invalid');
    const reason = report.counterexample?.reason ?? report.anomalies?.[0]?.reason;
    expect(reason).toContain('differ in their types only');
  });

  it('may be a key', async () => {
    const events = [...succeed(['write', [1, 5]]), ...succeed(['read', ['1', null], ['1', 5]])];
    const { outcome, counterexample } = await check('register', events, { independent: true });
    expect(outcome).toBe('invalid');
    expect(counterexample?.reason).toContain('the keys "1" and 1 differ in their types only');
  });

  it('is not said of values that would be wrong in any type', async () => {
    const steps = succeed(['write', '5'], ['write', 5], ['write', 6], ['read', null, 5]);
    const { counterexample } = await check('register', steps);
    expect(counterexample?.reason).not.toContain('types');
  });
});

describe('a witness with writes that are there to be understood', () => {
  it('is not called minimal', async () => {
    const options = { operations: 300, clients: 5, seed: 35, reads: 1 / 3, values: { size: 3 } };
    const sound: HistoryOf<'cas-register'> = generateHistory('cas-register', options);
    const events = (alterHistory('cas-register', sound)?.history ?? []).flatMap((one) => {
      const { input, output, clientId } = one;
      // A failed cas that says what it saw is a read of that.
      const seen = typeof output === 'object' && output !== null && 'seen' in output;
      const f = seen ? 'read' : input.f;
      const given =
        input.f === 'cas' ? [input.from, input.to] : input.f === 'write' ? input.value : null;
      const answer = seen ? output['seen'] : f === 'read' ? output : given;
      return [
        { at: one.call, line: event(Number(clientId), 'invoke', f, f === 'read' ? null : given) },
        { at: one.return, line: event(Number(clientId), 'ok', f, answer) },
      ];
    });
    const inOrder = events.toSorted((a, b) => a.at - b.at).map(({ line }) => line);
    const report = await check('cas-register', inOrder);
    expect(report.outcome).toBe('invalid');
    expect(report.counterexample?.minimal).toBe(false);
  });
});
