import { describe, expect, it } from 'vitest';
import type { Model } from '../types.js';
import { structuralKey } from '../values/key.js';
import { casRegister } from './cas-register.js';
import { counter } from './counter.js';
import { fencedLock } from './fenced-lock.js';
import { growOnlySet } from './grow-only-set.js';
import { keyValue } from './key-value.js';
import { log } from './log.js';
import { multiRegister } from './multi-register.js';
import { mutex } from './mutex.js';
import { priorityQueue } from './priority-queue.js';
import { queue } from './queue.js';
import { register } from './register.js';
import { set } from './set.js';
import { stack } from './stack.js';

type Example<Input, Output> = readonly [Input, Output | undefined];

/** What a model promises about operations, told from its steps in every state they reach. */
interface Promises {
  readonly name: string;
  readonly readOnly: readonly string[];
  readonly brokenReadOnly: readonly string[];
  /** Pairs that have one operation key, but step differently. */
  readonly confused: readonly string[];
  readonly reached: number;
}

const MOST_STATES = 40;

function promisesOf<State, Input, Output>(
  model: Model<State, Input, Output>,
  examples: readonly Example<Input, Output>[],
): Promises {
  const key = model.key ?? structuralKey;
  const states = new Map(model.init().map((state) => [key(state), state]));
  for (const state of states.values()) {
    for (const [input, output] of examples) {
      for (const next of model.step(state, input, output)) {
        if (states.size < MOST_STATES && !states.has(key(next))) {
          states.set(key(next), next);
        }
      }
    }
  }
  const all = [...states.values()];
  const effects = examples.map(([input, output]) =>
    structuralKey(all.map((state) => model.step(state, input, output).map((next) => key(next)))),
  );
  const words = ([input, output]: Example<Input, Output>): string =>
    model.describeOperation?.(input, output) ?? '';
  const readOnly = examples.filter(([input, output]) => model.readOnly?.(input, output) === true);
  const brokenReadOnly = readOnly.filter(([input, output]) =>
    all.some((state) => model.step(state, input, output).some((next) => key(next) !== key(state))),
  );
  const keys = examples.map(([input, output]) => model.operationKey?.(input, output));
  const confused = examples.flatMap((example, i) =>
    examples
      .filter((_, j) => j < i && keys[i] !== undefined && keys[i] === keys[j])
      .filter((other) => effects[i] !== effects[examples.indexOf(other)])
      .map((other) => `${words(other)} and ${words(example)}`),
  );
  return {
    name: model.name,
    readOnly: readOnly.map(words),
    brokenReadOnly: brokenReadOnly.map(words),
    confused,
    reached: all.length,
  };
}

const read = { f: 'read' } as const;
const write = (value: number | string | null) => ({ f: 'write', value }) as const;
const add = (value: number) => ({ f: 'add', value }) as const;
const cas = (from: number | string, to: number | string) => ({ f: 'cas', from, to }) as const;
const token = (f: 'release' | 'write', of: number) => ({ f, token: of }) as const;

const PROMISES: readonly (readonly [Promises, readonly string[]])[] = [
  [
    promisesOf(register(), [
      [write(1), undefined],
      [write('1'), undefined],
      [write(null), undefined],
      [read, 1],
      [read, '1'],
      [read, null],
      [read, 'undefined'],
      [read, undefined],
    ]),
    ['read() -> 1', 'read() -> "1"', 'read() -> null', 'read() -> "undefined"', 'read() -> ?'],
  ],
  [
    promisesOf(casRegister(1), [
      [write(1), undefined],
      [write('1'), undefined],
      [read, 1],
      [read, '1'],
      [read, undefined],
      [cas(1, '1'), true],
      [cas(1, '1'), false],
      [cas(1, '1'), undefined],
      [cas('1', 1), true],
      [cas('1', 1), { seen: 1 }],
      [cas(1, '1'), { seen: '1' }],
      [cas(1, '1'), { seen: 1 }],
    ]),
    [
      'read() -> 1',
      'read() -> "1"',
      'read() -> ?',
      'cas(1, "1") -> failed',
      'cas("1", 1) -> failed, saw 1',
      'cas(1, "1") -> failed, saw "1"',
      'cas(1, "1") -> failed, saw 1',
    ],
  ],
  [
    promisesOf(multiRegister(), [
      [[{ f: 'read', key: 'x' }], [1]],
      [[{ f: 'read', key: 'x' }], undefined],
      [[{ f: 'write', key: 'x', value: 1 }], undefined],
      [
        [
          { f: 'read', key: 'x' },
          { f: 'write', key: 'y', value: 1 },
        ],
        [1, undefined],
      ],
    ]),
    ['x -> 1', 'x -> ?'],
  ],
  [
    promisesOf(counter(), [
      [add(1), undefined],
      [add(1), 2],
      [add(-1), undefined],
      [add(0), undefined],
      [read, 0],
      [read, 1],
      [read, undefined],
    ]),
    ['read() -> 0', 'read() -> 1', 'read() -> ?'],
  ],
  [
    promisesOf(growOnlySet(), [
      [add(1), undefined],
      [add(2), undefined],
      [read, [1]],
      [read, undefined],
    ]),
    ['read() -> [1]', 'read() -> ?'],
  ],
  [
    promisesOf(set(), [
      [add(1), true],
      [add(1), false],
      [add(1), undefined],
      [{ f: 'remove', value: 1 }, true],
      [{ f: 'remove', value: 1 }, false],
      [{ f: 'remove', value: 1 }, undefined],
      [{ f: 'contains', value: 1 }, true],
      [{ f: 'contains', value: 1 }, undefined],
      [read, [1]],
      [read, undefined],
    ]),
    [
      'add(1) -> false',
      'remove(1) -> false',
      'contains(1) -> true',
      'contains(1) -> ?',
      'read() -> [1]',
      'read() -> ?',
    ],
  ],
  [
    promisesOf(queue(), [
      [{ f: 'enqueue', value: 1 }, undefined],
      [{ f: 'dequeue' }, 1],
      [{ f: 'dequeue' }, null],
      [{ f: 'dequeue' }, undefined],
    ]),
    ['dequeue() -> empty'],
  ],
  [
    promisesOf(stack(), [
      [{ f: 'push', value: 1 }, undefined],
      [{ f: 'pop' }, 1],
      [{ f: 'pop' }, null],
      [{ f: 'pop' }, undefined],
    ]),
    ['pop() -> empty'],
  ],
  [
    promisesOf(priorityQueue(), [
      [{ f: 'insert', value: 1, priority: 2 }, undefined],
      [{ f: 'insert', value: 2, priority: 1 }, undefined],
      [{ f: 'remove-min' }, 1],
      [{ f: 'remove-min' }, null],
      [{ f: 'remove-min' }, undefined],
    ]),
    ['remove-min() -> empty'],
  ],
  [
    promisesOf(mutex(), [
      [{ f: 'acquire' }, true],
      [{ f: 'acquire' }, false],
      [{ f: 'acquire' }, undefined],
      [{ f: 'release' }, true],
      [{ f: 'release' }, false],
      [{ f: 'release' }, undefined],
    ]),
    ['acquire() -> refused', 'release() -> refused'],
  ],
  ...[false, true].map((leases): readonly [Promises, readonly string[]] => [
    promisesOf(fencedLock({ leases }), [
      [{ f: 'acquire' }, 1],
      [{ f: 'acquire' }, 2],
      [{ f: 'acquire' }, null],
      [{ f: 'acquire' }, undefined],
      [token('release', 1), true],
      [token('release', 1), false],
      [token('release', 1), undefined],
      [token('write', 1), true],
      [token('write', 2), true],
      [token('write', 1), false],
      [token('write', 1), undefined],
    ]),
    ['acquire() -> refused', 'write(1) -> false'],
  ]),
  [
    promisesOf(keyValue(), [
      [{ f: 'put', key: 'k', value: 'a' }, undefined],
      [{ f: 'append', key: 'k', value: 'a' }, undefined],
      [{ f: 'get', key: 'k' }, 'a'],
      [{ f: 'get', key: 'k' }, null],
      [{ f: 'get', key: 'k' }, undefined],
      [{ f: 'get', key: 'l' }, 'a'],
    ]),
    ['get(k) -> "a"', 'get(k) -> null', 'get(k) -> ?', 'get(l) -> "a"'],
  ],
  [
    promisesOf(log(), [
      [{ f: 'append', value: 1 }, undefined],
      [{ f: 'append', value: 1 }, 0],
      [{ f: 'append', value: '1' }, 0],
      [{ f: 'append', value: '1' }, 1],
      [{ f: 'read', offset: 0 }, 1],
      [{ f: 'read', offset: 0 }, '1'],
      [{ f: 'read', offset: 1 }, 1],
      [{ f: 'read', offset: 1 }, null],
      [{ f: 'length' }, 0],
      [{ f: 'length' }, 1],
      [{ f: 'length' }, undefined],
    ]),
    [
      'read(0) -> 1',
      'read(0) -> "1"',
      'read(1) -> 1',
      'read(1) -> null',
      'length() -> 0',
      'length() -> 1',
      'length() -> ?',
    ],
  ],
];

describe('models keep their promises about operations', () => {
  it.each(PROMISES)('$name: what is read-only, and what steps alike', (promises, expected) => {
    expect(promises.readOnly).toEqual(expected);
    expect(promises.brokenReadOnly).toEqual([]);
    expect(promises.confused).toEqual([]);
    // In one state alone every promise would hold too easily.
    expect(promises.reached).toBeGreaterThan(1);
  });
});

describe('models step where an answer is not known', () => {
  const free = { holder: null, issued: -Infinity, seen: -Infinity };
  const unknown = { ...free, holder: 'unknown' as const, issued: 3 };

  it('to a lock that an acquire without an answer holds, or does not', () => {
    const [strict, leased] = [fencedLock(), fencedLock({ leases: true })];
    const acquire = { f: 'acquire' } as const;
    const held = { ...free, holder: 2, issued: 2 };
    expect(strict.step(free, acquire, undefined)).toEqual([{ ...free, holder: 'unknown' }]);
    expect(strict.step(held, acquire, undefined)).toEqual([held]);
    expect(leased.step(held, acquire, undefined)).toEqual([{ ...held, holder: 'unknown' }, held]);
    expect(strict.step(free, acquire, null)).toEqual([]);
    expect(strict.step(held, acquire, null)).toEqual([held]);
    expect(strict.step(held, acquire, 3)).toEqual([]);
    expect(leased.step(held, acquire, 2)).toEqual([]);
    expect(leased.step(held, acquire, 3)).toEqual([{ ...held, holder: 3, issued: 3 }]);
  });

  it('to a lock whose holder is not known, by a release with a newer token alone', () => {
    const model = fencedLock();
    const freed = { ...unknown, holder: null, issued: 4 };
    expect(model.step(unknown, token('release', 4), true)).toEqual([freed]);
    expect(model.step(unknown, token('release', 3), true)).toEqual([]);
    expect(model.step(unknown, token('release', 4), undefined)).toEqual([freed, unknown]);
    expect(model.step(unknown, token('release', 3), undefined)).toEqual([unknown]);
    expect(model.step(unknown, token('release', 4), false)).toEqual([unknown]);
  });

  it('to a release without an answer of a token that holds the lock, or does not', () => {
    const held = { ...free, holder: 2, issued: 3 };
    const model = fencedLock();
    expect(model.step(held, token('release', 2), undefined)).toEqual([{ ...held, holder: null }]);
    expect(model.step(held, token('release', 1), undefined)).toEqual([held]);
    const leased = fencedLock({ leases: true });
    expect(leased.step(held, token('release', 2), false)).toEqual([{ ...held, holder: null }]);
    expect(model.step(held, token('release', 2), false)).toEqual([]);
  });

  it('to a store, by the tokens that it saw', () => {
    const model = fencedLock();
    const state = { ...free, seen: 2 };
    expect(model.step(state, token('write', 2), true)).toEqual([state]);
    expect(model.step(state, token('write', 3), undefined)).toEqual([{ ...state, seen: 3 }]);
    expect(model.step(state, token('write', 1), undefined)).toEqual([state]);
    expect(model.step(state, token('write', 1), true)).toEqual([]);
    expect(model.step(state, token('write', 2), false)).toEqual([]);
  });
});
