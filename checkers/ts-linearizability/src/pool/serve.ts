import { Bounds } from '../check/bounds.js';
import { judgePartitions } from '../check/course.js';
import { settingsOf } from '../check/settings.js';
import { standAt } from '../history/select.js';
import type { CheckOptions, Model, Operation, Partition, PartitionResult } from '../types.js';
import type { Port } from './port.js';

/** To a worker: check these partitions, whose positions are those of these operations. */
export interface Order {
  readonly model: string;
  readonly modelOptions: unknown;
  readonly options: CheckOptions;
  readonly operations: readonly Operation<unknown, unknown>[];
  /** Where they stand in the whole history. */
  readonly positions: readonly number[];
  readonly partitions: readonly Partition[];
}

/** From a worker: the results of an order, in positions of its operations; or why there are none. */
export type Answer = { readonly results: readonly PartitionResult[] } | { readonly failed: string };

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
 * `{ postMessage: (m) => parentPort.postMessage(m), onMessage: (l) => parentPort.on('message', l) }`,
 * in a browser `{ postMessage: (m) => self.postMessage(m), onMessage: (l) =>
 * self.addEventListener('message', (event) => l(event.data)) }`.
 */
export function serveChecks(port: Port, models: ModelRegistry): void {
  port.onMessage((message) => port.postMessage(answerTo(message as Order, models)));
}

function answerTo(order: Order, models: ModelRegistry): Answer {
  try {
    const { operations, positions, partitions, options } = order;
    standAt(operations, positions);
    const model = modelOf(models, order);
    const settings = settingsOf(options);
    const bounds = new Bounds(options);
    return {
      results: judgePartitions(model, operations, partitions, settings, bounds),
    };
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  }
}

function modelOf(
  models: ModelRegistry,
  { model: name, modelOptions }: Order,
): Model<unknown, unknown, unknown> {
  const factory = models[name];
  if (factory === undefined) {
    throw new Error(`no model ${name}; the worker knows ${Object.keys(models).join(', ')}`);
  }
  return factory(modelOptions as never) as unknown as Model<unknown, unknown, unknown>;
}
