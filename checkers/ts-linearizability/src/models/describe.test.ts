import { describe, expect, it } from 'vitest';
import { partitionsOf } from '../check/partitions.js';
import type { Model, Operation } from '../types.js';
import { casRegister } from './cas-register.js';
import { counter } from './counter.js';
import { fencedLock } from './fenced-lock.js';
import { growOnlySet } from './grow-only-set.js';
import type { SetInput, SetOutput } from './inputs.js';
import { keyValue } from './key-value.js';
import { log } from './log.js';
import { multiRegister } from './multi-register.js';
import { mutex } from './mutex.js';
import { priorityQueue } from './priority-queue.js';
import { queue } from './queue.js';
import { register } from './register.js';
import { set } from './set.js';
import { stack } from './stack.js';

/** The words for operations with their answers, and for the states on the way. */
function words<State, Input, Output>(
  model: Model<State, Input, Output>,
  ...operations: (readonly [Input, (Output | undefined)?])[]
): string[] {
  let [state] = model.init();
  const all = [model.describeState?.(state as State) ?? ''];
  for (const [input, output] of operations) {
    const next = model.step(state as State, input, output);
    all.push(model.describeOperation?.(input, output) ?? '');
    if (next.length === 0) {
      all.push('impossible');
    } else {
      [state] = next;
      all.push(model.describeState?.(state as State) ?? '');
    }
  }
  return all;
}

describe('models say in words what happens', () => {
  it('to registers', () => {
    expect(
      words(register(5), [{ f: 'write', value: 'x' }], [{ f: 'read' }, 'x'], [{ f: 'read' }]),
    ).toEqual(['5', 'write("x")', '"x"', 'read() -> "x"', '"x"', 'read() -> ?', '"x"']);
    expect(
      words(
        casRegister(1),
        [{ f: 'cas', from: 1, to: 2 }, true],
        [{ f: 'cas', from: 1, to: 2 }, true],
        [{ f: 'cas', from: 1, to: 2 }, false],
        [{ f: 'cas', from: 1, to: 3 }, { seen: 2 }],
        [{ f: 'cas', from: 1, to: 3 }, { seen: 1 }],
        [{ f: 'cas', from: 2, to: 3 }],
        [{ f: 'write', value: null }],
        [{ f: 'read' }, null],
      ),
    ).toEqual([
      '1',
      'cas(1, 2) -> ok',
      '2',
      'cas(1, 2) -> ok',
      'impossible',
      'cas(1, 2) -> failed',
      '2',
      'cas(1, 3) -> failed, saw 2',
      '2',
      'cas(1, 3) -> failed, saw 1',
      'impossible',
      'cas(2, 3) -> ?',
      '3',
      'write(null)',
      'null',
      'read() -> null',
      'null',
    ]);
    expect(
      words(multiRegister({ x: 1, y: null }), [
        [
          { f: 'read', key: 'x' },
          { f: 'write', key: 'y', value: 2 },
        ],
        [1, undefined],
      ]),
    ).toEqual(['x=1', 'x -> 1; y := 2', 'x=1 y=2']);
  });

  it('to counters and sets', () => {
    expect(
      words(counter(1), [{ f: 'add', value: 2 }], [{ f: 'add', value: -1 }, 2], [{ f: 'read' }, 2]),
    ).toEqual(['1', 'add(2)', '3', 'add(-1) -> 2', '2', 'read() -> 2', '2']);
    expect(
      words(growOnlySet(['b']), [{ f: 'add', value: 'a' }], [{ f: 'read' }, ['a', 'b']]),
    ).toEqual(['{"b"}', 'add("a")', '{"a", "b"}', 'read() -> ["a","b"]', '{"a", "b"}']);
    expect(
      words(
        set([1]),
        [{ f: 'add', value: 1 }, false],
        [{ f: 'remove', value: 1 }, true],
        [{ f: 'contains', value: 1 }, true],
        [{ f: 'read' }, []],
      ),
    ).toEqual([
      '{1}',
      'add(1) -> false',
      '{1}',
      'remove(1) -> true',
      'empty',
      'contains(1) -> true',
      'impossible',
      'read() -> []',
      'empty',
    ]);
  });

  it('to queues and stacks', () => {
    const item = { value: 'a' } as const;
    expect(
      words(
        queue(['x']),
        [{ f: 'enqueue', ...item }],
        [{ f: 'dequeue' }, 'x'],
        [{ f: 'dequeue' }],
        [{ f: 'dequeue' }, null],
      ),
    ).toEqual([
      '["x"]',
      'enqueue("a")',
      '["x","a"]',
      'dequeue() -> "x"',
      '["a"]',
      'dequeue() -> ?',
      'empty',
      'dequeue() -> empty',
      'empty',
    ]);
    expect(
      words(stack(['x']), [{ f: 'push', ...item }], [{ f: 'pop' }, 'a'], [{ f: 'pop' }, null]),
    ).toEqual([
      '["x"]',
      'push("a")',
      '["x","a"]',
      'pop() -> "a"',
      '["x"]',
      'pop() -> empty',
      'impossible',
    ]);
    expect(
      words(
        priorityQueue([{ priority: 2, value: 'z' }]),
        [{ f: 'insert', value: 'a', priority: 1 }],
        [{ f: 'remove-min' }, 'z'],
        [{ f: 'remove-min' }, 'a'],
        [{ f: 'remove-min' }, null],
      ),
    ).toEqual([
      '{"z" at 2}',
      'insert("a" at 1)',
      '{"a" at 1, "z" at 2}',
      'remove-min() -> "z"',
      'impossible',
      'remove-min() -> "a"',
      '{"z" at 2}',
      'remove-min() -> empty',
      'impossible',
    ]);
  });

  it('to locks', () => {
    expect(
      words(
        mutex(),
        [{ f: 'acquire' }, true],
        [{ f: 'acquire' }, false],
        [{ f: 'release' }],
        [{ f: 'release' }, true],
      ),
    ).toEqual([
      'free',
      'acquire() -> ok',
      'held',
      'acquire() -> refused',
      'held',
      'release() -> ?',
      'free',
      'release() -> ok',
      'impossible',
    ]);
    const fenced = [
      [{ f: 'acquire' }, 4],
      [{ f: 'acquire' }, null],
      [{ f: 'acquire' }, 5],
      [{ f: 'write', token: 4 }, true],
      [{ f: 'write', token: 3 }, false],
      [{ f: 'release', token: 4 }, false],
      [{ f: 'release', token: 5 }, true],
    ] as const;
    expect(words(fencedLock(), ...fenced)).toEqual([
      'free, store saw nothing',
      'acquire() -> 4',
      'held by 4, store saw nothing',
      'acquire() -> refused',
      'held by 4, store saw nothing',
      'acquire() -> 5',
      'impossible',
      'write(4) -> true',
      'held by 4, store saw 4',
      'write(3) -> false',
      'held by 4, store saw 4',
      'release(4) -> false',
      'impossible',
      'release(5) -> true',
      'impossible',
    ]);
    const leased = words(fencedLock({ leases: true }), ...fenced);
    expect(leased[6]).toBe('held by 5, store saw nothing');
    expect(leased.at(-1)).toBe('free, store saw 4');
  });

  it('to key-value stores and logs', () => {
    const key = 'k';
    expect(
      words(
        keyValue(null),
        [{ f: 'get', key }, null],
        [{ f: 'append', key, value: 'a' }],
        [{ f: 'append', key, value: 'b' }],
        [{ f: 'get', key }, 'ab'],
        [{ f: 'put', key, value: 'c' }],
        [{ f: 'get', key }, 'ab'],
        [{ f: 'put', key: 'l', value: '' }],
      ),
    ).toEqual([
      'empty',
      'get(k) -> null',
      'empty',
      'append(k, "a")',
      'k="a"',
      'append(k, "b")',
      'k="ab"',
      'get(k) -> "ab"',
      'k="ab"',
      'put(k, "c")',
      'k="c"',
      'get(k) -> "ab"',
      'impossible',
      'put(l, "")',
      'k="c" l=""',
    ]);
    expect(
      words(
        log(['a', 'b', 'c', 'd', 'e']),
        [{ f: 'append', value: 'f' }, 5],
        [{ f: 'append', value: 'g' }, 5],
        [{ f: 'read', offset: 0 }, 'a'],
        [{ f: 'read', offset: 6 }, null],
        [{ f: 'read', offset: 5 }, null],
        [{ f: 'length' }, 6],
        [{ f: 'length' }, 5],
      ),
    ).toEqual([
      '["a", "b", "c", "d", "e"]',
      'append("f") -> 5',
      '[1 more, "b", "c", "d", "e", "f"]',
      'append("g") -> 5',
      'impossible',
      'read(0) -> "a"',
      '[1 more, "b", "c", "d", "e", "f"]',
      'read(6) -> null',
      '[1 more, "b", "c", "d", "e", "f"]',
      'read(5) -> null',
      'impossible',
      'length() -> 6',
      '[1 more, "b", "c", "d", "e", "f"]',
      'length() -> 5',
      'impossible',
    ]);
  });
});

describe('models split histories', () => {
  const at = { call: 0, return: 1 };
  const read = (...keys: string[]) => ({
    input: keys.map((key) => ({ f: 'read' as const, key })),
    ...at,
  });

  it('of several registers by what transactions connect', () => {
    const operations = [
      read('a', 'b'),
      read('c'),
      read('d', 'e'),
      read('b', 'd'),
      read('e'),
      read(),
    ];
    expect(partitionsOf(multiRegister(), operations)).toEqual([
      { key: 'a, b, d, e', indices: [0, 2, 3, 4] },
      { key: 'c', indices: [1] },
      { key: '', indices: [5] },
    ]);
  });

  it('of sets by element, unless something reads all', () => {
    const add = (value: number) => ({ input: { f: 'add' as const, value }, ...at });
    const operations = [add(1), add(2), add(1)];
    expect(partitionsOf(set(), operations)).toEqual([
      { key: '1', indices: [0, 2] },
      { key: '2', indices: [1] },
    ]);
    const all = { input: { f: 'read' as const }, ...at };
    expect(partitionsOf(set(), [...operations, all])).toEqual([
      { key: 'all', indices: [0, 1, 2, 3] },
    ]);
  });

  it('of sets of very many elements by few of these, but for those that a search has to judge', () => {
    const operations = Array.from({ length: 1001 }, (_, value): Operation<SetInput, SetOutput> => ({
      input: { f: 'add', value },
      output: value !== 500,
      ...at,
    }));
    const partsOf = (some: readonly Operation<SetInput, SetOutput>[]) =>
      partitionsOf(set(), some).map(({ key, indices }) => [key, indices.length]);
    expect(partsOf(operations)).toEqual([
      ['0 and 127 more', 128],
      ...[128, 256, 384, 512, 640, 768].map((first) => [`${first} and 127 more`, 128]),
      ['896 and 104 more', 105],
    ]);
    const withOne = operations.with(300, {
      input: { f: 'remove' as const, value: 300 },
      output: undefined,
      ...at,
    });
    expect(partsOf(withOne)).toEqual([
      ['0 and 127 more', 128],
      ['128 and 127 more', 128],
      ['256 and 126 more', 127],
      ['300', 1],
      ...[384, 512, 640, 768].map((first) => [`${first} and 127 more`, 128]),
      ['896 and 104 more', 105],
    ]);
    const all = partitionsOf(set(), withOne).flatMap(({ indices }) => [...indices]);
    expect(all.toSorted((a, b) => a - b)).toEqual([...operations.keys()]);
    expect(partsOf(operations.slice(1)).length).toBe(1000);
  });

  it('of key-value stores by key', () => {
    const get = (key: string) => ({ input: { f: 'get' as const, key }, ...at });
    expect(partitionsOf(keyValue(), [get('x'), get('y'), get('x')])).toEqual([
      { key: 'x', indices: [0, 2] },
      { key: 'y', indices: [1] },
    ]);
  });
});
