import { describe, expect, it } from 'vitest';
import { finish } from '../resumable/resumable.js';
import { problemOf } from '../history/problem.js';
import { Machine } from '../machine/machine.js';
import type { CasRegisterInput, CasRegisterOutput } from '../models/inputs.js';
import { casRegister } from '../models/cas-register.js';
import type { Operation } from '../types.js';
import { DepthFirst } from './depth-first.js';
import { Frontier } from './frontier.js';
import { RecordSet } from './record-set.js';

type Op = Operation<CasRegisterInput, CasRegisterOutput>;

const MANY = 14;

const write = (value: number, call: number, returned: number): Op => ({
  input: { f: 'write', value },
  call,
  return: returned,
});
const read = (output: number | null, call: number, returned: number): Op => ({
  input: { f: 'read' },
  output,
  call,
  return: returned,
});
const many = (operation: (i: number) => Op): Op[] =>
  Array.from({ length: MANY }, (_, i) => operation(i));

/** A read that has no legal place, after all else: every order must be followed. */
const impossible = read(99, 1000, 1001);

/** The steps that each engine takes to refute a history. */
function stepsToRefute(operations: readonly Op[]): number[] {
  const model = casRegister();
  const problem = finish(problemOf(model, operations));
  const machine = new Machine(model, problem.classes, Infinity);
  const engines = [
    finish(DepthFirst.of(problem, machine, 1)),
    finish(Frontier.of(problem, machine, 'exact')),
  ];
  return engines.map((engine) => {
    expect(engine.advance(200_000).state).toBe('illegal');
    return engine.steps;
  });
}

// Without its reduction, each of these takes two to the power of fourteen steps or more.
describe('no branching is needed', () => {
  it.each<[string, readonly Op[]]>([
    ['for reads', [...many((i) => read(null, i, 100 + i)), impossible]],
    [
      'for reads of a value yet to come',
      [...many((i) => read(1, i, 100 + i)), write(1, 0, 90), impossible],
    ],
    [
      'for failed cas',
      [
        ...many((i): Op => ({
          input: { f: 'cas', from: i + 5, to: 2 },
          output: false,
          call: i,
          return: 100 + i,
        })),
        impossible,
      ],
    ],
    ['for equal writes', [...many((i) => write(1, i, 100 + i)), impossible]],
    [
      'for equal writes that return in another order',
      [...many((i) => write(1, i, 100 - i)), impossible],
    ],
    ['for equal writes without an answer', [...many((i) => write(1, i, Infinity)), impossible]],
    [
      'for equal writes, some without an answer',
      [...many((i) => write(1, i, i % 2 === 0 ? Infinity : 100 + i)), impossible],
    ],
  ])('%s', (_name, operations) => {
    for (const steps of stepsToRefute(operations)) {
      expect(steps).toBeLessThan(400);
    }
  });

  it('for what comes after the last return', () => {
    const operations = [write(1, 0, 1), ...many((i) => write(i, 2, Infinity))];
    const problem = finish(problemOf(casRegister(), operations));
    const machine = new Machine(casRegister(), problem.classes, Infinity);
    const engine = finish(DepthFirst.of(problem, machine, 1));
    expect(engine.advance(3)).toMatchObject({ state: 'ok', order: Int32Array.of(0) });
  });
});

describe('RecordSet', () => {
  it('knows every record that was added, through all its growths, under its number', () => {
    const set = new RecordSet(3);
    const recordOf = (i: number) => Int32Array.of(i & 7, -i, i >> 3);
    for (let i = 0; i < 3000; i++) {
      expect(set.add(recordOf(i))).toBe(true);
      expect(set.found).toBe(i);
    }
    for (let i = 2999; i >= 0; i--) {
      expect(set.add(recordOf(i))).toBe(false);
      expect(set.found).toBe(i);
    }
    expect(set.size).toBe(3000);
    expect([
      ...set.records.pageOf(10).subarray(set.records.offsetOf(10), set.records.offsetOf(10) + 3),
    ]).toEqual([2, -10, 1]);
    set.clear();
    expect(set.add(recordOf(7))).toBe(true);
    expect(set.found).toBe(0);
  });

  it('gives memory back once it is small, and works as before', () => {
    const set = new RecordSet(1);
    const fill = (count: number) => Array.from({ length: count }, (_, i) => Int32Array.of(i * 77));
    const empty = set.bytes;
    fill(5000).forEach((record) => expect(set.add(record)).toBe(true));
    const full = set.bytes;
    // Two words of the index for a record at least.
    expect(full - empty).toBeGreaterThanOrEqual(4 * 3 * 4900);
    expect(full).toBe(set.records.bytes + 4 * 16_384);
    set.clear();
    expect(set.bytes).toBe(full);
    set.clear();
    expect(set.bytes).toBe(set.records.bytes + 4 * 2048);
    set.clear();
    expect(set.bytes).toBe(set.records.bytes + 4 * 2048);
    fill(3000).forEach((record) => expect(set.add(record)).toBe(true));
    fill(3000).forEach((record) => expect(set.add(record)).toBe(false));
  });

  it('has an index in parts once it is large, which grow one by one', () => {
    const set = new RecordSet(2);
    const recordOf = (i: number) => Int32Array.of(i, i * i);
    const grown: number[] = [];
    let { bytes } = set;
    for (let i = 0; i < 100_000; i++) {
      if (!set.add(recordOf(i)) || set.found !== i) {
        throw new Error(`record ${i} is not new`);
      }
      const index = set.bytes - set.records.bytes;
      if (index > bytes) {
        grown.push(index - bytes);
      }
      bytes = index;
    }
    // It was doubled as a whole for the last time to 131,072 words.
    expect(Math.max(...grown)).toBe(4 * 65_536);
    expect(grown.filter((growth) => growth === 4 * 2048).length).toBeGreaterThanOrEqual(32);
    for (let i = 99_999; i >= 0; i--) {
      if (set.add(recordOf(i)) || set.found !== i) {
        throw new Error(`record ${i} is lost`);
      }
    }
    const full = set.bytes;
    set.clear();
    expect(set.size).toBe(0);
    expect(set.bytes).toBeLessThan(full - 4 * 131_072);
    expect([set.add(recordOf(5)), set.found, set.add(recordOf(5))]).toEqual([true, 0, false]);
  });
});
