import { describe, expect, it } from 'vitest';
import { finish } from '../resumable/resumable.js';
import { priorityQueue } from '../models/priority-queue.js';
import { register } from '../models/register.js';
import { closureOf } from './closure.js';
import { StateInterner } from './interner.js';
import { ILLEGAL, Machine } from './machine.js';
import { StepTable } from './step-table.js';

describe('StepTable', () => {
  it('keeps thousands of results apart', () => {
    const table = new StepTable();
    const start = table.bytes;
    for (let state = 0; state < 100; state++) {
      for (let operation = 0; operation < 100; operation++) {
        expect(table.get(state, operation, -2)).toBe(-2);
        table.set(state, operation, state * 1000 + operation);
      }
    }
    table.set(5, 6, -1);
    expect(table.get(5, 6, -2)).toBe(-1);
    expect(table.get(99, 98, -2)).toBe(99_098);
    expect(table.get(98, 99, -2)).toBe(98_099);
    expect(table.get(100, 0, -2)).toBe(-2);
    // Twelve bytes a slot, twice as many slots as results.
    expect(start).toBe(12 * 1024);
    expect(table.bytes).toBe(12 * 32_768);
  });

  it('does not grow for results that replace others', () => {
    const table = new StepTable();
    for (let i = 0; i < 5000; i++) {
      table.set(1, 1, i);
    }
    expect(table.bytes).toBe(12 * 1024);
  });
});

describe('StateInterner', () => {
  it('compares by key if there is one', () => {
    const interner = new StateInterner<{ id: number; note: string }>({ key: ({ id }) => id });
    expect(interner.intern({ id: 1, note: 'a' })).toBe(0);
    expect(interner.intern({ id: 2, note: 'a' })).toBe(1);
    expect(interner.intern({ id: 1, note: 'b' })).toBe(0);
    expect(interner.states).toHaveLength(2);
    expect(interner.bytes).toBeGreaterThan(100);
  });

  it('compares by hash and equality if there is no key', () => {
    const interner = new StateInterner<number[]>({
      hash: ([first]) => first ?? 0,
      equal: (a, b) => a.length === b.length,
    });
    expect(interner.intern([1, 2])).toBe(0);
    expect(interner.intern([1, 3])).toBe(0);
    expect(interner.intern([1])).toBe(1);
    expect(interner.intern([2, 2])).toBe(2);
    expect(interner.bytes).toBeGreaterThan(300);
  });

  it('compares by structure if there is nothing else', () => {
    const interner = new StateInterner<unknown>({});
    expect(interner.intern({ a: 1, b: [2] })).toBe(0);
    expect(interner.intern({ b: [2], a: 1 })).toBe(0);
    expect(interner.intern({ a: 1, b: ['2'] })).toBe(1);
  });
});

describe('Machine', () => {
  const classes = [
    { input: { f: 'write', value: 1 } as const, output: undefined, readOnly: false },
    { input: { f: 'read' } as const, output: 1, readOnly: true },
    { input: { f: 'read' } as const, output: null, readOnly: true },
  ];

  it('asks the model once for each state and class', () => {
    let steps = 0;
    const model = register();
    const counting: typeof model = {
      ...model,
      step: (...given) => {
        steps++;
        return model.step(...given);
      },
    };
    const machine = new Machine(counting, classes, 10);
    const written = machine.step(machine.initial, 0);
    expect(machine.step(machine.initial, 0)).toBe(written);
    expect(machine.step(written, 0)).toBe(written);
    expect(machine.step(written, 1)).toBe(written);
    expect(machine.step(written, 2)).toBe(ILLEGAL);
    expect(machine.step(written, 2)).toBe(ILLEGAL);
    expect(steps).toBe(4);
    expect(machine.size).toBe(2);
    expect(machine.statesOf(written)).toEqual([1]);
  });

  it('says when it met more states than allowed', () => {
    const machine = new Machine(register(), classes, 1);
    expect(machine.overflowed).toBe(false);
    machine.step(machine.initial, 0);
    expect(machine.overflowed).toBe(true);
  });

  it('takes several states as one number, the same for the same set', () => {
    const model = priorityQueue([
      { priority: 0, value: 'a' },
      { priority: 0, value: 'b' },
      { priority: 1, value: 'c' },
    ]);
    const remove = { input: { f: 'remove-min' } as const, readOnly: false };
    const machine = new Machine(
      model,
      [
        { ...remove, output: undefined },
        { ...remove, output: 'a' },
        { ...remove, output: 'b' },
        { ...remove, output: 'c' },
      ],
      100,
    );
    const some = machine.step(machine.initial, 0);
    expect(machine.statesOf(some)).toHaveLength(2);
    expect(machine.step(machine.initial, 3)).toBe(ILLEGAL);
    const rest = machine.step(machine.step(machine.initial, 1), 2);
    expect(machine.step(some, 0)).toBe(rest);
    expect(machine.statesOf(rest)).toEqual([[{ priority: 1, value: 'c' }]]);
    expect(machine.step(some, 1)).not.toBe(some);
    expect(machine.bytes).toBeGreaterThan(12 * 1024);
  });

  it('does not mind the order in which a model lists states', () => {
    const model = { name: 'm', init: () => [0], step: (_: number, input: number[]) => input };
    const classes = [[1, 2], [2, 1], [3, 1, 2, 1], [2]].map((input) => ({
      input,
      output: undefined,
      readOnly: false,
    }));
    const machine = new Machine(model, classes, 10);
    const [first, second, third, fourth] = classes.map((_, c) => machine.step(machine.initial, c));
    expect(second).toBe(first);
    expect(machine.statesOf(third ?? -1)).toEqual([1, 2, 3]);
    expect(machine.statesOf(fourth ?? -1)).toEqual([2]);
    expect(machine.size).toBe(4);
  });

  it('starts in all initial states', () => {
    const machine = new Machine({ ...register(), init: () => [2, 1, 2] }, classes, 10);
    expect(machine.statesOf(machine.initial)).toEqual([2, 1]);
    expect(machine.statesOf(machine.step(machine.initial, 1))).toEqual([1]);
  });
});

describe('closureOf', () => {
  const increments = (limit: number) => ({
    initial: 0,
    step: (state: number) => (state < limit ? state + 1 : ILLEGAL),
  });

  it('holds every state that can be reached', () => {
    expect([...(finish(closureOf(increments(3), 1)) ?? [])]).toEqual([0, 1, 2, 3]);
  });

  it('gives up on many states, and on many steps', () => {
    expect(finish(closureOf(increments(1e9), 1))).toBeUndefined();
    expect(finish(closureOf(increments(50), 2000))).toBeUndefined();
  });
});
