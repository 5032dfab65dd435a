import { describe, expect, it } from 'vitest';
import { checkOperations } from '../check/check.js';
import type { CheckResult, Item, Model, Operation, Value } from '../types.js';
import { casRegister } from './cas-register.js';
import { counter } from './counter.js';
import { growOnlySet } from './grow-only-set.js';
import { log } from './log.js';
import { multiRegister } from './multi-register.js';
import { priorityQueue } from './priority-queue.js';
import { queue } from './queue.js';
import { register } from './register.js';
import { set } from './set.js';
import { stack } from './stack.js';

/** Numbers that JSON lacks, and one that is not equal to itself by `===`. */
const ODD = [NaN, Infinity, -Infinity];

type Step<Input, Output> = readonly [input: Input, output: Output | undefined];

/** One client does one step after the other; judged with and without the special methods. */
function verdicts<State, Input, Output>(
  model: Model<State, Input, Output>,
): (...steps: readonly Step<Input, Output>[]) => readonly CheckResult[] {
  return (...steps) => {
    const operations = steps.map(([input, output], at): Operation<Input, Output> => {
      return { clientId: 1, input, output, call: 2 * at, return: 2 * at + 1 };
    });
    return (['auto', 'search'] as const).map((method) =>
      checkOperations(model, operations, { method }),
    );
  };
}

/** What every model of any values says of `wrote`, which is read back as `seen`. */
function readBack(wrote: Item, seen: Item) {
  const write = { f: 'write', value: wrote } as const;
  const read = { f: 'read' } as const;
  return {
    register: verdicts(register())([write, undefined], [read, seen]),
    'cas-register': verdicts(casRegister())(
      [{ f: 'cas', from: null, to: wrote }, true],
      [{ f: 'cas', from: seen, to: 1 }, true],
    ),
    'cas that says what it saw': verdicts(casRegister())(
      [write, undefined],
      [{ f: 'cas', from: 1, to: 2 }, { seen }],
    ),
    'multi-register': verdicts(multiRegister())(
      [[{ ...write, key: 'x' }], undefined],
      [[{ ...read, key: 'x' }], [seen]],
    ),
    'grow-only-set': verdicts(growOnlySet())(
      [{ f: 'add', value: [wrote] }, undefined],
      [read, [[seen]]],
    ),
    set: verdicts(set())([{ f: 'add', value: wrote }, true], [read, [seen]]),
    queue: verdicts(queue())([{ f: 'enqueue', value: wrote }, undefined], [{ f: 'dequeue' }, seen]),
    stack: verdicts(stack())([{ f: 'push', value: wrote }, undefined], [{ f: 'pop' }, seen]),
    'priority-queue': verdicts(priorityQueue())(
      [{ f: 'insert', value: wrote, priority: 1 }, undefined],
      [{ f: 'remove-min' }, seen],
    ),
    log: verdicts(log())([{ f: 'append', value: wrote }, 0], [{ f: 'read', offset: 0 }, seen]),
  };
}

/** The same, and what a counter says. */
function addedUp(wrote: number, seen: number) {
  const counted = verdicts(counter())(
    [{ f: 'add', value: wrote }, undefined],
    [{ f: 'read' }, seen],
  );
  return { ...readBack(wrote, seen), counter: counted };
}

function saidBy(results: Readonly<Record<string, readonly CheckResult[]>>, verdict: string) {
  return Object.entries(results).flatMap(([model, both]) =>
    both.every((result) => result.verdict === verdict) ? [model] : [],
  );
}

describe('NaN and the infinities', () => {
  it.each(ODD)('are values of every model, equal to themselves: %s', (number) => {
    const results = addedUp(number, number);
    expect(saidBy(results, 'ok')).toEqual(Object.keys(results));
  });

  it.each([
    [NaN, Infinity],
    [Infinity, -Infinity],
    [NaN, 0],
    [0, NaN],
  ])('are different from other numbers: %s read as %s', (wrote, seen) => {
    const results = addedUp(wrote, seen);
    expect(saidBy(results, 'illegal')).toEqual(Object.keys(results));
  });

  it('are shown as such', () => {
    for (const number of ODD) {
      expect(register().describeOperation?.({ f: 'read' }, number)).toBe(`read() -> ${number}`);
      expect(register().describeState?.(number)).toBe(`${number}`);
    }
  });

  it('order elements as priorities, NaN after all others', () => {
    const inserts = [NaN, 1, Infinity, -Infinity].map(
      (priority) => [{ f: 'insert', value: `at ${priority}`, priority }, undefined] as const,
    );
    const removals = ['at -Infinity', 'at 1', 'at Infinity', 'at NaN'].map(
      (value) => [{ f: 'remove-min' }, value] as const,
    );
    const wrong = removals.toReversed();
    const said = [removals, wrong].map((order) =>
      verdicts(priorityQueue())(...inserts, ...order).map(({ verdict }) => verdict),
    );
    expect(said).toEqual([
      ['ok', 'ok'],
      ['illegal', 'illegal'],
    ]);
  });
});

describe('both zeros', () => {
  it('are one value of every model', () => {
    const results = { ...addedUp(0, -0), ...addedUp(-0, 0) };
    expect(saidBy(results, 'ok')).toEqual(Object.keys(results));
  });
});

describe('sets and maps', () => {
  const maps = [
    new Map<Value, Value>([
      ['a', 1],
      ['b', [2]],
    ]),
    new Map<Value, Value>([
      ['b', [2]],
      ['a', 1],
    ]),
  ] as const;
  const sets = [new Set<Value>([1, 'x']), new Set<Value>(['x', 1])] as const;

  it.each([
    maps,
    sets,
    [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
    ],
  ] as const)('are values of every model, equal whatever their order', (wrote, seen) => {
    const results = readBack(wrote, seen);
    expect(saidBy(results, 'ok')).toEqual(Object.keys(results));
  });

  it.each<readonly [Item, Item]>([
    [new Set<Value>([1, 2]), new Set<Value>([1])],
    [new Set<Value>([1]), [1]],
    [new Map<Value, Value>([['a', 1]]), { a: 1 }],
    [new Map<Value, Value>([['a', 1]]), new Map<Value, Value>([['a', 2]])],
  ])('differ where they hold something else, or are something else', (wrote, seen) => {
    const results = readBack(wrote, seen);
    expect(saidBy(results, 'illegal')).toEqual(Object.keys(results));
  });
});
