import { describe, expect, it } from 'vitest';
import { priorityQueue } from '../models/priority-queue.js';
import { register } from '../models/register.js';
import { Machine } from './machine.js';

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
    expect(machine.step(written, 2)).toBe(-1);
    expect(machine.step(written, 2)).toBe(-1);
    expect(steps).toBe(4);
    expect(machine.size).toBe(2);
    expect(machine.statesOf(written)).toEqual([1]);
    expect(machine.statesOf(-1)).toEqual([]);
    // A table of 32 rows and 64 slots and the next one; two states of their own, with garbage.
    expect(machine.bytes).toBe(3 * 4 * (32 * 3 + 64) + 1.5 * (2 * (128 + 16) + 2 * 96));
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
    expect(machine.step(machine.initial, 3)).toBe(-1);
    const rest = machine.step(machine.step(machine.initial, 1), 2);
    expect(machine.step(some, 0)).toBe(rest);
    expect(machine.statesOf(rest)).toEqual([[{ priority: 1, value: 'c' }]]);
    expect(machine.step(some, 1)).not.toBe(some);
    // Sets of several states count by their members.
    expect(machine.bytes).toBeGreaterThan(3 * 12 * 64 + 1.5 * machine.size * 96);
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
