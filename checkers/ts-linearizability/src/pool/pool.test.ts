import { describe, expect, it } from 'vitest';
import { checkOperations } from '../check/check.js';
import { keyValue } from '../models/key-value.js';
import { register } from '../models/register.js';
import type { CheckResult } from '../types.js';
import { WorkerFailedError } from './errors.js';
import { checkOperationsInWorkers, type PoolOptions } from './pool.js';
import type { WorkerPort } from './port.js';
import type { Order } from './serve.js';
import { history, localWorker, options, stale } from './workers.test.support.js';

type Kv = ReturnType<typeof history>[number];

const check = async (operations: readonly Kv[], extra: Partial<PoolOptions> = {}) =>
  await checkOperationsInWorkers(keyValue(), operations, options(extra));

/** The orders that workers get for a history, and the verdict. */
async function ordersFor(operations: readonly Kv[], extra: Partial<PoolOptions> = {}) {
  const orders: Order[] = [];
  const startWorker = () => localWorker({ ordered: (order) => orders.push(order as Order) });
  const { verdict } = await check(operations, { startWorker, workers: 1, ...extra });
  return { orders, verdict };
}

const proofs = ({ partitions }: CheckResult) =>
  partitions.map((part) => [part.key, part.verdict === 'ok' && part.linearization]);

describe('workers', () => {
  it('give the verdict and the linearizations of the check in this thread', async () => {
    for (const operations of [history(7, 40), history(2, 9000)]) {
      const result = await check(operations);
      expect(result.verdict).toBe('ok');
      expect(proofs(result)).toEqual(proofs(checkOperations(keyValue(), operations)));
    }
  });

  it('explain an illegal partition in positions of the whole history', async () => {
    const result = await check(stale(history(5, 20), 57));
    expect(result.verdict === 'illegal' && result.illegal.explanation).toMatchObject({
      witness: expect.arrayContaining([57]) as unknown,
      reason: expect.stringContaining('(operation 57)') as unknown,
    });
  });

  it('are ended when the verdict is there', async () => {
    let terminated = 0;
    const startWorker = () => localWorker({ terminated: () => terminated++ });
    await check(history(9, 1000), { startWorker });
    expect(terminated).toBe(3);
  });

  it('are no more than there is work for, and no more than allowed', async () => {
    let started = 0;
    const startWorker = () => (started++, localWorker());
    await check(history(2, 4), { startWorker });
    expect(started).toBe(1);
    await check(history(8, 5000), { startWorker, workers: 2 });
    expect(started).toBe(3);
  });

  it('that never answer are ended by the bound of time', async () => {
    const silent = (): WorkerPort => ({
      postMessage: () => {},
      onMessage: () => {},
      onError: () => {},
      terminate: () => {},
    });
    const result = await check(history(2, 4), { startWorker: silent, timeoutMs: 50 });
    expect(result).toMatchObject({ verdict: 'unknown', cause: 'time' });
    expect(result.elapsedMs).toBeLessThan(1000);
  });

  it('fail loudly on a model that they do not know', async () => {
    await expect(check(history(2, 4), { model: 'none' })).rejects.toThrow(WorkerFailedError);
  });

  it('refuse to be none', async () => {
    await expect(check([], { workers: 0 })).rejects.toThrow('to be an integer of one or more');
  });

  it('say ok to an empty history, with partitions or without', async () => {
    expect((await check([])).verdict).toBe('ok');
    const startWorker = () => localWorker({ model: () => register() });
    const { verdict } = await checkOperationsInWorkers(register(), [], options({ startWorker }));
    expect(verdict).toBe('ok');
  });
});

describe('an order to a worker', () => {
  it('has the options that were given, and no others', async () => {
    const plain = await ordersFor(history(1, 4));
    expect(plain.orders.map((order) => order.options)).toStrictEqual([{}]);
    const chosen = { explain: false, explainTimeoutMs: 5, maxStates: 9 } as const;
    const { orders } = await ordersFor(history(1, 4), { ...chosen, method: 'search' });
    expect(orders.map((order) => order.options)).toStrictEqual([{ ...chosen, method: 'search' }]);
  });

  it('has what is left of the time, and a share of the memory', async () => {
    const bounds = { timeoutMs: 60_000, memoryBytes: 3e8, workers: 3 };
    const { orders, verdict } = await ordersFor(history(1, 4), bounds);
    expect(verdict).toBe('ok');
    // There is work for one worker only.
    expect(orders).toMatchObject([{ options: { memoryBytes: 3e8 } }]);
    const more = await ordersFor(history(4, 5000), bounds);
    expect(more.orders.map(({ options: { memoryBytes } }) => memoryBytes)).toEqual([1e8, 1e8, 1e8]);
    const left = orders[0]?.options.timeoutMs;
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(60_000);
  });

  it('has the largest partitions first', async () => {
    const operations = [2, 8, 4].flatMap((size, key) =>
      history(1, size).map((one): Kv => ({ ...one, input: { ...one.input, key: `k${key}` } })),
    );
    const { orders } = await ordersFor(operations);
    const keys = orders.flatMap(({ partitions }) => partitions.map(({ key }) => key));
    expect(keys).toEqual(['k1', 'k2', 'k0']);
  });

  it('has about as many operations as the others have', async () => {
    const sizes = new Map<WorkerPort, number>();
    const startWorker = (): WorkerPort => {
      const port = localWorker({
        ordered: (order) => sizes.set(port, (order as Order).operations.length),
      });
      return port;
    };
    await check(history(9, 1000), { startWorker, workers: 3 });
    expect([...sizes.values()]).toEqual([3000, 3000, 3000]);
  });
});
