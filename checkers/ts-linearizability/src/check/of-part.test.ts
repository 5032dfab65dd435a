import { describe, expect, it } from 'vitest';
import type { KeyValueInput, KeyValueOutput } from '../models/inputs.js';
import { keyValue } from '../models/key-value.js';
import { checkOperationsInWorkers } from '../pool/pool.js';
import { localWorker } from '../pool/workers.test.support.js';
import type { CheckOptions, Operation } from '../types.js';
import { visualize } from '../visualize/visualize.js';
import { checkOperations } from './check.js';

type Kv = Operation<KeyValueInput, KeyValueOutput>;

const get = (key: string, output: string, at: number): Kv => ({
  input: { f: 'get', key },
  output,
  call: at,
  return: at + 1,
});

/** A store in which every key holds its own name at first. */
const ownName = (): ReturnType<typeof keyValue> => ({
  ...keyValue(),
  ofPart: (key, operations) => keyValue('', operations.length > 0 ? { [key]: key } : {}),
});

const right = [get('a', 'a', 0), get('b', 'b', 2)];
const wrong = [get('a', 'a', 0), get('b', 'a', 2)];
const ways: readonly CheckOptions[] = [{}, { method: 'search' }];

describe('the model of a part', () => {
  it.each(ways)('judges that part, and explains it: %o', (options) => {
    expect(checkOperations(ownName(), right, options).verdict).toBe('ok');
    const result = checkOperations(ownName(), wrong, options);
    expect(result.verdict === 'illegal' && result.illegal.key).toBe('b');
    expect(result.verdict === 'illegal' && result.illegal.explanation?.witness).toEqual([1]);
  });

  it('also judges it in a worker', async () => {
    const startWorker = () => localWorker({ model: ownName });
    const pool = { startWorker, workers: 2, model: 'key-value' };
    expect((await checkOperationsInWorkers(ownName(), right, pool)).verdict).toBe('ok');
    expect((await checkOperationsInWorkers(ownName(), wrong, pool)).verdict).toBe('illegal');
  });

  it('tells the states in its picture', () => {
    const [part] = checkOperations(ownName(), right).partitions;
    const picture = part === undefined ? undefined : visualize(ownName(), right, part);
    expect(picture?.linearizations[0]?.steps[0]?.before).toBe('a="a"');
  });
});

describe('a key-value store that holds something at first', () => {
  const store = keyValue(null, { a: '1' });

  it.each(ways)('reads that, appends to it, and has other keys missing: %o', (options) => {
    const append: Kv = { input: { f: 'append', key: 'a', value: '2' }, call: 2, return: 3 };
    const missing: Kv = { ...get('b', '', 6), output: null };
    const legal = [get('a', '1', 0), append, get('a', '12', 4), missing];
    expect(checkOperations(store, legal, options).verdict).toBe('ok');
    expect(checkOperations(store, [get('a', '1', 0), missing], options).verdict).toBe('ok');
    expect(checkOperations(store, [get('a', '2', 0)], options).verdict).toBe('illegal');
    expect(checkOperations(store, [get('b', '1', 0)], options).verdict).toBe('illegal');
  });
});
