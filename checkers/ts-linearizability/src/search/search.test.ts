import { describe, expect, it } from 'vitest';
import { checkOperations } from '../check/check.js';
import { Bounds } from '../check/bounds.js';
import { arrange, classify, problemOf } from '../history/problem.js';
import { Machine } from '../machine/machine.js';
import type { CasRegisterInput, CasRegisterOutput } from '../models/inputs.js';
import { casRegister } from '../models/cas-register.js';
import { counter } from '../models/counter.js';
import { register } from '../models/register.js';
import type { CheckOptions, Operation } from '../types.js';
import { validateLinearization } from '../validate/linearization.js';
import { DepthFirst } from './depth-first.js';
import { Frontier } from './frontier.js';
import { search } from './portfolio.js';

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
    const engine = new DepthFirst(problem, machine);
    expect(engine.advance(20_000).state).toBe('ok');
    expect(engine.steps).toBeLessThan(12_000);
  });

  it('refutes a long history, also with operations that nobody answered', () => {
    expect(judge(withStaleRead(busy(3000)))[0]).toBe('illegal');
    expect(judge(withStaleRead(busy(3000, 50)))[0]).toBe('illegal');
  });

  it('refutes a part of a history', () => {
    const model = casRegister(0);
    const others = Array.from({ length: 200 }, (_, i): Op => {
      return { input: { f: 'write', value: 100 + i }, call: -1000, return: -1 };
    });
    const part = withStaleRead(busy(3000));
    const history = [...others, ...part];
    const classified = classify(model, history);
    const machine = new Machine(model, classified.classes, Infinity);
    const positions = [...history.keys()].slice(others.length);
    const verdict = search(machine, arrange(classified, history, positions), new Bounds({}));
    expect(verdict).toMatchObject({ verdict: 'illegal' });
  });

  it('refutes an answer that no state can give', () => {
    const operations = busy(6000);
    const [first] = operations;
    const wrong = { ...(first as Op), call: 59_000, return: 59_035, output: 9 };
    expect(judge([...operations, wrong])).toContain('illegal');
  });

  it('finds the dead end and the longest prefix of an illegal history', () => {
    const operations = withStaleRead(busy(60));
    const result = checkOperations(casRegister(0), operations, { method: 'search' });
    const explanation = result.verdict === 'illegal' ? result.illegal.explanation : undefined;
    expect(explanation?.firstUnplaceable).toBe(61);
    expect(explanation?.longestPrefix).toHaveLength(61);
    expect(explanation?.witness).toEqual([60, 61]);
    const prefix = explanation?.longestPrefix ?? [];
    const placed = prefix.map((at) => operations[at] as Op);
    expect(validateLinearization(casRegister(0), placed, [...placed.keys()])).toEqual({
      valid: true,
    });
  });

  it('reports how far it came', () => {
    const { problem, machine } = engines(busy(100));
    for (const engine of [new DepthFirst(problem, machine), new Frontier(problem, machine)]) {
      expect(engine.advance(10).state).toBe('running');
      expect(engine.steps).toBeGreaterThanOrEqual(10);
      expect(engine.bytes).toBeGreaterThan(0);
      expect(engine.advance(1e6).state).toBe('ok');
    }
  });

  it('stays with its result', () => {
    const { problem, machine } = engines(withStaleRead(busy(10)));
    const engine = new DepthFirst(problem, machine);
    const result = engine.advance(1e6);
    expect(result.state).toBe('illegal');
    expect(engine.advance(1e6)).toBe(result);
  });
});

describe('frontier', () => {
  it('uses an operation without an answer once', () => {
    const seen = (output: number, call: number): Op => ({
      input: { f: 'read' },
      output,
      call,
      return: call + 1,
    });
    const reset: Op = { input: { f: 'write', value: 0 }, call: 4, return: 5 };
    const crashed: Op = { input: { f: 'write', value: 1 }, call: 0, return: Infinity };
    const { problem, machine } = engines([crashed, seen(1, 2), reset, seen(1, 6)]);
    expect(new Frontier(problem, machine).advance(1e6).state).toBe('illegal');
    expect(new DepthFirst(problem, machine).advance(1e6).state).toBe('illegal');
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
    const result = new Frontier(problem, machine).advance(1e6);
    expect(result.state === 'ok' && [...result.order].map((at) => problem.position[at])).toEqual([
      ...wide.keys(),
    ]);
    const broken = engines(wide.filter((_, i) => i !== 20));
    expect(new Frontier(broken.problem, broken.machine).advance(1e6).state).toBe('illegal');
  });

  it('knows the dead end', () => {
    const { problem, machine } = engines(withStaleRead(busy(10)));
    const frontier = new Frontier(problem, machine);
    expect(frontier.advance(1e6).state).toBe('illegal');
    expect(problem.position[frontier.deadEnd.firstUnplaceable]).toBe(11);
    expect(frontier.deadEnd.longestPrefix).toHaveLength(11);
  });
});

describe('states without limit', () => {
  it('do not stop the search when the operations at hand meet few', () => {
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

describe('the longest order that the frontier knows', () => {
  it('never gets shorter where one operation follows the other, whenever it is stopped', () => {
    const operations = Array.from({ length: 20 }, (_, i): Op => ({
      input: { f: 'write', value: i },
      call: 2 * i,
      return: 2 * i + 1,
    }));
    const { problem, machine } = engines(operations);
    const frontier = new Frontier(problem, machine);
    let known = 0;
    while (frontier.advance(1).state === 'running') {
      const { length } = frontier.deadEnd.longestPrefix;
      expect(length).toBeGreaterThanOrEqual(known);
      known = length;
    }
    expect(known).toBeGreaterThanOrEqual(19);
  });
});
