import type { Random } from './random.test.support.js';

/**
 * A reference type for differential tests: state as JSON text, no code shared with the
 * package. `apply` lists (answer, next state) for one input: what could come of it.
 */
export interface Reference {
  readonly name: string;
  readonly start: string;
  readonly apply: (state: string, input: never) => readonly (readonly [unknown, string])[];
  /** An input at random, of so many values. */
  readonly input: (random: Random, values?: number) => unknown;
  /** A wrong answer, likely. */
  readonly corrupt: (random: Random, input: never, values?: number) => unknown;
  /** Whether the recorded answer of an input says anything. */
  readonly answers: (input: never) => boolean;
  /** Compare answers as sets. */
  readonly unordered?: boolean;
}

/** How many values there are if nothing else is said. */
const FEW = 3;

type AnyInput = Readonly<Record<string, unknown>>;

/** A reference type of plain states. */
export function reference<Input>(spec: {
  name: string;
  start: unknown;
  apply: (state: never, input: Input) => readonly (readonly [unknown, unknown])[];
  input: (random: Random, values: number) => Input;
  corrupt: (random: Random, input: Input, values: number) => unknown;
  answers?: (input: Input) => boolean;
  unordered?: boolean;
}): Reference {
  return {
    name: spec.name,
    start: JSON.stringify(spec.start),
    apply: (state, input) =>
      spec
        .apply(JSON.parse(state) as never, input as Input)
        .map(([answer, next]) => [answer, JSON.stringify(next)] as const),
    input: (random, values = FEW) => spec.input(random, values),
    corrupt: (random, input, values = FEW) => spec.corrupt(random, input, values),
    answers: spec.answers ?? (() => true),
    unordered: spec.unordered ?? false,
  };
}

/** Sorted by their text. */
export function ordered<T>(items: readonly T[]): T[] {
  const text = (item: T): string => JSON.stringify(item) ?? '';
  return items.toSorted((a, b) => (text(a) < text(b) ? -1 : 1));
}

/** A value that was never there, or one of so many. */
const seenIn = (random: Random, values: number): number | null =>
  random.pick([null, ...Array.from({ length: values }, (_, value) => value)]);

const registerLike = (state: number | null, input: AnyInput) => {
  if (input['f'] === 'read') {
    return [[state, state]] as const;
  }
  if (input['f'] === 'write') {
    return [[null, input['value']]] as const;
  }
  return state === input['from']
    ? ([[true, input['to']]] as const)
    : ([
        [false, state],
        [{ seen: state }, state],
      ] as const);
};

export const references: readonly Reference[] = [
  reference<AnyInput>({
    name: 'register',
    start: null,
    apply: registerLike,
    input: (r, values) => (r.chance(50) ? { f: 'read' } : { f: 'write', value: r.below(values) }),
    corrupt: (r, _, values) => seenIn(r, values),
    answers: ({ f }) => f !== 'write',
  }),
  reference<AnyInput>({
    name: 'cas-register',
    start: null,
    apply: registerLike,
    input: (r, values) =>
      r.pick([
        { f: 'read' },
        { f: 'write', value: r.below(values) },
        { f: 'cas', from: seenIn(r, values), to: r.below(values) },
      ]),
    corrupt: (r, { f }, values) =>
      f === 'cas' ? r.pick([true, false, { seen: r.below(values) }]) : seenIn(r, values),
    answers: ({ f }) => f !== 'write',
  }),
  reference<readonly AnyInput[]>({
    name: 'multi-register',
    start: { x: null, y: null, z: null },
    apply: (state: Record<string, unknown>, input) => {
      const now = { ...state };
      const answer = input.map(({ f, key, value }) => {
        if (f === 'write') {
          now[String(key)] = value;
          return null;
        }
        return now[String(key)];
      });
      return [[answer, now]];
    },
    input: (r) =>
      Array.from({ length: 1 + r.below(2) }, () => {
        const key = r.pick(['x', 'y', 'z']);
        return r.chance(50) ? { f: 'read', key } : { f: 'write', key, value: r.below(2) };
      }),
    corrupt: (r, input) => input.map(({ f }) => (f === 'read' ? r.pick([null, 0, 1]) : null)),
  }),
  reference<AnyInput>({
    name: 'counter',
    start: 0,
    apply: (state: number, { f, value }) => {
      const sum = f === 'add' ? state + Number(value) : state;
      return [[sum, sum]];
    },
    // Of many values there are more amounts, and none is taken away.
    input: (r, values) =>
      r.chance(40)
        ? { f: 'read' }
        : { f: 'add', value: values > FEW ? 1 + r.below(values) : r.pick([1, 2, -1]) },
    corrupt: (r) => r.below(4),
    answers: ({ f, value }) => f === 'read' || value === 2,
  }),
  reference<AnyInput>({
    name: 'grow-only-set',
    start: [],
    apply: (state: readonly unknown[], { f, value }) => {
      const next = f === 'add' && !state.includes(value) ? ordered([...state, value]) : state;
      return [[f === 'read' ? next : null, next]];
    },
    input: (r) => (r.chance(40) ? { f: 'read' } : { f: 'add', value: r.below(4) }),
    corrupt: (r) => r.pick([[], [0], [1], [0, 1], [2, 0], [1, 1], [3]]),
    answers: ({ f }) => f === 'read',
    unordered: true,
  }),
  reference<AnyInput>({
    name: 'set',
    start: [],
    apply: (state: readonly unknown[], { f, value }) => {
      const there = state.includes(value);
      switch (f) {
        case 'add':
          return [[!there, there ? state : ordered([...state, value])]];
        case 'remove':
          return [[there, state.filter((other) => other !== value)]];
        case 'contains':
          return [[there, state]];
        default:
          return [[state, state]];
      }
    },
    input: (r) => {
      const f = r.pick(['add', 'add', 'remove', 'contains', 'read']);
      return f === 'read' ? { f } : { f, value: r.below(2) };
    },
    corrupt: (r, { f }) => (f === 'read' ? r.pick([[], [0], [1], [0, 1], [0, 0]]) : r.chance(50)),
    unordered: true,
  }),
  reference<AnyInput>({
    name: 'queue',
    start: [],
    apply: (state: readonly unknown[], { f, value }) =>
      f === 'enqueue' ? [[null, [...state, value]]] : [[state[0] ?? null, state.slice(1)]],
    input: (r, values) =>
      r.chance(50) ? { f: 'dequeue' } : { f: 'enqueue', value: r.below(values) },
    corrupt: (r, _, values) => seenIn(r, values),
    answers: ({ f }) => f === 'dequeue',
  }),
  reference<AnyInput>({
    name: 'stack',
    start: [],
    apply: (state: readonly unknown[], { f, value }) =>
      f === 'push'
        ? [[null, [value, ...state]]]
        : [[state.length > 0 ? state[0] : null, state.slice(1)]],
    input: (r, values) => (r.chance(50) ? { f: 'pop' } : { f: 'push', value: r.below(values) }),
    corrupt: (r, _, values) => seenIn(r, values),
    answers: ({ f }) => f === 'pop',
  }),
  reference<AnyInput>({
    name: 'priority-queue',
    start: [],
    apply: (state: readonly (readonly [number, unknown])[], { f, value, priority }) => {
      if (f === 'insert') {
        return [[null, ordered([...state, [priority, value]])]];
      }
      const least = Math.min(...state.map(([p]) => p));
      const outcomes = state.flatMap(([p, v], at) =>
        p === least ? [[v, state.filter((_, other) => other !== at)] as const] : [],
      );
      return outcomes.length > 0 ? outcomes : [[null, state]];
    },
    input: (r, values) =>
      r.chance(50)
        ? { f: 'remove-min' }
        : { f: 'insert', value: r.below(values), priority: r.below(2) },
    corrupt: (r, _, values) => seenIn(r, values),
    answers: ({ f }) => f === 'remove-min',
  }),
  reference<AnyInput>({
    name: 'mutex',
    start: 'free',
    apply: (state: string, { f }) => {
      const wanted = f === 'acquire' ? 'held' : 'free';
      return [[state !== wanted, wanted]];
    },
    input: (r) => ({ f: r.pick(['acquire', 'release']) }),
    corrupt: (r) => r.chance(70),
  }),
  reference<AnyInput>({
    name: 'fenced-lock',
    start: { owner: 0, last: 0, store: 0 },
    apply: (state: { owner: number; last: number; store: number }, { f, token }) => {
      const t = Number(token);
      if (f === 'acquire') {
        // Known tokens are whole; a lost one is some fraction above the last.
        return state.owner !== 0
          ? [[null, state]]
          : [
              ...[1, 2, 3, 4, 5]
                .filter((issued) => issued > state.last)
                .map((issued) => [issued, { ...state, owner: issued, last: issued }] as const),
              ['lost', { ...state, owner: -1 }],
            ];
      }
      if (f === 'release') {
        const mayHold = state.owner === t || (state.owner === -1 && t > state.last);
        const last = Math.max(state.last, t);
        return [
          ...(mayHold ? [[true, { ...state, owner: 0, last }] as const] : []),
          ...(state.owner === t ? [] : [[false, state] as const]),
        ];
      }
      return t >= state.store ? [[true, { ...state, store: t }]] : [[false, state]];
    },
    input: (r) => {
      const f = r.pick(['acquire', 'acquire', 'release', 'write']);
      return f === 'acquire' ? { f } : { f, token: 1 + r.below(4) };
    },
    corrupt: (r, { f }) => (f === 'acquire' ? r.pick([null, 1, 2, 3, 4]) : r.chance(60)),
  }),
  reference<AnyInput>({
    name: 'key-value',
    start: {},
    apply: (state: Record<string, string>, { f, key, value }) => {
      const at = String(key);
      const held = state[at] ?? '';
      if (f === 'get') {
        return [[held, state]];
      }
      const next = f === 'put' ? String(value) : held + String(value);
      return [[null, Object.fromEntries(ordered(Object.entries({ ...state, [at]: next })))]];
    },
    input: (r) => {
      const key = r.pick(['x', 'y']);
      const f = r.pick(['get', 'get', 'put', 'append']);
      return f === 'get' ? { f, key } : { f, key, value: r.pick(['a', 'b']) };
    },
    corrupt: (r) => r.pick(['', 'a', 'b', 'ab', 'aa', 'ba']),
    answers: ({ f }) => f === 'get',
  }),
  reference<AnyInput>({
    name: 'log',
    start: [],
    apply: (state: readonly unknown[], { f, value, offset }) => {
      if (f === 'append') {
        return [[state.length, [...state, value]]];
      }
      return [[f === 'length' ? state.length : (state[Number(offset)] ?? null), state]];
    },
    input: (r) => {
      const f = r.pick(['append', 'append', 'read', 'length']);
      if (f === 'append') {
        return { f, value: r.pick(['a', 'b']) };
      }
      return f === 'read' ? { f, offset: r.below(3) } : { f };
    },
    corrupt: (r, { f }) => (f === 'read' ? r.pick([null, 'a', 'b']) : r.below(4)),
  }),
];
