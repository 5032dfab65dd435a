/// <reference types="node" />
import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { checkOperations } from '../check/check.js';
import type { KeyValueInput, KeyValueOutput } from '../models/inputs.js';
import { keyValue } from '../models/key-value.js';
import type { Operation } from '../types.js';
import { WorkerFailedError, checkOperationsInWorkers, type PoolOptions } from './check.js';
import { nodeWorkerPort, type WorkerPort } from './port.js';
import { serveChecks } from './serve.js';

type Kv = Operation<KeyValueInput, KeyValueOutput>;

/** A worker that runs in this thread, through cloned messages. */
function localWorker(terminated: () => void = () => {}): WorkerPort {
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
    { 'key-value': () => keyValue() },
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

function options(extra: Partial<PoolOptions> = {}): PoolOptions {
  return { startWorker: localWorker, workers: 3, model: 'key-value', ...extra };
}

/** Puts and gets one after the other on each of so many keys. */
function history(keys: number, perKey: number): Kv[] {
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

const stale = (operations: Kv[], at: number): Kv[] =>
  operations.map((operation, i) => (i === at ? { ...operation, output: 'stale' } : operation));

describe('workers', () => {
  it('give the verdict and the linearizations of the synchronous form', async () => {
    const operations = history(7, 40);
    const expected = checkOperations(keyValue(), operations);
    const result = await checkOperationsInWorkers(keyValue(), operations, options());
    expect(result.verdict).toBe('ok');
    const proofs = ({ partitions }: typeof result) =>
      partitions.map((part) => [part.key, part.verdict === 'ok' && part.linearization]);
    expect(proofs(result)).toEqual(proofs(expected));
  });

  it('explain an illegal partition in positions of the whole history', async () => {
    const operations = stale(history(5, 20), 57);
    const result = await checkOperationsInWorkers(keyValue(), operations, options());
    expect(result.verdict === 'illegal' && result.illegal.explanation?.witness).toContain(57);
  });

  it('are ended when the verdict is there', async () => {
    let terminated = 0;
    const startWorker = () => localWorker(() => terminated++);
    await checkOperationsInWorkers(keyValue(), history(9, 4), options({ startWorker }));
    expect(terminated).toBe(3);
  });

  it('never outnumber the partitions', async () => {
    let started = 0;
    const startWorker = () => (started++, localWorker());
    await checkOperationsInWorkers(keyValue(), history(2, 4), options({ startWorker }));
    expect(started).toBe(2);
  });

  it('give no verdict when aborted', async () => {
    const result = await checkOperationsInWorkers(
      keyValue(),
      history(2, 4),
      options({ signal: AbortSignal.abort() }),
    );
    expect(result).toMatchObject({ verdict: 'unknown', cause: 'aborted' });
  });

  it('give no verdict when a worker never answers in time', async () => {
    const silent = (): WorkerPort => ({
      postMessage: () => {},
      onMessage: () => {},
      onError: () => {},
      terminate: () => {},
    });
    const before = performance.now();
    const result = await checkOperationsInWorkers(
      keyValue(),
      history(2, 4),
      options({ startWorker: silent, timeoutMs: 50 }),
    );
    expect(result).toMatchObject({ verdict: 'unknown', cause: 'time' });
    expect(performance.now() - before).toBeLessThan(1000);
  });

  it('fail loudly on a model that the worker does not know', async () => {
    const check = checkOperationsInWorkers(keyValue(), history(2, 4), options({ model: 'none' }));
    await expect(check).rejects.toThrow(WorkerFailedError);
  });

  it('refuse to be none', async () => {
    const check = checkOperationsInWorkers(keyValue(), [], options({ workers: 0 }));
    await expect(check).rejects.toThrow('workers to be an integer of one or more');
  });

  it('say ok to an empty history', async () => {
    const result = await checkOperationsInWorkers(keyValue(), [], options());
    expect(result.verdict).toBe('ok');
  });

  const built = new URL('../../dist/index.js', import.meta.url);
  it.skipIf(!existsSync(built))('run as threads of Node', async () => {
    const script = `
      import { parentPort } from 'node:worker_threads';
      import { keyValue, serveChecks } from ${JSON.stringify(built.href)};
      serveChecks(
        { postMessage: (m) => parentPort.postMessage(m), onMessage: (l) => parentPort.on('message', l) },
        { 'key-value': () => keyValue() },
      );`;
    const url = new URL(`data:text/javascript,${encodeURIComponent(script)}`);
    const startWorker = () => nodeWorkerPort(new Worker(url));
    const operations = stale(history(5, 20), 57);
    const result = await checkOperationsInWorkers(keyValue(), operations, options({ startWorker }));
    expect(result.verdict === 'illegal' && result.illegal.key).toBe('k2');
  });
});
