import { Bounds } from '../check/bounds.js';
import { checkHistory } from '../check/history.js';
import { settingsOf } from '../check/settings.js';
import type { CheckResult, Model } from '../types.js';
import type { Port } from './port.js';
import type { Answer, Job, Order } from './protocol.js';

/** Makes a model from options that could be sent to a worker. */
export type ModelFactory = (options: never) => {
  readonly name: string;
  readonly step: (state: never, input: never, output: never) => readonly unknown[];
};

/** The models that a worker knows, by name. */
export type ModelRegistry = Readonly<Record<string, ModelFactory>>;

/**
 * Checks partitions in a worker, as `checkOperationsInWorkers` asks for it. Call it once, at
 * the start of the worker's script, with the port to the pool: in Node
 * `{ postMessage: (m) => parentPort.postMessage(m), onMessage: (l) => parentPort.on('message', l) }`.
 */
export function serveChecks(port: Port, models: ModelRegistry): void {
  const send = (answer: Answer): void => port.postMessage(answer);
  port.onMessage((message) => {
    const order = message as Order;
    try {
      const factory = models[order.model];
      if (factory === undefined) {
        const known = Object.keys(models).join(', ');
        send({ type: 'failed', message: `no model ${order.model}; the worker knows ${known}` });
        return;
      }
      const model = factory(order.modelOptions as never) as unknown as Model<
        unknown,
        unknown,
        unknown
      >;
      for (const job of order.jobs) {
        const [result] = runJob(model, job, order).partitions;
        if (result !== undefined) {
          send({ type: 'result', index: job.index, result: { ...result, key: job.key } });
        }
      }
      send({ type: 'done' });
    } catch (error) {
      send({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
    }
  });
  send({ type: 'ready' });
}

function runJob(model: Model<unknown, unknown, unknown>, job: Job, order: Order): CheckResult {
  const { cancel, options } = order;
  const cancelled = (): boolean => cancel !== undefined && Atomics.load(cancel, 0) !== 0;
  const bounds = new Bounds(options, { cancelled });
  // It is one partition already.
  const { partition: _, ...whole } = model;
  const generator = checkHistory(whole, job.operations, settingsOf(options), bounds);
  for (;;) {
    const turn = generator.next();
    if (turn.done === true) {
      return turn.value;
    }
  }
}
