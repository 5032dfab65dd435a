import { describe, expect, it } from 'vitest';

import { InputError } from '../../harness/core/errors.js';
import { checkHistory, type CheckHistoryOptions } from '../../tests/support/check-history.js';

type Step = readonly [f: string, value: unknown, result?: unknown, overlaps?: true];

/** Ops one after the other; one that overlaps ends with the op after it. */
function lines(steps: readonly Step[]): string {
  const ended: string[] = [];
  const all = steps.flatMap(([f, value, result = value, overlaps], process) => {
    const event = (type: string, what: unknown): string =>
      JSON.stringify({ process, type, f, value: what });
    const completion = event('ok', result);
    if (overlaps !== true) return [event('invoke', value), completion, ...ended.splice(0)];
    ended.push(completion);
    return [event('invoke', value)];
  });
  return `${[...all, ...ended].join('\n')}\n`;
}

async function outcomeOf(
  model: string,
  steps: readonly Step[],
  options: CheckHistoryOptions = {},
): Promise<string> {
  const report = await checkHistory(lines(steps), model, { explain: true, ...options });
  const { legalOrders = [] } = report;
  if (report.outcome === 'valid') {
    expect(legalOrders.filter(({ validated }) => validated !== true)).toEqual([]);
  }
  return report.outcome;
}

const READS: readonly Step[] = [
  ['read', ['a', null], ['a', 5]],
  ['read', ['b', null], ['b', 7]],
];

describe('a state at first by key', () => {
  const independent = true;

  it('is that of the keys that are named, with --initial for the others', async () => {
    const byKey = { independent, initialByKey: '{"a":5,"b":7}' };
    expect(await outcomeOf('register', READS, { independent })).toBe('invalid');
    expect(await outcomeOf('register', READS, byKey)).toBe('valid');
    expect(await outcomeOf('cas-register', READS, byKey)).toBe('valid');
    const swapped = { independent, initialByKey: '{"a":7,"b":5}' };
    expect(await outcomeOf('register', READS, swapped)).toBe('invalid');
    const rest = { independent, initialByKey: '{"a":5}', initial: '7' };
    expect(await outcomeOf('register', READS, rest)).toBe('valid');
    expect(await outcomeOf('register', READS, { ...rest, initial: '8' })).toBe('invalid');
    expect(await outcomeOf('register', READS, { ...rest, initial: 'unknown' })).toBe('valid');
  });

  it('names keys that are numbers, or texts that look like some', async () => {
    const read = (key: unknown): readonly Step[] => [['read', [key, null], [key, 5]]];
    const options = { independent, initialByKey: '{"1":5}' };
    expect(await outcomeOf('register', read(1), options)).toBe('valid');
    expect(await outcomeOf('register', read('1'), options)).toBe('valid');
  });

  it('holds for models that have keys of their own within', async () => {
    const steps: readonly Step[] = [['get', ['x', ['k', null]], ['x', ['k', 'v']]]];
    const options = { independent, initialByKey: '{"x":{"k":"v"}}' };
    expect(await outcomeOf('key-value', steps, options)).toBe('valid');
    expect(await outcomeOf('key-value', steps, { independent })).toBe('invalid');
  });

  it.each<readonly [text: string, options: CheckHistoryOptions, expected: string]>([
    ['{"a":5}', {}, '--initial-by-key together with --independent'],
    ['[5]', { independent }, '--initial-by-key to be an object'],
    ['a=5', { independent }, '--initial-by-key to be JSON'],
    ['{"a":5,"c":1}', { independent }, '(initialByKey) to be of keys of the history'],
  ])('is refused as %s', async (initialByKey, options, expected) => {
    const error: unknown = await outcomeOf('register', READS, { ...options, initialByKey }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).message).toContain(expected);
  });
});

describe('a state at first that is unknown', () => {
  const unknown = { initial: 'unknown' };

  it('is what the first reads tell, of every key', async () => {
    const options = { ...unknown, independent: true };
    expect(await outcomeOf('register', READS, options)).toBe('valid');
    expect(await outcomeOf('cas-register', READS, options)).toBe('valid');
    const torn: readonly Step[] = [...READS, ['read', ['a', null], ['a', 6]]];
    expect(await outcomeOf('register', torn, options)).toBe('invalid');
  });

  it.each(['register', 'cas-register'])(
    'of a %s may be read until it is overwritten',
    async (m) => {
      const wrote: Step = ['write', 9];
      expect(await outcomeOf(m, [['read', null, 5], wrote, ['read', null, 9]], unknown)).toBe(
        'valid',
      );
      expect(await outcomeOf(m, [['read', null, 5], wrote, ['read', null, 5]], unknown)).toBe(
        'invalid',
      );
      expect(await outcomeOf(m, [wrote, ['read', null, 5]], unknown)).toBe('invalid');
      // The write of 5 is still to come when 5 is read a second time.
      const late: readonly Step[] = [
        ['write', 5, 5, true],
        ['read', null, 5],
        ['write', 7],
        ['read', null, 7],
        ['write', 5],
        ['read', null, 5],
      ];
      expect(await outcomeOf(m, late, unknown)).toBe('valid');
    },
  );

  it('of a cas-register may be what a cas expected', async () => {
    const cas: readonly Step[] = [
      ['cas', [5, 6]],
      ['read', null, 6],
    ];
    expect(await outcomeOf('cas-register', cas, unknown)).toBe('valid');
    const after: readonly Step[] = [['read', null, 4], ...cas];
    expect(await outcomeOf('cas-register', after, unknown)).toBe('invalid');
  });

  it('of a key may be the beginning of what was appended to', async () => {
    const append: Step = ['append', ['k', 'c']];
    const get = (text: string | null): Step => ['get', ['k', null], ['k', text]];
    expect(await outcomeOf('key-value', [append, get('abc')], unknown)).toBe('valid');
    expect(await outcomeOf('key-value', [get('ab'), append, get('abc')], unknown)).toBe('valid');
    expect(await outcomeOf('key-value', [get(null), append, get('c')], unknown)).toBe('valid');
    expect(await outcomeOf('key-value', [append, get('ab')], unknown)).toBe('invalid');
    expect(await outcomeOf('key-value', [get('a'), append, get('abc')], unknown)).toBe('invalid');
    const put: Step = ['put', ['k', 'x']];
    expect(await outcomeOf('key-value', [put, get('ab')], unknown)).toBe('invalid');
  });

  it('of a key-value store can be given as an object', async () => {
    const get = (key: string, text: string): Step => ['get', [key, null], [key, text]];
    const initial = '{"k":"ab"}';
    expect(await outcomeOf('key-value', [get('k', 'ab'), get('l', '')], { initial })).toBe('valid');
    expect(await outcomeOf('key-value', [get('k', '')], { initial })).toBe('invalid');
  });

  it('of a grow-only set is what every read saw', async () => {
    const read = (...elements: number[]): Step => ['read', null, elements];
    const add: Step = ['add', 3];
    expect(await outcomeOf('grow-only-set', [read(1, 2), add, read(1, 2, 3)], unknown)).toBe(
      'valid',
    );
    expect(await outcomeOf('grow-only-set', [read(1), add, read(1, 2, 3)], unknown)).toBe(
      'invalid',
    );
  });

  it('of a mutex is free or held', async () => {
    expect(
      await outcomeOf(
        'mutex',
        [
          ['release', null],
          ['acquire', null],
        ],
        unknown,
      ),
    ).toBe('valid');
    expect(await outcomeOf('mutex', [['acquire', null]], unknown)).toBe('valid');
    expect(
      await outcomeOf(
        'mutex',
        [
          ['acquire', null],
          ['acquire', null],
        ],
        unknown,
      ),
    ).toBe('invalid');
  });

  it('is refused for a model of which nothing tells it', async () => {
    const error: unknown = await outcomeOf('queue', [['enqueue', 1]], unknown).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).message).toContain(
      'register, cas-register, grow-only-set, mutex, key-value and bank',
    );
  });
});
