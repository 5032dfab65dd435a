import type { KeyValueInput, KeyValueOutput } from '../models/inputs.js';
import { keyValue } from '../models/key-value.js';
import type { Operation } from '../types.js';
import type { PoolOptions } from './options.js';
import type { WorkerPort } from './port.js';
import { serveChecks } from './serve.js';

type Kv = Operation<KeyValueInput, KeyValueOutput>;

/** A worker that runs in this thread, through cloned messages. */
export function localWorker(
  terminated: () => void = () => {},
  model = (): ReturnType<typeof keyValue> => keyValue(),
): WorkerPort {
  let toWorker: (message: unknown) => void = () => {};
  const toPool: ((message: unknown) => void)[] = [];
  let ended = false;
  const later = (task: () => void): void => {
    setTimeout(() => {
      if (!ended) {
        task();
      }
    }, 0);
  };
  serveChecks(
    {
      postMessage: (message) =>
        later(() => toPool.forEach((listener) => listener(structuredClone(message)))),
      onMessage: (listener) => {
        toWorker = listener;
      },
    },
    { 'key-value': model },
  );
  return {
    postMessage: (message) => later(() => toWorker(structuredClone(message))),
    onMessage: (listener) => void toPool.push(listener),
    onError: () => {},
    terminate: () => {
      ended = true;
      terminated();
    },
  };
}

export function options(extra: Partial<PoolOptions> = {}): PoolOptions {
  return { startWorker: () => localWorker(), workers: 3, model: 'key-value', ...extra };
}

/** Puts and gets one after the other on each of so many keys. */
export function history(keys: number, perKey: number): Kv[] {
  const operations: Kv[] = [];
  for (let i = 0; i < keys * perKey; i++) {
    const key = `k${i % keys}`;
    const round = Math.floor(i / keys);
    const times = { call: 2 * i, return: 2 * i + 1 };
    operations.push(
      round % 2 === 0
        ? { input: { f: 'put', key, value: `${round}` }, ...times }
        : { input: { f: 'get', key }, output: `${round - 1}`, ...times },
    );
  }
  return operations;
}

export const stale = (operations: Kv[], at: number): Kv[] =>
  operations.map((operation, i) => (i === at ? { ...operation, output: 'stale' } : operation));
