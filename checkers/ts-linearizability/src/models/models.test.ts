import { describe, expect, it } from 'vitest';
import type { Key, Model, Value } from '../types.js';
import { casRegister } from './cas-register.js';
import { counter } from './counter.js';
import { fencedLock } from './fenced-lock.js';
import { describeElements, elementsOf, sawAll } from './elements.js';
import { entriesOf, isSameMap, sharedMap } from './shared-map.js';
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

/** Name, initial states, and special methods. */
function factsOf<State, Input, Output>(model: Model<State, Input, Output>) {
  const states = model.init().map((state) => model.describeState?.(state));
  return [model.name, states.join(' or '), ...(model.specialised ?? []).map(({ name }) => name)];
}

describe('models', () => {
  it('have their names, their initial states and their special methods', () => {
    expect([
      factsOf(register()),
      factsOf(casRegister()),
      factsOf(multiRegister()),
      factsOf(counter()),
      factsOf(growOnlySet()),
      factsOf(set()),
      factsOf(queue()),
      factsOf(stack()),
      factsOf(priorityQueue()),
      factsOf(mutex()),
      factsOf(fencedLock()),
      factsOf(keyValue()),
      factsOf(log()),
    ]).toEqual([
      ['register', 'null', 'register-zones', 'register-just-in-time'],
      ['cas-register', 'null', 'register-zones', 'register-just-in-time'],
      ['multi-register', 'empty'],
      ['counter', '0', 'counter-steps', 'counter-just-in-time'],
      ['grow-only-set', 'empty', 'set-chain'],
      ['set', 'empty', 'set-elements'],
      ['queue', 'empty', 'queue-order', 'queue-just-in-time'],
      ['stack', 'empty', 'stack-order', 'stack-just-in-time'],
      ['priority-queue', 'empty', 'priority-order', 'priority-queue-just-in-time'],
      ['mutex', 'free', 'mutex-critical-sections'],
      ['fenced-lock', 'free, store saw nothing', 'token-order'],
      ['key-value', 'empty', 'register-zones', 'register-just-in-time'],
      ['log', 'empty', 'log-entries'],
    ]);
  });

  it('begin with what they are given', () => {
    const initialOf = <State, Input, Output>(model: Model<State, Input, Output>) =>
      factsOf(model)[1];
    expect([
      initialOf(register('a')),
      initialOf(casRegister([1])),
      initialOf(multiRegister({ x: 1, y: null })),
      initialOf(counter(-3)),
      initialOf(growOnlySet([2, 1, 2])),
      initialOf(set(['b', 'a', 'b'])),
      initialOf(queue([1, 2])),
      initialOf(stack([1, 2])),
      initialOf(
        priorityQueue([
          { value: 'b', priority: 2 },
          { value: 'a', priority: 1 },
        ]),
      ),
      initialOf(mutex(true)),
      initialOf(log([1, 'a'])),
    ]).toEqual([
      '"a"',
      '[1]',
      'x=1',
      '-3',
      '{1, 2}',
      '{"a", "b"}',
      '[1,2]',
      '[1,2]',
      '{"a" at 1, "b" at 2}',
      'held',
      '[1, "a"]',
    ]);
  });
});

describe('keys of operations', () => {
  const keys = <State, Input, Output>(
    model: Model<State, Input, Output>,
    ...operations: readonly (readonly [Input, (Output | undefined)?])[]
  ): (Key | undefined)[] =>
    operations.map(([input, output]) => model.operationKey?.(input, output));
  const read = { f: 'read' } as const;
  const cas = { f: 'cas', from: 1, to: 2 } as const;

  it('are short texts', () => {
    expect(
      keys(register(), [{ f: 'write', value: 1 }], [read, '1'], [read, null], [read, true], [read]),
    ).toEqual(['wn1', 'rs1', 'ronull', 'rbtrue', 'r?']);
    expect(
      keys(
        casRegister(),
        [{ f: 'write', value: '1' }],
        [read, 1],
        [cas, true],
        [cas],
        [cas, false],
        [cas, { seen: 1 }],
        [cas, { seen: 3 }],
      ),
    ).toEqual([
      'ws1',
      'rn1',
      'c["n1","n2","btrue"]',
      'c["n1","n2","?"]',
      'c["n1","n2","bfalse"]',
      String.raw`c["n1","n2","o\u0000{\"seen\":1}"]`,
      'rn3',
    ]);
    expect(
      keys(counter(), [{ f: 'add', value: 2 }], [{ f: 'add', value: 2 }, 3], [read, 3]),
    ).toEqual(['2,undefined', '2,3', 'r,3']);
    const key = 'k';
    expect(
      keys(
        keyValue(),
        [{ f: 'get', key }],
        [{ f: 'get', key }, null],
        [{ f: 'get', key }, ''],
        [{ f: 'put', key, value: 'v' }],
        [{ f: 'append', key, value: 'v' }],
      ),
    ).toEqual(['g1:k?', 'g1:k-', 'g1:k=', 'p1:kv', 'a1:kv']);
    expect(keys(mutex(), [{ f: 'acquire' }, true], [{ f: 'release' }])).toEqual([
      'acquire,true',
      'release,undefined',
    ]);
    expect(
      keys(
        log(),
        [{ f: 'append', value: 1 }, 2],
        [{ f: 'append', value: '1' }],
        [{ f: 'read', offset: 7 }, 1],
        [{ f: 'length' }, 1],
      ),
    ).toEqual(['["n1","n2"]', '["s1","?"]', '7n1', 'ln1']);
  });

  it('are left to the structure by the other models', () => {
    const others = [growOnlySet(), set(), queue(), stack(), priorityQueue(), fencedLock()];
    expect(others.map(({ operationKey }) => operationKey)).toEqual(others.map(() => undefined));
  });
});

describe('models step', () => {
  it('by structure, where values have parts', () => {
    const held: Value = [1, { a: 2 }];
    const same: Value = [1, { a: 2 }];
    const cas = { f: 'cas', from: same, to: 0 } as const;
    expect(register(held).step(held, { f: 'read' }, same)).toEqual([held]);
    expect(casRegister(held).step(held, { f: 'read' }, same)).toEqual([held]);
    expect(casRegister(held).step(held, cas, true)).toEqual([0]);
    expect(casRegister(held).step(held, cas, false)).toEqual([]);
  });

  it('by a cas without an answer to the one state that it can lead to', () => {
    const model = casRegister();
    const cas = { f: 'cas', from: 1, to: 2 } as const;
    expect(model.step(1, cas, undefined)).toEqual([2]);
    expect(model.step(5, cas, undefined)).toEqual([5]);
  });

  it('by adding what is there already to the same set', () => {
    const add = (value: number) => ({ f: 'add', value }) as const;
    const one = elementsOf([1]);
    expect(growOnlySet().step(one, add(1), undefined)).toEqual([one]);
    expect(growOnlySet().step(one, add(2), undefined).map(describeElements)).toEqual(['{1, 2}']);
  });

  it('by reads that saw each element of a set once', () => {
    const saw = (output: readonly Value[]) => [
      growOnlySet().step(elementsOf([1, 2]), { f: 'read' }, output).length,
      set().step(elementsOf([1, 2]), { f: 'read' }, output).length,
    ];
    expect([saw([2, 1]), saw([1]), saw([1, 1]), saw([1, 3]), saw([1, 2, 2]), saw([])]).toEqual([
      [1, 1],
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
    expect(set().step(elementsOf([1]), { f: 'read' }, true)).toEqual([]);
  });

  it('by answers that tell whether an element was there', () => {
    const steps = (f: 'add' | 'remove' | 'contains', output?: boolean) =>
      [[], [1]].map((state) =>
        set().step(elementsOf(state), { f, value: 1 }, output).map(describeElements),
      );
    expect([steps('add', true), steps('add', false), steps('add')]).toEqual([
      [['{1}'], []],
      [[], ['{1}']],
      [['{1}'], ['{1}']],
    ]);
    expect([steps('remove', true), steps('remove', false), steps('remove')]).toEqual([
      [[], ['empty']],
      [['empty'], []],
      [['empty'], ['empty']],
    ]);
    expect([steps('contains', true), steps('contains', false), steps('contains')]).toEqual([
      [[], ['{1}']],
      [['empty'], []],
      [['empty'], ['{1}']],
    ]);
    const both = elementsOf([1, 2]);
    const left = set().step(both, { f: 'remove', value: 1 }, true);
    expect(left.map(describeElements)).toEqual(['{2}']);
    expect(left.every((state) => isSameMap(state, elementsOf([2])))).toBe(true);
    expect(isSameMap(elementsOf([2, 1]), both)).toBe(true);
    expect(isSameMap(elementsOf([2, 3]), both)).toBe(false);
    const [again = both] = set().step(left[0] ?? both, { f: 'add', value: 1 }, true);
    expect([isSameMap(again, both), entriesOf(again)]).toEqual([true, entriesOf(both)]);
    expect([sawAll(again, [2, 1]), sawAll(again, [2])]).toEqual([true, false]);
  });

  it('by taking from what is empty, where that is the answer or none is known', () => {
    const none = { queue: queue().step([], { f: 'dequeue' }, undefined) };
    expect(none).toEqual({ queue: [[]] });
    expect(queue().step([], { f: 'dequeue' }, null)).toEqual([[]]);
    expect(queue().step([], { f: 'dequeue' }, 1)).toEqual([]);
    expect(queue().step([1, 2], { f: 'dequeue' }, null)).toEqual([]);
    expect(queue().step([1, 2], { f: 'dequeue' }, undefined)).toEqual([[2]]);
    expect(stack().step([], { f: 'pop' }, undefined)).toEqual([[]]);
    expect(stack().step([], { f: 'pop' }, null)).toEqual([[]]);
    expect(stack().step([], { f: 'pop' }, 1)).toEqual([]);
    expect(stack().step([1, 2], { f: 'pop' }, null)).toEqual([]);
    expect(stack().step([1, 2], { f: 'pop' }, undefined)).toEqual([[1]]);
    expect(priorityQueue().step([], { f: 'remove-min' }, undefined)).toEqual([[]]);
    expect(priorityQueue().step([], { f: 'remove-min' }, null)).toEqual([[]]);
    expect(priorityQueue().step([], { f: 'remove-min' }, 1)).toEqual([]);
  });

  it('by inserting in any order to one priority queue', () => {
    const model = priorityQueue();
    const stateOf = (...inserted: readonly (readonly [value: string, priority: number])[]) => {
      let states = model.init();
      for (const [value, priority] of inserted) {
        states = model.step(states[0] ?? [], { f: 'insert', value, priority }, undefined);
      }
      return states[0] ?? [];
    };
    const some = stateOf(['a', 1], ['b', 1], ['c', 0], ['d', 2]);
    expect(some.map(({ value }) => value)).toEqual(['c', 'a', 'b', 'd']);
    expect(stateOf(['d', 2], ['b', 1], ['c', 0], ['a', 1])).toEqual(some);
    const twice = stateOf(['a', 1], ['a', 1], ['b', 1]);
    expect(model.step(twice, { f: 'remove-min' }, 'a')).toHaveLength(1);
    expect(model.step(twice, { f: 'remove-min' }, undefined)).toHaveLength(3);
  });

  it('by transactions that see what they wrote themselves', () => {
    const model = multiRegister({ x: 1 });
    const [start = sharedMap<Value>([])] = model.init();
    const x = (value: Value) => ({ f: 'write', key: 'x', value }) as const;
    const read = (key: string) => ({ f: 'read', key }) as const;
    const after = (input: Parameters<typeof model.step>[1], output?: readonly Value[]) =>
      model.step(start, input, output).map(entriesOf);
    expect(after([read('x'), x(2), read('x')], [1, null, 2])).toEqual([[['x', 2]]]);
    expect(after([x(2), read('x')], [null, 1])).toEqual([]);
    expect(after([read('y')], [null])).toEqual([[['x', 1]]]);
    expect(after([read('x')], [null])).toEqual([]);
    expect(after([read('x')])).toEqual([[['x', 1]]]);
    expect(after([x(null)])).toEqual([[]]);
    expect(entriesOf(start)).toEqual([['x', 1]]);
  });

  it('by registers that share what did not change, however many they are', () => {
    const model = multiRegister();
    const write = (key: number, value: Value) => [{ f: 'write', key: `k${key}`, value } as const];
    const keys = Array.from({ length: 200 }, (_, key) => key);
    const stepped = (order: readonly number[], last: Value) =>
      order.reduce(
        (states, key) => states.flatMap((state) => model.step(state, write(key, last), undefined)),
        keys.reduce(
          (states, key) => states.flatMap((state) => model.step(state, write(key, 0), undefined)),
          model.init(),
        ),
      );
    const [one = sharedMap<Value>([])] = stepped(keys, 1);
    const [other = sharedMap<Value>([])] = stepped(keys.toReversed(), 1);
    const [third = sharedMap<Value>([])] = stepped(keys, 2);
    expect([one.size, isSameMap(one, other), isSameMap(one, third)]).toEqual([200, true, false]);
    expect([one.hash === other.hash, one.changes <= 64]).toEqual([true, true]);
    expect(model.step(one, write(7, 1), undefined)).toEqual([one]);
  });

  it('by reads of a log at offsets that it has, or has not', () => {
    const model = log(['a', 'b']);
    const [state] = model.init();
    const read = (offset: number, output?: string | null) =>
      state === undefined ? -1 : model.step(state, { f: 'read', offset }, output).length;
    expect([read(0, 'a'), read(1, 'b'), read(2, null), read(2)]).toEqual([1, 1, 1, 1]);
    expect([read(0, 'b'), read(1, 'a'), read(1, null), read(2, 'b'), read(0, null)]).toEqual([
      0, 0, 0, 0, 0,
    ]);
  });

  it('by appends to one log for one content', () => {
    const model = log();
    const [start] = model.init();
    const extended = (...items: readonly string[]) => {
      let state = start;
      for (const value of items) {
        [state] = state === undefined ? [] : model.step(state, { f: 'append', value }, undefined);
      }
      return state;
    };
    expect(extended('a', 'b')).toBe(extended('a', 'b'));
    const logs = [extended(), extended('a'), extended('b'), extended('a', 'b'), extended('b', 'a')];
    expect(new Set(logs.map((state) => state?.id)).size).toBe(5);
  });
});
