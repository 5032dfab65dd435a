import { describe, expect, it } from 'vitest';
import { checkOperations } from '../check/check.js';
import { keyValue } from '../models/key-value.js';
import type { CheckResult, Progress } from '../types.js';
import { checkOperationsInWorkers } from './check.js';
import { WorkerFailedError } from './errors.js';
import type { WorkerPort } from './port.js';
import type { Order, Piece } from './protocol.js';
import { history, localWorker, options, stale } from './workers.test.support.js';

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

  it('send large partitions in pieces', async () => {
    const operations = stale(history(2, 9000), 17_998);
    const sizes: number[] = [];
    const startWorker = (): WorkerPort => {
      const port = localWorker();
      return {
        ...port,
        postMessage(message) {
          const { type, jobs, operations: piece } = message as Partial<Order> & Partial<Piece>;
          sizes.push(
            piece?.length ?? jobs?.reduce((sum, job) => sum + job.operations.length, 0) ?? 0,
          );
          expect(['piece', 'check']).toContain(type);
          port.postMessage(message);
        },
      };
    };
    const result = await checkOperationsInWorkers(keyValue(), operations, options({ startWorker }));
    expect(result.verdict === 'illegal' && result.illegal.explanation?.witness).toContain(17_998);
    expect(sizes.toSorted((a, b) => b - a)).toEqual([4096, 4096, 4096, 4096, 808, 808]);
    const legal = history(2, 9000);
    const proofs = ({ partitions }: CheckResult) =>
      partitions.map((part) => part.verdict === 'ok' && part.linearization);
    expect(proofs(await checkOperationsInWorkers(keyValue(), legal, options()))).toEqual(
      proofs(checkOperations(keyValue(), legal)),
    );
  });

  it('report how far they are, as one check', async () => {
    const seen: Progress[] = [];
    // Every look at the clock of the pool takes a while, so that each report is due.
    let clock = 0;
    const now = performance.now.bind(performance);
    performance.now = () => (clock += 40);
    try {
      await checkOperationsInWorkers(
        keyValue(),
        history(4, 3000),
        options({ onProgress: (progress) => void seen.push(progress) }),
      );
    } finally {
      performance.now = now;
    }
    const inWorkers = seen.filter(({ partitionsTotal }) => partitionsTotal === 4);
    expect(inWorkers.length).toBeGreaterThan(0);
    for (const { partition, operations, method, elapsedMs } of inWorkers) {
      expect(['k0', 'k1', 'k2', 'k3']).toContain(partition);
      expect(operations).toBe(3000);
      expect(['register-zones', 'preparation']).toContain(method);
      expect(elapsedMs).toBeGreaterThan(0);
    }
    expect(seen.some(({ partitionsTotal }) => partitionsTotal === 0)).toBe(true);
  });
});
