import { describe, expect, it } from 'vitest';
import { keyValue } from '../models/key-value.js';
import { checkOperationsInWorkers } from './check.js';
import type { PoolOptions } from './options.js';
import type { WorkerPort } from './port.js';
import type { Order, Piece } from './protocol.js';
import { history, localWorker, options } from './workers.test.support.js';

type Kv = ReturnType<typeof history>[number];

/** The orders that one worker gets, and the verdict of the check. */
async function ordersFor(
  operations: readonly Kv[],
  extra: Partial<PoolOptions> = {},
): Promise<{ readonly orders: readonly Order[]; readonly verdict: string }> {
  const orders: Order[] = [];
  const startWorker = (): WorkerPort => {
    const port = localWorker();
    const postMessage = (message: unknown): void => {
      const order = message as Order | Piece;
      orders.push(...(order.type === 'check' ? [order] : []));
      port.postMessage(message);
    };
    return { ...port, postMessage };
  };
  const all = options({ startWorker, workers: 1, ...extra });
  const { verdict } = await checkOperationsInWorkers(keyValue(), operations, all);
  return { orders, verdict };
}

describe('an order to a worker', () => {
  it('has the options that were given, and no others', async () => {
    const plain = await ordersFor(history(1, 4));
    expect(plain.orders.map((order) => order.options)).toStrictEqual([{}]);
    const chosen = { explain: false, explainTimeoutMs: 5, maxStates: 9, method: 'search', seed: 7 };
    const { orders } = await ordersFor(history(1, 4), chosen as Partial<PoolOptions>);
    expect(orders.map((order) => order.options)).toStrictEqual([chosen]);
  });

  it('has what is left of the time, and a share of the memory', async () => {
    const bounds = { timeoutMs: 60_000, memoryBytes: 3e8, workers: 3 };
    const { orders, verdict } = await ordersFor(history(1, 4), bounds);
    expect(verdict).toBe('ok');
    expect(orders).toMatchObject([{ options: { memoryBytes: 1e8 } }]);
    const left = orders[0]?.options.timeoutMs;
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(60_000);
  });

  it('has the largest partitions first', async () => {
    const sizes = [2, 8, 4];
    const operations = sizes.flatMap((size, key) =>
      history(1, size).map((operation): Kv => ({
        ...operation,
        input: { ...operation.input, key: `k${key}` },
      })),
    );
    const { orders } = await ordersFor(operations);
    expect(orders.flatMap(({ jobs }) => jobs.map(({ key }) => key))).toEqual(['k1', 'k2', 'k0']);
  });

  it('goes without shared memory where there is none', async () => {
    const shared = globalThis.SharedArrayBuffer;
    Reflect.deleteProperty(globalThis, 'SharedArrayBuffer');
    try {
      const { orders, verdict } = await ordersFor(history(2, 4));
      expect(orders.map(({ cancel }) => cancel)).toEqual([undefined]);
      expect(verdict).toBe('ok');
    } finally {
      globalThis.SharedArrayBuffer = shared;
    }
  });
});
