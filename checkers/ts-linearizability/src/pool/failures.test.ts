/// <reference types="node" />
import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { keyValue } from '../models/key-value.js';
import { WorkerFailedError } from './errors.js';
import { checkOperationsInWorkers, type PoolOptions } from './pool.js';
import { nodeWorkerPort, type WorkerPort } from './port.js';
import { history, localWorker, options, stale } from './workers.test.support.js';

/** A worker of which the test says what it does. */
function scripted(
  act: (say: { message: (m: unknown) => void; error: (e: unknown) => void }) => void,
) {
  let terminated = 0;
  const startWorker = (): WorkerPort => {
    const messages: ((message: unknown) => void)[] = [];
    const errors: ((error: unknown) => void)[] = [];
    setTimeout(() => {
      act({
        message: (message) => messages.forEach((listener) => listener(message)),
        error: (error) => errors.forEach((listener) => listener(error)),
      });
    }, 0);
    return {
      postMessage: () => {},
      onMessage: (listener) => void messages.push(listener),
      onError: (listener) => void errors.push(listener),
      terminate: () => void terminated++,
    };
  };
  return { startWorker, terminated: () => terminated };
}

describe('a worker that', () => {
  async function failureOf(extra: Partial<PoolOptions>): Promise<WorkerFailedError> {
    try {
      await checkOperationsInWorkers(keyValue(), history(2, 5000), options(extra));
    } catch (error) {
      if (error instanceof WorkerFailedError) {
        return error;
      }
      throw error;
    }
    throw new Error('the check should have failed');
  }

  it('throws is a failure, with the cause, and all are ended', async () => {
    const thrown = new Error('no such file');
    const { startWorker, terminated } = scripted(({ error }) => error(thrown));
    const failure = await failureOf({ startWorker, workers: 2 });
    expect(failure.message).toBe(
      'expected every worker to answer, got no such file; correct the script of the workers, or check without them',
    );
    expect(failure.cause).toBe(thrown);
    expect(failure.code).toBe('worker-failed');
    expect(terminated()).toBe(2);
  });

  it('cannot be started is one too', async () => {
    const startWorker = (): WorkerPort => {
      throw new Error('not allowed here');
    };
    expect((await failureOf({ startWorker })).detail.got).toBe('not allowed here');
  });

  it('cannot be given its order is one too', async () => {
    let orders = 0;
    const startWorker = (): WorkerPort => {
      const port = localWorker();
      const postMessage = (message: unknown): void => {
        if (++orders === 2) {
          throw new Error('it cannot be cloned');
        }
        port.postMessage(message);
      };
      return { ...port, postMessage };
    };
    expect((await failureOf({ startWorker, workers: 2 })).detail.got).toBe('it cannot be cloned');
  });

  it('answers with nonsense is one too', async () => {
    const { startWorker } = scripted(({ message }) => message({}));
    expect((await failureOf({ startWorker, workers: 1 })).code).toBe('worker-failed');
  });
});

const built = new URL('../../dist/index.js', import.meta.url);

describe.skipIf(!existsSync(built))('threads of Node', () => {
  const threadOf = (script: string) => () =>
    nodeWorkerPort(new Worker(new URL(`data:text/javascript,${encodeURIComponent(script)}`)));
  const serving = `
    import { parentPort } from 'node:worker_threads';
    import { keyValue, serveChecks } from ${JSON.stringify(built.href)};
    serveChecks(
      { postMessage: (m) => parentPort.postMessage(m), onMessage: (l) => parentPort.on('message', l) },
      { 'key-value': () => keyValue() },
    );`;
  const check = async (startWorker: () => WorkerPort, extra: Partial<PoolOptions> = {}) =>
    await checkOperationsInWorkers(
      keyValue(),
      stale(history(5, 20), 57),
      options({ startWorker, ...extra }),
    );

  it('serve as workers', async () => {
    const result = await check(threadOf(serving));
    expect(result.verdict === 'illegal' && result.illegal.key).toBe('k2');
  });

  it('that end by themselves are a failure', async () => {
    const ending = `
      import { parentPort } from 'node:worker_threads';
      parentPort.on('message', () => process.exit(7));`;
    await expect(check(threadOf(ending))).rejects.toThrow('ended with code 7');
    await expect(check(threadOf('1;'))).rejects.toThrow('ended with code 0');
  });

  it('that throw are a failure', async () => {
    await expect(check(threadOf('throw new Error("boom");'))).rejects.toThrow('got boom');
    await expect(check(threadOf('import "node:nothing";'))).rejects.toThrow(WorkerFailedError);
  });

  it('that hang are ended by the bound of time', async () => {
    const hanging = `${serving}\nparentPort.on('message', () => { for (;;); });`.replace(
      "(l) => parentPort.on('message', l)",
      '() => {}',
    );
    expect(await check(threadOf(hanging), { timeoutMs: 100 })).toMatchObject({
      verdict: 'unknown',
      cause: 'time',
    });
  });
});
