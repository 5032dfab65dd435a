import type { Operation } from '../types.js';
import type { Kind, Kinds, ValueDomain } from './kinds.test.support.js';
import { OBJECTS } from './objects.test.support.js';
import { Random } from './random.test.support.js';

/** A history of an atomic object, as operations. */
export type HistoryOf<K extends Kind> = Operation<Kinds[K]['input'], Kinds[K]['output']>[];

/** What a generated history is like. */
export interface HistoryOptions {
  /** How many operations are called. */
  readonly operations: number;
  /** How many operations are in flight at any time. */
  readonly clients: number;
  /** Share of operations that get no answer, default 0. Half of those take effect. */
  readonly crashRate?: number;
  /** Default: unique. Of a counter: `unique` adds 1 each time. */
  readonly values?: ValueDomain;
  /** Share of operations that only look, default 0.5. */
  readonly reads?: number;
  /** Of a set: share of the operations that only look which read all of it, default 0.5. */
  readonly readsOfAll?: number;
  /** Of a key-value store: share of the writes that append, default 0. */
  readonly appends?: number;
  /** Keys of the kinds that have keys, default 10. */
  readonly keys?: number;
  /** Default 1. */
  readonly seed?: number;
}

const PHASE = { idle: 0, called: 1, effective: 2 } as const;

/** A client of the simulation: what it does now. */
interface Client<Input, Output> {
  id: number;
  phase: number;
  position: number;
  input: Input | undefined;
  call: number;
  output: Output | undefined;
  crashes: boolean;
}

/**
 * A linearizable history: clients call an atomic object at random speeds, each operation takes
 * effect at a random moment between call and return. Times are different natural numbers; the
 * operations are in the order of their calls. Equal options give equal histories.
 */
export function generateHistory<K extends Kind>(kind: K, options: HistoryOptions): HistoryOf<K> {
  type Input = Kinds[K]['input'];
  type Output = Kinds[K]['output'];
  const random = new Random(options.seed ?? 1);
  const object = OBJECTS[kind]({
    random,
    values: options.values ?? 'unique',
    reads: options.reads ?? 0.5,
    readsOfAll: options.readsOfAll ?? 0.5,
    appends: options.appends ?? 0,
    keys: options.keys ?? 10,
  });
  const clients = Array.from({ length: options.clients }, (_, id): Client<Input, Output> => ({
    id,
    phase: PHASE.idle,
    position: 0,
    input: undefined,
    call: 0,
    output: undefined,
    crashes: false,
  }));
  const history: HistoryOf<K> = [];
  let called = 0;
  let nextId = options.clients;
  let busy = options.clients;
  for (let time = 0; busy > 0; time++) {
    const index = random.below(busy);
    const client = clients[index] as Client<Input, Output>;
    if (client.phase === PHASE.called) {
      const lost = client.crashes && random.chance(0.5);
      client.output = lost ? undefined : object.apply(client.input as Input, client.id);
      client.phase = PHASE.effective;
      continue;
    }
    if (client.phase === PHASE.effective) {
      const { id: clientId, input, call, output } = client;
      history[client.position] = client.crashes
        ? { clientId, input: input as Input, call, return: Infinity }
        : { clientId, input: input as Input, output, call, return: time };
      client.id = client.crashes ? nextId++ : clientId;
      client.phase = PHASE.idle;
      time++;
    }
    if (called === options.operations) {
      clients[index] = clients[--busy] as Client<Input, Output>;
      continue;
    }
    client.position = called++;
    client.input = object.next(client.id);
    client.call = time;
    client.crashes = random.chance(options.crashRate ?? 0);
    client.phase = PHASE.called;
  }
  return history;
}
