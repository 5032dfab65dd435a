import { Bounds } from '../check/bounds.js';
import { checkHistory } from '../check/history.js';
import { modelOfPart } from '../check/partitions.js';
import { run } from '../check/run.js';
import { settingsOf } from '../check/settings.js';
import type { Model, Operation, PartitionResult } from '../types.js';
import type { Port } from './port.js';
import type { Answer, Job, Order, Piece } from './protocol.js';

/** Makes a model from options that could be sent to a worker. */
export type ModelFactory = (options: never) => {
  readonly name: string;
  readonly step: (state: never, input: never, output: never) => readonly unknown[];
};

/** The models that a worker knows, by name. */
export type ModelRegistry = Readonly<Record<string, ModelFactory>>;

type AnyModel = Model<unknown, unknown, unknown>;

/**
 * Checks partitions in a worker, as `checkOperationsInWorkers` asks for it. Call it once, at
 * the start of the worker's script, with the port to the pool: in Node
 * `{ postMessage: (m) => parentPort.postMessage(m), onMessage: (l) => parentPort.on('message', l) }`,
 * in a browser `{ postMessage: (m) => self.postMessage(m), onMessage: (l) =>
 * self.addEventListener('message', (event) => l(event.data)) }`.
 */
export function serveChecks(port: Port, models: ModelRegistry): void {
  const send = (answer: Answer): void => port.postMessage(answer);
  let pieces: Operation<unknown, unknown>[] = [];
  port.onMessage((message) => {
    const order = message as Order | Piece;
    if (order.type === 'piece') {
      for (const operation of order.operations) {
        pieces.push(operation);
      }
      return;
    }
    const before = pieces;
    pieces = [];
    try {
      const model = modelOf(models, order);
      for (const [at, job] of order.jobs.entries()) {
        const operations = at === 0 ? joined(before, job.operations) : job.operations;
        send({
          type: 'result',
          index: job.index,
          result: runJob(model, job, operations, order, send),
        });
      }
      send({ type: 'done' });
    } catch (error) {
      send({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
    }
  });
  send({ type: 'ready' });
}

/** The model that is asked for, without partitions: what comes to a worker is one. */
function modelOf(models: ModelRegistry, { model: name, modelOptions }: Order): AnyModel {
  const factory = models[name];
  if (factory === undefined) {
    throw new Error(`no model ${name}; the worker knows ${Object.keys(models).join(', ')}`);
  }
  const { partition: _, ...whole } = factory(modelOptions as never) as unknown as AnyModel;
  return whole;
}

function joined(
  before: Operation<unknown, unknown>[],
  last: readonly Operation<unknown, unknown>[],
): readonly Operation<unknown, unknown>[] {
  if (before.length === 0) {
    return last;
  }
  for (const operation of last) {
    before.push(operation);
  }
  return before;
}

function runJob(
  model: AnyModel,
  { index, key }: Job,
  operations: readonly Operation<unknown, unknown>[],
  { cancel, options }: Order,
  send: (answer: Answer) => void,
): PartitionResult {
  const cancelled = (): boolean => cancel !== undefined && Atomics.load(cancel, 0) !== 0;
  const bounds = new Bounds(options, { cancelled });
  const { ofPart: _, ...own } = modelOfPart(model, key, operations);
  const check = checkHistory(own, operations, settingsOf(options), bounds);
  // They also tell the pool that the worker is alive.
  const { partitions } = run(check, {
    onProgress: (progress) => send({ type: 'progress', index, progress }),
  });
  return { ...(partitions[0] as PartitionResult), key };
}
