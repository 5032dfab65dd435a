import { describe, expect, it } from 'vitest';
import { checkOperations } from '../check/check.js';
import { generateHistory } from '../generate/history.test.support.js';
import type { KeyValueInput, KeyValueOutput } from '../models/inputs.js';
import { keyValue } from '../models/key-value.js';
import type { Operation } from '../types.js';

type Kv = Operation<KeyValueInput, KeyValueOutput>;

const key = 'k';
const put = (value: string, call: number, returned = call + 1): Kv => ({
  input: { f: 'put', key, value },
  call,
  return: returned,
});
const append = (value: string, call: number, returned = call + 1): Kv => ({
  input: { f: 'append', key, value },
  call,
  return: returned,
});
const get = (output: string | null, call: number, returned = call + 1): Kv => ({
  input: { f: 'get', key },
  output,
  call,
  return: returned,
});

/** Method and verdict, the same as the search's. */
function judge(operations: readonly Kv[], model = keyValue()): readonly string[] {
  const { verdict, partitions } = checkOperations(model, operations);
  expect(checkOperations(model, operations, { method: 'search' }).verdict).toBe(verdict);
  return [...partitions.map((part) => (part.verdict === 'unknown' ? '?' : part.method)), verdict];
}

describe('appends of different texts', () => {
  it('are ordered by the texts that were seen', () => {
    const both = [append('a', 0, 9), append('b', 1, 9)];
    expect(judge([...both, get('ba', 10)])).toEqual(['register-zones', 'ok']);
    expect(judge([...both, get('b', 3), get('ab', 10)])).toEqual(['register-zones', 'illegal']);
    expect(judge([...both, get('ba', 10), get('ab', 12)])).toEqual(['register-zones', 'illegal']);
    expect(judge([append('a', 0), append('b', 2), get('ba', 4)])).toEqual([
      'register-zones',
      'illegal',
    ]);
  });

  it('start after a put, or after what was there at first', () => {
    expect(judge([put('x', 0), append('a', 2), get('xa', 4)])).toEqual(['register-zones', 'ok']);
    expect(judge([put('x', 0), append('a', 2), get('a', 4)])).toEqual([
      'register-zones',
      'illegal',
    ]);
    const model = keyValue(null, { k: 'x' });
    expect(judge([get('x', 0), append('a', 2), get('xa', 4)], model)).toEqual([
      'register-zones',
      'ok',
    ]);
    expect(judge([get(null, 0), append('a', 2), get('a', 4)], keyValue(null))).toEqual([
      'register-zones',
      'ok',
    ]);
    // What was never written is not the empty text here.
    expect(judge([get('', 0), append('a', 2)], keyValue(null))).toEqual([
      'register-zones',
      'illegal',
    ]);
    expect(judge([get('none', 0), append('a', 2), get('a', 4)], keyValue('none'))).toEqual([
      'register-zones',
      'ok',
    ]);
  });

  it('that nobody saw need room, those without an answer none', () => {
    expect(judge([append('a', 0), get('', 2), put('x', 4)])).toEqual(['register-zones', 'illegal']);
    expect(judge([append('a', 0, Infinity), get('', 2), get('b', 4)])).toEqual([
      'register-zones',
      'illegal',
    ]);
    expect(judge([append('a', 0), put('x', 2), get('x', 4)])).toEqual(['register-zones', 'ok']);
    const crashed = Array.from({ length: 40 }, (_, i) => append(`c${i};`, i, Infinity));
    const seen = [...crashed, get('c7;c30;', 50), get('c7;c30;', 52)];
    expect(checkOperations(keyValue(), seen).verdict).toBe('ok');
    const torn = [...crashed, get('c7;c30;', 50), get('c7;', 52)];
    expect(checkOperations(keyValue(), torn).verdict).toBe('illegal');
  });

  it('may be seen once only', () => {
    expect(judge([append('a', 0), get('aa', 2)])).toEqual(['register-zones', 'illegal']);
    const two = [put('x', 0, 5), put('y', 0, 5), append('a', 6), get('xa', 8), get('ya', 10)];
    expect(judge(two)).toEqual(['register-zones', 'illegal']);
  });

  it('leave to the search what can be read in several ways', () => {
    const either = [append('a', 0, 9), append('b', 0, 9), append('ab', 0, 9)];
    expect(judge([...either, get('ab', 3, 20)])[0]).not.toBe('register-zones');
    const twice = [append('a', 0, 9), append('a', 0, 9), get('a', 3, 8)];
    expect(judge(twice)).toEqual(['depth-first', 'ok']);
    expect(judge([put('', 0), append('a', 2), get('a', 4)])).toEqual(['depth-first', 'ok']);
  });

  it('of a store of which half the clients crash are judged at once', () => {
    const options = { operations: 3000, clients: 10, crashRate: 0.5, appends: 0.5, keys: 5 };
    const history = generateHistory('key-value', options);
    const result = checkOperations(keyValue(), history, { timeoutMs: 10_000 });
    expect(result.verdict).toBe('ok');
    const at = history.findLastIndex(
      ({ input, output }) => input.f === 'get' && output !== undefined,
    );
    const wrong = history.map((operation, i) =>
      i === at ? { ...operation, output: `${operation.output}zz` } : operation,
    );
    expect(checkOperations(keyValue(), wrong, { timeoutMs: 10_000 }).verdict).toBe('illegal');
  });
});
