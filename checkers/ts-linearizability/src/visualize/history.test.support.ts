import { checkOperations } from '../check/check.js';
import type { KeyValueInput, KeyValueOutput } from '../models/inputs.js';
import { keyValue } from '../models/key-value.js';
import type { Operation } from '../types.js';
import type { Visualization } from './data.js';
import { visualize } from './visualize.js';

export type Kv = Operation<KeyValueInput, KeyValueOutput>;

export const put = (value: string, call: number, returned: number, clientId = 0): Kv => ({
  clientId,
  input: { f: 'put', key: 'k', value },
  call,
  return: returned,
});
export const get = (output: string, call: number, returned: number, clientId = 0): Kv => ({
  clientId,
  input: { f: 'get', key: 'k' },
  output,
  call,
  return: returned,
});

/** A picture of key k. */
export function pictureOf(operations: readonly Kv[], mostOperations = 200): Visualization {
  const result = checkOperations(keyValue(), operations);
  const part = result.partitions.find(({ key }) => key === 'k');
  if (part === undefined) {
    throw new Error('no partition k');
  }
  return visualize(keyValue(), operations, part, { mostOperations });
}

/** A get that no order explains, after a put of something else. */
export const stale = [put('a', 0, 1), put('b', 2, 3, 1), get('a', 4, 5, 2), get('b', 6, 7)];
