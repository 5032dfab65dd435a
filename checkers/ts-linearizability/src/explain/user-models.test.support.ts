import type { Model } from '../types.js';
import { reference, type Reference } from '../differential/reference.test.support.js';

type Queue = readonly number[];
type QueueInput = { readonly f: 'put'; readonly value: number } | { readonly f: 'take' };

/** A queue for two elements: `put` says whether there was room, `take` answers null of an empty one. */
const boundedQueue = reference<QueueInput>({
  name: 'bounded-queue',
  start: [],
  apply: (queue: Queue, input) => {
    if (input.f === 'put') {
      return queue.length < 2 ? [[true, [...queue, input.value]]] : [[false, queue]];
    }
    return [[queue[0] ?? null, queue.slice(1)]];
  },
  input: (random) => (random.chance(50) ? { f: 'put', value: 1 + random.below(3) } : { f: 'take' }),
  corrupt: (random, { f }) => (f === 'put' ? random.chance(50) : random.pick([null, 1, 2, 3])),
});

interface LockState {
  readonly holder: number | null;
  readonly waiting: readonly number[];
}
interface LockInput {
  readonly f: 'lock' | 'unlock' | 'holder';
  readonly client: number;
}

/** A lock that goes to the waiting client of the highest number when it is released. */
const priorityLock = reference<LockInput>({
  name: 'priority-lock',
  start: { holder: null, waiting: [] },
  apply: (state: LockState, { f, client }) => {
    const { holder, waiting } = state;
    if (f === 'holder') {
      return [[holder, state]];
    }
    if (f === 'lock') {
      if (holder === null) {
        return [['held', { holder: client, waiting }]];
      }
      return holder === client || waiting.includes(client)
        ? [['refused', state]]
        : [['waits', { holder, waiting: [...waiting, client].sort((a, b) => a - b) }]];
    }
    return holder === client
      ? [['released', { holder: waiting.at(-1) ?? null, waiting: waiting.slice(0, -1) }]]
      : [['refused', state]];
  },
  input: (random) => ({
    f: random.pick(['lock', 'lock', 'unlock', 'unlock', 'holder']),
    client: random.below(3),
  }),
  corrupt: (random, { f }) =>
    f === 'holder'
      ? random.pick([null, 0, 1, 2])
      : random.pick([f === 'lock' ? 'held' : 'released', 'waits', 'refused']),
});

type Balances = readonly number[];
type BankInput =
  | { readonly f: 'move'; readonly from: number; readonly to: number; readonly amount: number }
  | { readonly f: 'balances' };

/** Three accounts; a transfer that an account cannot pay is refused. */
const bank = reference<BankInput>({
  name: 'bank',
  start: [2, 1, 0],
  apply: (balances: Balances, input) => {
    if (input.f === 'balances') {
      return [[balances, balances]];
    }
    const { from, to, amount } = input;
    if ((balances[from] ?? 0) < amount) {
      return [[false, balances]];
    }
    const moved = balances.map((held, at) => held - (at === from ? amount : 0));
    return [[true, moved.map((held, at) => held + (at === to ? amount : 0))]];
  },
  input: (random) =>
    random.chance(55)
      ? { f: 'move', from: random.below(3), to: random.below(3), amount: 1 + random.below(2) }
      : { f: 'balances' },
  corrupt: (random, { f }) => {
    const first = random.below(4);
    const second = random.below(4 - first);
    return f === 'move' ? random.chance(50) : [first, second, 3 - first - second];
  },
});

/** Data types as users of the package write them: with states of plain data, and nothing optional. */
export const userTypes: readonly Reference[] = [boundedQueue, priorityLock, bank];

/** The model that a user would write for a type. */
export function userModel(type: Reference): Model<unknown, unknown, unknown> {
  return {
    name: type.name,
    init: () => [JSON.parse(type.start) as unknown],
    step: (state, input, output) =>
      type
        .apply(JSON.stringify(state), input as never)
        .filter(
          ([answer]) => output === undefined || JSON.stringify(answer) === JSON.stringify(output),
        )
        .map(([, next]) => JSON.parse(next) as unknown),
  };
}
