import { describe, expect, it } from 'vitest';
import { checkOperations } from '../check/check.js';
import { problemOf } from '../history/problem.js';
import { Machine } from '../machine/machine.js';
import type { CasRegisterInput, CasRegisterOutput } from '../models/inputs.js';
import { casRegister } from '../models/cas-register.js';
import { counter } from '../models/counter.js';
import { register } from '../models/register.js';
import type { CheckOptions, Operation } from '../types.js';
import { validateLinearization } from '../validate/linearization.js';
import { DepthFirst } from './depth-first.js';
import { Frontier } from './frontier.js';
import { WindowRefutation } from './window-refutation.js';
import { windowOf } from './window.js';

type Op = Operation<CasRegisterInput, CasRegisterOutput>;

/**
 * Clients that write and read a register of three values, several at a time, forever right:
 * each operation takes effect in the middle of its interval.
 */
function busy(operations: number, crashEvery = 0): Op[] {
  let value = 0;
  return Array.from({ length: operations }, (_, i) => {
    const times = { call: 10 * i, return: 10 * i + 35 };
    if (i % 3 === 0) {
      return { input: { f: 'read' }, output: value, ...times };
    }
    value = (i * 7 + Math.floor(i / 5)) % 3;
    const crashes = crashEvery > 0 && i % crashEvery === 1;
    return { input: { f: 'write', value }, ...times, return: crashes ? Infinity : times.return };
  });
}

/** The history with a read that nothing explains: long after a lonely write of another value. */
function withStaleRead(operations: readonly Op[]): Op[] {
  const end = Math.max(...operations.map(({ call }) => call)) + 100;
  return [
    ...operations,
    { input: { f: 'write', value: 1 }, call: end, return: end + 1 },
    { input: { f: 'read' }, output: 2, call: end + 2, return: end + 3 },
  ];
}

function judge(operations: readonly Op[], options: CheckOptions = {}) {
  const result = checkOperations(casRegister(0), operations, {
    method: 'search',
    timeoutMs: 20_000,
    ...options,
  });
  const [part] = result.partitions;
  return [result.verdict, part?.verdict === 'unknown' ? part.cause : part?.method];
}

function engines(operations: readonly Op[]) {
  const model = casRegister(0);
  const problem = problemOf(model, operations);
  const machine = new Machine(model, problem.classes, Infinity);
  return { model, problem, machine };
}

describe('search', () => {
  it('goes depth first through a long legal history without looking back', () => {
    const { problem, machine } = engines(busy(3000));
    const engine = DepthFirst.of(problem, machine, 1);
    expect(engine.advance(20_000).state).toBe('ok');
    expect(engine.steps).toBeLessThan(12_000);
  });

  it('refutes a long history by its last operations, if the reason is there', () => {
    expect(judge(withStaleRead(busy(3000)))).toEqual(['illegal', 'window']);
    expect(judge(withStaleRead(busy(3000, 50)))[0]).toBe('illegal');
  });

  it('refutes an answer that no state can give', () => {
    // So many that the look for such answers pauses.
    const operations = busy(6000);
    const [first] = operations;
    const wrong = { ...(first as Op), call: 59_000, return: 59_035, output: 9 };
    expect(judge([...operations, wrong])).toEqual(['illegal', 'precheck']);
  });

  it('finds the dead end and the longest prefix of an illegal history', () => {
    const operations = withStaleRead(busy(30));
    const result = checkOperations(casRegister(0), operations, { method: 'search' });
    const explanation = result.verdict === 'illegal' ? result.illegal.explanation : undefined;
    expect(explanation?.firstUnplaceable).toBe(31);
    expect(explanation?.longestPrefix).toHaveLength(31);
    expect(explanation?.witness).toEqual([30, 31]);
    const prefix = explanation?.longestPrefix ?? [];
    const placed = prefix.map((at) => operations[at] as Op);
    expect(validateLinearization(casRegister(0), placed, [...placed.keys()])).toEqual({
      valid: true,
    });
  });

  it('reports how far it came', () => {
    const { problem, machine } = engines(busy(100));
    for (const engine of [
      DepthFirst.of(problem, machine, 1),
      Frontier.of(problem, machine, 'exact'),
    ]) {
      expect(engine.advance(10).state).toBe('running');
      expect(engine.steps).toBeGreaterThanOrEqual(10);
      expect(engine.bytes).toBeGreaterThan(0);
      expect(engine.advance(1e6).state).toBe('ok');
      expect(engine.placed).toBe(100);
    }
  });

  it('stays with its result', () => {
    const { problem, machine } = engines(withStaleRead(busy(10)));
    const engine = DepthFirst.of(problem, machine, 1);
    const result = engine.advance(1e6);
    expect(result.state).toBe('illegal');
    expect(engine.advance(1e6)).toBe(result);
  });
});

describe('frontier', () => {
  it('cannot prove a legal verdict when it is relaxed, unless all operations returned', () => {
    const crashed = engines(busy(30, 10));
    const relaxed = Frontier.of(crashed.problem, crashed.machine, 'relaxed').advance(1e6);
    expect(relaxed.state).toBe('gave-up');
    const answered = engines(busy(30));
    const exact = Frontier.of(answered.problem, answered.machine, 'relaxed').advance(1e6);
    expect(exact.state).toBe('ok');
  });

  it('uses an operation without an answer once if exact, again and again if relaxed', () => {
    const seen = (output: number, call: number): Op => ({
      input: { f: 'read' },
      output,
      call,
      return: call + 1,
    });
    const reset: Op = { input: { f: 'write', value: 0 }, call: 4, return: 5 };
    const crashed: Op = { input: { f: 'write', value: 1 }, call: 0, return: Infinity };
    const { problem, machine } = engines([crashed, seen(1, 2), reset, seen(1, 6)]);
    expect(Frontier.of(problem, machine, 'exact').advance(1e6).state).toBe('illegal');
    expect(Frontier.of(problem, machine, 'relaxed').advance(1e6).state).toBe('gave-up');
    expect(DepthFirst.of(problem, machine, 1).advance(1e6).state).toBe('illegal');
  });

  it.each([31, 32, 33, 64, 65, 70])('follows %i clients at once', (clients) => {
    // As many open operations as bits in one, two and three words, and one more.
    const wide = Array.from({ length: clients }, (_, i): Op => ({
      input: { f: 'cas', from: i, to: i + 1 },
      output: true,
      call: 0,
      return: 1000 - i,
    }));
    const { problem, machine } = engines(wide);
    const result = Frontier.of(problem, machine, 'exact').advance(1e6);
    expect(result.state === 'ok' && [...result.order].map((at) => problem.position[at])).toEqual([
      ...wide.keys(),
    ]);
    const broken = engines(wide.filter((_, i) => i !== 20));
    expect(Frontier.of(broken.problem, broken.machine, 'exact').advance(1e6).state).toBe('illegal');
  });

  it('knows the dead end', () => {
    const { problem, machine } = engines(withStaleRead(busy(10)));
    const frontier = Frontier.of(problem, machine, 'exact');
    expect(frontier.advance(1e6).state).toBe('illegal');
    expect(problem.position[frontier.deadEnd.firstUnplaceable]).toBe(11);
    expect(frontier.deadEnd.longestPrefix).toHaveLength(11);
    expect(frontier.placed).toBe(11);
  });
});

describe('window', () => {
  const operations: Op[] = [
    { input: { f: 'write', value: 1 }, call: 0, return: 1 },
    { input: { f: 'write', value: 2 }, call: 2, return: 9 },
    { input: { f: 'write', value: 1 }, call: 3, return: Infinity },
    { input: { f: 'read' }, output: 1, call: 4, return: 5 },
    { input: { f: 'read' }, output: 2, call: 6, return: 7 },
    { input: { f: 'write', value: 0 }, call: 8, return: 10 },
  ];

  it('holds what can matter to its last returns, and no more', () => {
    const { problem } = engines(operations);
    const window = windowOf(problem, 3, 1);
    const positions = [...window.problem.position];
    // Of the answered ones only the read was called within; the others are open at the start.
    expect(positions.slice(0, window.problem.mandatory)).toEqual([4]);
    expect(positions.slice(window.problem.mandatory)).toEqual([1, 2]);
  });

  it('keeps optional operations in the order of their calls', () => {
    const mixed = engines([
      { input: { f: 'write', value: 1 }, call: 0, return: 2.5 },
      { input: { f: 'write', value: 2 }, call: 3, return: 9 },
      { input: { f: 'write', value: 1 }, call: 2, return: Infinity },
      { input: { f: 'read' }, output: 1, call: 4, return: 5 },
      { input: { f: 'read' }, output: 2, call: 6, return: 7 },
    ]);
    const { problem } = windowOf(mixed.problem, 3, 1);
    expect([...problem.position]).toEqual([4, 2, 1]);
  });

  it('gives up on histories that are legal, and on those shorter than it', () => {
    const { problem, machine, model } = engines(busy(400));
    const any = new Machine({ ...model, init: () => [0, 1, 2] }, problem.classes, Infinity);
    const last = problem.byReturn.at(-1) ?? -1;
    expect(new WindowRefutation(problem, any, last).advance(1).state).toBe('running');
    const engine = new WindowRefutation(problem, any, last);
    while (engine.advance(1000).state === 'running');
    expect(engine.advance(1).state).toBe('gave-up');
    const short = engines(busy(5));
    expect(new WindowRefutation(short.problem, machine, 4).advance(1).state).toBe('gave-up');
  });
});

describe('reuse without limit', () => {
  it('does not stop the search when it meets ever more states', () => {
    // The relaxed frontier could add forever.
    const add = (value: number, call: number, returned = Infinity) => ({
      input: { f: 'add' as const, value },
      call,
      return: returned,
    });
    const reads = Array.from({ length: 12 }, (_, i) => ({
      input: { f: 'read' as const },
      output: i === 11 ? 1000 : i,
      call: 20 + 2 * i,
      return: 21 + 2 * i,
    }));
    const adds = Array.from({ length: 12 }, (_, i) => add(1, i));
    const result = checkOperations(counter(), [...adds, ...reads], {
      method: 'search',
      timeoutMs: 10_000,
    });
    expect(result.verdict).toBe('illegal');
  });

  it('drops what nobody answered and what changes nothing', () => {
    const open = { input: { f: 'read' as const }, call: 0, return: Infinity };
    const result = checkOperations(register(), [open], { method: 'search' });
    expect(result.partitions[0]).toMatchObject({ verdict: 'ok', method: 'empty' });
  });
});
