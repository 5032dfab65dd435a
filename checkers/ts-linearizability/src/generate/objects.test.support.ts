import type { Item, Value } from '../types.js';
import type { Kind, Kinds, ValueDomain } from './kinds.test.support.js';
import type { Random } from './random.test.support.js';

/** An atomic object and what clients want from it. */
export interface SimulatedObject<Input, Output> {
  /** What a client calls next. */
  next(client: number): Input;
  /** Takes effect: changes the state, gives the answer. */
  apply(input: Input, client: number): Output;
}

/** How the clients of an object behave. */
export interface Behaviour {
  readonly random: Random;
  readonly values: ValueDomain;
  /** Share of operations that only look, where a kind has such. */
  readonly reads: number;
  /** Of a set: share of these that read all of it. */
  readonly readsOfAll: number;
  /** Of a key-value store: share of its writes that append. */
  readonly appends: number;
  /** How many keys, where a kind has keys. */
  readonly keys: number;
}

const PRIORITIES = 10;

type Factory<K extends Kind> = (
  behaviour: Behaviour,
) => SimulatedObject<Kinds[K]['input'], Kinds[K]['output']>;

/** An object of each kind, empty at first, as the models without arguments. */
export const OBJECTS: { readonly [K in Kind]: Factory<K> } = {
  register(behaviour) {
    const fresh = numbers(behaviour);
    let state: Value = null;
    return {
      next: () =>
        behaviour.random.chance(behaviour.reads) ? { f: 'read' } : { f: 'write', value: fresh() },
      apply(input) {
        if (input.f === 'write') {
          state = input.value;
        }
        return state;
      },
    };
  },
  'cas-register'(behaviour) {
    const { random } = behaviour;
    const fresh = numbers(behaviour);
    let state: Value = null;
    return {
      next() {
        if (random.chance(behaviour.reads)) {
          return { f: 'read' };
        }
        // Of a fixed domain any value is a fair guess; of unique ones only the last one known.
        const guess = behaviour.values === 'unique' ? state : fresh();
        return random.chance(0.5)
          ? { f: 'cas', from: guess, to: fresh() }
          : { f: 'write', value: fresh() };
      },
      apply(input) {
        if (input.f === 'read') {
          return state;
        }
        if (input.f === 'cas' && input.from !== state) {
          return { seen: state };
        }
        state = input.f === 'cas' ? input.to : input.value;
        return true;
      },
    };
  },
  'multi-register'(behaviour) {
    const { random } = behaviour;
    const fresh = numbers(behaviour);
    const state = new Map<string, Value>();
    return {
      next: () =>
        Array.from({ length: 1 + random.below(2) }, () => {
          const key = keyName(random.below(behaviour.keys));
          return random.chance(behaviour.reads)
            ? { f: 'read', key }
            : { f: 'write', key, value: fresh() };
        }),
      apply: (input) =>
        input.map((micro) => {
          if (micro.f === 'write') {
            state.set(micro.key, micro.value);
            return undefined;
          }
          return state.get(micro.key) ?? null;
        }),
    };
  },
  counter(behaviour) {
    const { random, values } = behaviour;
    let sum = 0;
    return {
      next: () =>
        random.chance(behaviour.reads)
          ? { f: 'read' }
          : { f: 'add', value: values === 'unique' ? 1 : 1 + random.below(values.size) },
      apply(input) {
        if (input.f === 'add') {
          sum += input.value;
        }
        return sum;
      },
    };
  },
  'grow-only-set'(behaviour) {
    const fresh = numbers(behaviour);
    const elements: number[] = [];
    const known = new Set<number>();
    return {
      next: () =>
        behaviour.random.chance(behaviour.reads) ? { f: 'read' } : { f: 'add', value: fresh() },
      apply(input) {
        if (input.f === 'read') {
          return elements.slice();
        }
        const value = input.value as number;
        if (!known.has(value)) {
          known.add(value);
          elements.push(value);
        }
        return [];
      },
    };
  },
  set(behaviour) {
    const { random } = behaviour;
    const fresh = numbers(behaviour);
    const elements = new Set<Value>();
    const known: number[] = [];
    const old = (): number => (known.length === 0 ? 0 : random.pick(known));
    return {
      next() {
        if (random.chance(behaviour.reads)) {
          return random.chance(behaviour.readsOfAll)
            ? { f: 'read' }
            : { f: 'contains', value: old() };
        }
        if (random.chance(0.3)) {
          return { f: 'remove', value: old() };
        }
        const value = fresh();
        known.push(value);
        return { f: 'add', value };
      },
      apply(input) {
        switch (input.f) {
          case 'read':
            return [...elements];
          case 'contains':
            return elements.has(input.value);
          case 'remove':
            return elements.delete(input.value);
          default: {
            const isNew = !elements.has(input.value);
            elements.add(input.value);
            return isNew;
          }
        }
      },
    };
  },
  queue(behaviour) {
    const fresh = numbers(behaviour);
    const items: Item[] = [];
    let head = 0;
    return {
      next: () =>
        behaviour.random.chance(0.5) ? { f: 'enqueue', value: fresh() } : { f: 'dequeue' },
      apply(input) {
        if (input.f === 'enqueue') {
          items.push(input.value);
          return input.value;
        }
        return head < items.length ? (items[head++] as Item) : null;
      },
    };
  },
  stack(behaviour) {
    const fresh = numbers(behaviour);
    const items: Item[] = [];
    return {
      next: () => (behaviour.random.chance(0.5) ? { f: 'push', value: fresh() } : { f: 'pop' }),
      apply(input) {
        if (input.f === 'push') {
          items.push(input.value);
          return input.value;
        }
        return items.pop() ?? null;
      },
    };
  },
  'priority-queue'(behaviour) {
    const { random } = behaviour;
    const fresh = numbers(behaviour);
    const lanes = Array.from({ length: PRIORITIES }, () => ({ items: [] as Item[], head: 0 }));
    return {
      next: () =>
        random.chance(0.5)
          ? { f: 'insert', value: fresh(), priority: random.below(PRIORITIES) }
          : { f: 'remove-min' },
      apply(input) {
        if (input.f === 'insert') {
          lanes[input.priority]?.items.push(input.value);
          return input.value;
        }
        const lane = lanes.find(({ items, head }) => head < items.length);
        return lane?.items[lane.head++] ?? null;
      },
    };
  },
  mutex(behaviour) {
    const { random } = behaviour;
    const holding = new Set<number>();
    let held = false;
    return {
      next: (client) =>
        holding.has(client) || random.chance(0.05) ? { f: 'release' } : { f: 'acquire' },
      apply(input, client) {
        const succeeds = held === (input.f === 'release');
        if (succeeds) {
          held = input.f === 'acquire';
        }
        if (input.f === 'release') {
          holding.delete(client);
        } else if (succeeds) {
          holding.add(client);
        }
        return succeeds;
      },
    };
  },
  'fenced-lock'(behaviour) {
    const { random } = behaviour;
    const tokens = new Map<number, number>();
    let holder: number | null = null;
    let issued = 0;
    let seen = 0;
    return {
      next(client) {
        const token = tokens.get(client);
        if (token === undefined) {
          return { f: 'acquire' };
        }
        return random.chance(0.5) ? { f: 'write', token } : { f: 'release', token };
      },
      apply(input, client) {
        if (input.f === 'acquire') {
          if (holder !== null) {
            return null;
          }
          holder = ++issued;
          tokens.set(client, holder);
          return holder;
        }
        if (input.f === 'write') {
          const taken = input.token >= seen;
          seen = Math.max(seen, input.token);
          return taken;
        }
        tokens.delete(client);
        const held = holder === input.token;
        holder = held ? null : holder;
        return held;
      },
    };
  },
  'key-value'(behaviour) {
    const { random } = behaviour;
    const fresh = numbers(behaviour);
    const state = new Map<string, string>();
    return {
      next() {
        const key = keyName(random.below(behaviour.keys));
        if (random.chance(behaviour.reads)) {
          return { f: 'get', key };
        }
        // With a mark at its end, what was appended can be told from other digits.
        return behaviour.appends > 0
          ? { f: random.chance(behaviour.appends) ? 'append' : 'put', key, value: `${fresh()};` }
          : { f: 'put', key, value: String(fresh()) };
      },
      apply(input) {
        if (input.f !== 'get') {
          const before = input.f === 'append' ? (state.get(input.key) ?? '') : '';
          state.set(input.key, before + input.value);
        }
        return state.get(input.key) ?? '';
      },
    };
  },
  log(behaviour) {
    const { random } = behaviour;
    const fresh = numbers(behaviour);
    const entries: Item[] = [];
    return {
      next() {
        if (!random.chance(behaviour.reads)) {
          return { f: 'append', value: fresh() };
        }
        return random.chance(0.2)
          ? { f: 'length' }
          : { f: 'read', offset: Math.max(0, entries.length - random.below(5)) };
      },
      apply(input) {
        switch (input.f) {
          case 'append':
            return entries.push(input.value) - 1;
          case 'read':
            return entries[input.offset] ?? null;
          default:
            return entries.length;
        }
      },
    };
  },
};

/** Values for mutators: 1, 2, 3... if unique, or from 1 to the size of the domain. */
function numbers({ random, values }: Behaviour): () => number {
  if (values !== 'unique') {
    return () => 1 + random.below(values.size);
  }
  let last = 0;
  return () => ++last;
}

function keyName(index: number): string {
  return `k${index}`;
}
