import { describe, expect, it } from 'vitest';
import { giveWay } from '../check/give-way.js';
import { keyValue } from '../models/key-value.js';
import { checkOperationsInWorkers } from './check.js';
import type { WorkerPort } from './port.js';
import type { Answer, Order } from './protocol.js';
import { serveChecks } from './serve.js';
import { history, options } from './workers.test.support.js';

const facts = { key: '', operations: 4, elapsedMs: 0, method: 'by hand' };

/** Workers that are ready at once; `act` says what they answer to what comes to them. */
function workers(act: (message: Partial<Order>, say: (answer: Answer) => void) => void) {
  let terminated = 0;
  const startWorker = (): WorkerPort => {
    let say: (answer: Answer) => void = () => {};
    return {
      postMessage: (message) => act(message as Partial<Order>, say),
      onMessage(listener) {
        say = listener;
        void giveWay().then(() => say({ type: 'ready' }));
      },
      onError: () => {},
      terminate: () => void terminated++,
    };
  };
  return { startWorker, terminated: () => terminated };
}

describe('an illegal partition', () => {
  it('ends all others at once, through memory that the workers share', async () => {
    const cancels: (Int32Array | undefined)[] = [];
    // The second worker never answers.
    const { startWorker, terminated } = workers(({ cancel, jobs }, say) => {
      cancels.push(cancel);
      expect(cancel?.[0]).toBe(0);
      const index = jobs?.[0]?.index ?? -1;
      if (cancels.length === 1) {
        void giveWay().then(() =>
          say({ type: 'result', index, result: { ...facts, verdict: 'illegal' } }),
        );
      }
    });
    const { verdict, partitions } = await checkOperationsInWorkers(
      keyValue(),
      history(2, 4096),
      options({ startWorker, silenceTimeoutMs: 2000 }),
    );
    expect(verdict).toBe('illegal');
    expect(partitions.find((part) => part.verdict === 'unknown')).toMatchObject({
      cause: 'not-needed',
    });
    expect(cancels).toHaveLength(2);
    expect(cancels.map((cancel) => cancel?.[0])).toEqual([1, 1]);
    expect(cancels[0]?.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(terminated()).toBe(2);
  });
});

describe('a worker', () => {
  it('leaves what is cancelled unknown', () => {
    const answers: Answer[] = [];
    let hear: (message: unknown) => void = () => {};
    serveChecks(
      {
        postMessage: (answer) => void answers.push(answer as Answer),
        onMessage: (listener) => (hear = listener),
      },
      { 'key-value': () => keyValue() },
    );
    const cancel = new Int32Array(new SharedArrayBuffer(4));
    const order: Order = {
      type: 'check',
      model: 'key-value',
      modelOptions: undefined,
      options: {},
      jobs: [{ index: 0, key: 'k0', operations: history(1, 4) }],
      cancel,
    };
    hear(order);
    cancel[0] = 1;
    hear(order);
    const results = answers.flatMap((answer) => (answer.type === 'result' ? [answer.result] : []));
    expect(results).toMatchObject([
      { verdict: 'ok', key: 'k0' },
      { verdict: 'unknown', cause: 'not-needed', key: 'k0' },
    ]);
  });
});

describe('a check that is over', () => {
  it('sends a worker nothing more of a large partition', async () => {
    const controller = new AbortController();
    let sent = 0;
    const { startWorker } = workers(() => {
      sent++;
      controller.abort();
    });
    const result = await checkOperationsInWorkers(
      keyValue(),
      history(1, 20_000),
      options({ startWorker, signal: controller.signal }),
    );
    expect(result).toMatchObject({ verdict: 'unknown', cause: 'aborted' });
    for (let turn = 0; turn < 20; turn++) {
      await giveWay();
    }
    expect(sent).toBe(1);
  });

  it('leaves no timer and no listener behind', async () => {
    const before = timers();
    const controller = new AbortController();
    let listeners = 0;
    const { signal } = controller;
    const watched = {
      aborted: false,
      addEventListener: () => listeners++,
      removeEventListener: () => listeners--,
    } as unknown as typeof signal;
    const { startWorker } = workers(({ jobs }, say) => {
      jobs?.forEach(({ index }) =>
        say({ type: 'result', index, result: { ...facts, verdict: 'ok' } }),
      );
      void giveWay().then(() => say({ type: 'done' }));
    });
    const result = await checkOperationsInWorkers(
      keyValue(),
      history(2, 4),
      options({ startWorker, signal: watched, timeoutMs: 60_000 }),
    );
    expect(result.verdict).toBe('ok');
    expect(listeners).toBe(0);
    expect(timers()).toBe(before);
  });
});

/** How many timers are set in this thread. */
function timers(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
}
