import { describe, expect, it } from 'vitest';
import { problemOf } from '../history/problem.js';
import { casRegister } from '../models/cas-register.js';
import { Configurations } from './configurations.js';
import { UnplacedLists } from './lists.js';
import { OptionalClasses } from './optional-classes.js';
import { Pending } from './pending.js';
import { PrefixRecorder } from './prefix-recorder.js';
import { Trace } from './trace.js';

const write = (value: number, call: number, returned = Infinity) => ({
  input: { f: 'write' as const, value },
  call,
  return: returned,
});
const read = (call: number, returned: number) => ({
  input: { f: 'read' as const },
  output: 1,
  call,
  return: returned,
});

const problem = problemOf(casRegister(), [
  write(1, 0, 9),
  read(2, 4),
  write(1, 1, 3),
  write(2, 5, 8),
  read(6, 7),
  write(5, 6),
  write(4, 2),
  write(5, 1),
]);

function walk(next: Int32Array, head: number): number[] {
  const nodes: number[] = [];
  for (let node = next[head] ?? head; node !== head; node = next[node] ?? head) {
    nodes.push(node);
  }
  return nodes;
}

describe('problemOf', () => {
  it('numbers answered operations by their calls, then the others by theirs', () => {
    expect(problem.mandatory).toBe(5);
    expect(problem.optional).toBe(3);
    expect([...problem.position]).toEqual([0, 2, 1, 3, 4, 7, 6, 5]);
    expect([...problem.byReturn]).toEqual([1, 2, 4, 3, 0]);
  });

  it('counts calls and returns, calls first at ties', () => {
    const tied = problemOf(casRegister(), [write(1, 0, 5), write(2, 5, 6), write(3, 5)]);
    expect([...tied.call]).toEqual([0, 1, 2]);
    expect([...tied.return]).toEqual([2, 3]);
  });

  it('puts operations of one effect into one class', () => {
    const [first, second] = problem.classOf;
    expect(first).toBe(second);
    expect(new Set(problem.classOf).size).toBe(5);
  });
});

describe('UnplacedLists', () => {
  it('lists by call and by return, and takes out and puts back', () => {
    const lists = new UnplacedLists(problem);
    const all = () => [
      walk(lists.next, lists.mutators),
      walk(lists.next, lists.readers),
      walk(lists.nextReturn, problem.mandatory),
      walk(lists.nextSame, problem.mandatory + (problem.classOf[0] ?? 0)),
    ];
    const full = [
      [0, 1, 3],
      [2, 4],
      [1, 2, 4, 3, 0],
      [1, 0],
    ];
    expect(all()).toEqual(full);
    lists.remove(1);
    lists.remove(4);
    expect(all()).toEqual([[0, 3], [2], [2, 3, 0], [0]]);
    lists.restore(4);
    lists.restore(1);
    expect(all()).toEqual(full);
    expect([0, 2, lists.mutators, lists.readers].map((i) => lists.isReaderNode(i))).toEqual([
      false,
      true,
      false,
      true,
    ]);
  });
});

describe('OptionalClasses', () => {
  it('groups by class, in the order of calls', () => {
    const optional = new OptionalClasses(problem);
    expect(optional.count).toBe(2);
    expect([...optional.members]).toEqual([5, 7, 6]);
    expect([...optional.start]).toEqual([0, 2, 3]);
    expect([...optional.classOf]).toEqual([problem.classOf[5], problem.classOf[6]]);
  });
});

describe('Pending', () => {
  it('goes from return to return, with the open operations by their returns', () => {
    const pending = new Pending(problem);
    const seen: [number, number[]][] = [];
    for (let i = pending.advance(); i >= 0; i = pending.advance()) {
      seen.push([i, [...pending.open]]);
    }
    expect(seen).toEqual([
      [1, [1, 2, 0]],
      [2, [2, 0]],
      [4, [4, 3, 0]],
      [3, [3, 0]],
      [0, [0]],
    ]);
  });

  it('gives open operations different slots, no more than it needs', () => {
    const pending = new Pending(problem);
    expect(pending.slots).toBe(3);
    for (let i = pending.advance(); i >= 0; i = pending.advance()) {
      const slots = pending.open.map((open) => pending.slotOf[open]);
      expect(new Set(slots).size).toBe(slots.length);
      expect(Math.max(...slots.map(Number))).toBeLessThan(3);
    }
  });
});

describe('PrefixRecorder', () => {
  it('remembers the highest stack, whatever became of its lower part', () => {
    const recorder = new PrefixRecorder(5);
    recorder.peak(Int32Array.of(1, 2, 3, 0, 0), 3);
    recorder.cut(1);
    recorder.peak(Int32Array.of(1, 9, 0, 0, 0), 2);
    expect([...recorder.longest]).toEqual([1, 2, 3]);
    recorder.peak(Int32Array.of(1, 9, 8, 7, 0), 4);
    expect([...recorder.longest]).toEqual([1, 9, 8, 7]);
    expect(recorder.height).toBe(4);
  });
});

describe('Trace', () => {
  it('shares prefixes, and grows', () => {
    const trace = new Trace();
    const start = trace.bytes;
    let left = Trace.EMPTY;
    for (let i = 0; i < 1000; i++) {
      left = trace.extend(left, i);
    }
    const right = trace.extend(trace.extend(Trace.EMPTY, 7), 8);
    expect(trace.lengthOf(left)).toBe(1000);
    expect([...trace.orderOf(left)]).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    expect([...trace.orderOf(right)]).toEqual([7, 8]);
    expect([...trace.orderOf(Trace.EMPTY)]).toEqual([]);
    expect(trace.lengthOf(Trace.EMPTY)).toBe(0);
    expect(trace.bytes).toBeGreaterThan(start);
  });

  it('keeps long orders', () => {
    const trace = new Trace();
    let order = Trace.EMPTY;
    for (let i = 0; i < 50_000; i++) {
      order = trace.extend(order, i);
    }
    expect(trace.orderOf(order)).toEqual(Int32Array.from({ length: 50_000 }, (_, i) => i));
  });
});

describe('Configurations', () => {
  it('tell apart what was placed and the state, whatever the order was', () => {
    const met = new Configurations();
    expect([met.add(0), met.add(0), met.add(1)]).toEqual([true, false, true]);
    met.flip(3);
    met.flip(5);
    expect([met.add(0), met.add(1)]).toEqual([true, true]);
    met.flip(3);
    expect(met.add(0)).toBe(true);
    met.flip(5);
    met.flip(5);
    met.flip(3);
    expect([met.add(0), met.add(1), met.add(2)]).toEqual([false, false, true]);
  });

  it('tell thousands of subsets apart', () => {
    const met = new Configurations();
    for (let subset = 1, before = 0; subset < 1 << 14; before = subset++) {
      for (let bit = 0; bit < 14; bit++) {
        if ((((subset ^ before) >> bit) & 1) === 1) {
          met.flip(bit);
        }
      }
      expect(met.add(7)).toBe(true);
    }
  });
});
