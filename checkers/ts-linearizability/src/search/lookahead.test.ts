import { describe, expect, it } from 'vitest';
import { checkOperations } from '../check/check.js';
import type { KeyValueInput, KeyValueOutput } from '../models/inputs.js';
import { keyValue } from '../models/key-value.js';
import type { Model, Operation } from '../types.js';

type Kv = Operation<KeyValueInput, KeyValueOutput>;

const BATCHES = 4;
const SIZE = 12;

/** Batches of concurrent appends of the same texts, each batch read as a whole after it. */
function batches(wrong: boolean): Kv[] {
  const operations: Kv[] = [];
  let text = '';
  for (let batch = 0; batch < BATCHES; batch++) {
    const at = 10 * batch;
    for (let i = 0; i < SIZE; i++) {
      const value = String.fromCharCode(97 + i);
      operations.push({ input: { f: 'append', key: 'k', value }, call: at, return: at + 1 });
      text = i % 2 === 0 ? text + value : text.slice(0, -1) + value + text.slice(-1);
    }
    const isWrong = wrong && batch === BATCHES - 1;
    const seen = isWrong ? text.slice(1, 2) + text.slice(0, 1) + text.slice(2) : text;
    operations.push({ input: { f: 'get', key: 'k' }, output: seen, call: at + 2, return: at + 3 });
  }
  return operations;
}

/** A list as a user would write it, with what its states can lead to. */
const list: Model<string, string, string> = {
  name: 'list',
  init: () => [''],
  step: (state, input, output) =>
    input !== 'read' ? [state + input] : output === undefined || output === state ? [state] : [],
  readOnly: (input) => input === 'read',
  canLeadTo: (state, input, output) => input !== 'read' || (output ?? '').startsWith(state),
};

describe('what states can lead to', () => {
  it('decides many concurrent appends of texts that are appended again and again', () => {
    const options = { timeoutMs: 5000, method: 'search' as const };
    expect(checkOperations(keyValue(), batches(false), options).verdict).toBe('ok');
    expect(checkOperations(keyValue(), batches(true), options).verdict).toBe('illegal');
  });

  it('is taken from the model of a user', () => {
    const operations = batches(false).map(({ input, output, ...times }) => ({
      input: input.f === 'get' ? 'read' : input.value,
      ...(typeof output === 'string' ? { output } : {}),
      ...times,
    }));
    const options = { timeoutMs: 5000 };
    expect(checkOperations(list, operations, options).verdict).toBe('ok');
    const { canLeadTo: _, ...blind } = list;
    expect(checkOperations(blind, operations, { timeoutMs: 200 }).verdict).toBe('unknown');
  });

  it('is not asked across operations that overwrite, whether or not these were answered', () => {
    const get = (output: string, call: number): Kv => ({
      input: { f: 'get', key: 'k' },
      output,
      call,
      return: call + 1,
    });
    const put = (value: string, call: number, returned: number): Kv => ({
      input: { f: 'put', key: 'k', value },
      call,
      return: returned,
    });
    const options = { method: 'search' as const };
    const before = [put('x', 0, 1), get('x', 2)];
    for (const returned of [6, Infinity]) {
      const legal = [...before, put('y', 3, returned), get('y', 4)];
      expect(checkOperations(keyValue(), legal, options).verdict).toBe('ok');
      const late = [...before, put('y', 6, returned + 2), get('y', 4)];
      expect(checkOperations(keyValue(), late, options).verdict).toBe('illegal');
    }
  });
});
