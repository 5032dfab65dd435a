import type { KeyValueInput, KeyValueOutput } from '../models/inputs.js';
import { keyValue } from '../models/key-value.js';
import type { Operation } from '../types.js';
import type { PoolOptions } from './pool.js';
import type { WorkerPort } from './port.js';
import { serveChecks, type ModelFactory } from './serve.js';

type Kv = Operation<KeyValueInput, KeyValueOutput>;

/** What a test wants to know of a worker, and to have done by it. */
export interface LocalWorker {
  readonly terminated?: () => void;
  readonly ordered?: (order: unknown) => void;
  readonly model?: ModelFactory;
}

/** A worker that runs in this thread, through cloned messages. */
export function localWorker({ terminated, ordered, model }: LocalWorker = {}): WorkerPort {
  let toWorker: (message: unknown) => void = () => {};
  let toPool: (message: unknown) => void = () => {};
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
      postMessage: (message) => later(() => toPool(structuredClone(message))),
      onMessage: (listener) => {
        toWorker = listener;
      },
    },
    { 'key-value': model ?? (() => keyValue()) },
  );
  return {
    postMessage: (message) => {
      ordered?.(message);
      later(() => toWorker(structuredClone(message)));
    },
    onMessage: (listener) => {
      toPool = listener;
    },
    onError: () => {},
    terminate: () => {
      ended = true;
      terminated?.();
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
