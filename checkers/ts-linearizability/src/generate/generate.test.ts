import { describe, expect, it } from 'vitest';
import { checkOperations } from '../check/check.js';
import { casRegister } from '../models/cas-register.js';
import { counter } from '../models/counter.js';
import { fencedLock } from '../models/fenced-lock.js';
import { growOnlySet } from '../models/grow-only-set.js';
import { keyValue } from '../models/key-value.js';
import { log } from '../models/log.js';
import { multiRegister } from '../models/multi-register.js';
import { mutex } from '../models/mutex.js';
import { priorityQueue } from '../models/priority-queue.js';
import { queue } from '../models/queue.js';
import { register } from '../models/register.js';
import { set } from '../models/set.js';
import { stack } from '../models/stack.js';
import type { CheckResult, Model } from '../types.js';
import { alterHistory, type AlterableKind } from './alterations.test.support.js';
import { generateHistory, type HistoryOf, type HistoryOptions } from './history.test.support.js';
import type { Kind, Kinds } from './kinds.test.support.js';

type ModelOf<K extends Kind> = Model<never, Kinds[K]['input'], Kinds[K]['output']>;

const MODELS: { readonly [K in Kind]: () => unknown } = {
  register,
  'cas-register': casRegister,
  'multi-register': multiRegister,
  counter,
  'grow-only-set': growOnlySet,
  set,
  queue,
  stack,
  'priority-queue': priorityQueue,
  mutex,
  'fenced-lock': fencedLock,
  'key-value': keyValue,
  log,
};
const KINDS = Object.keys(MODELS) as Kind[];
const ALTERABLE = KINDS.filter((kind): kind is AlterableKind => {
  return !['multi-register', 'mutex'].includes(kind);
});

function verdictOf<K extends Kind>(kind: K, history: HistoryOf<K>): CheckResult['verdict'] {
  return checkOperations(MODELS[kind]() as ModelOf<K>, history, { explain: false }).verdict;
}

const at = (call: number) => ({ call, return: call });

describe('generated histories', () => {
  it.each(KINDS)('of a %s are legal, with crashes and without', (kind) => {
    for (let seed = 1; seed <= 10; seed++) {
      const options: HistoryOptions = { operations: 30, clients: 3, seed, crashRate: 0.1 };
      expect(verdictOf(kind, generateHistory(kind, options))).toBe('ok');
      expect(verdictOf(kind, generateHistory(kind, { ...options, values: { size: 3 } }))).toBe(
        'ok',
      );
      expect(verdictOf(kind, generateHistory(kind, { ...options, crashRate: 0 }))).toBe('ok');
    }
  });

  it.each(ALTERABLE)('of a %s are illegal once altered', (kind) => {
    let found = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const history = generateHistory(kind, { operations: 100, clients: 3, seed });
      const altered = alterHistory(kind, history, 0.5);
      if (altered !== undefined) {
        found++;
        expect(verdictOf(kind, altered.history)).toBe('illegal');
        expect(altered.altered.length).toBeGreaterThan(0);
      }
    }
    expect(found).toBeGreaterThan(10);
  });

  it('are the same for the same seed, and others for another', () => {
    const options: HistoryOptions = { operations: 50, clients: 5, seed: 7 };
    const history = generateHistory('register', options);
    expect(generateHistory('register', options)).toEqual(history);
    expect(generateHistory('register', { ...options, seed: 8 })).not.toEqual(history);
  });

  it('keep the number of operations in flight', () => {
    const history = generateHistory('register', { operations: 500, clients: 7 });
    const inFlight = history.map(
      ({ call }) => history.filter((other) => other.call <= call && other.return > call).length,
    );
    expect(Math.max(...inFlight)).toBe(7);
    expect(inFlight.slice(10, 480).every((count) => count >= 5)).toBe(true);
  });

  it('crash at the rate asked for, and give a new client to those who did', () => {
    const history = generateHistory('register', { operations: 5000, clients: 5, crashRate: 0.1 });
    const crashed = history.filter(({ return: returned }) => returned === Infinity);
    expect(crashed.length).toBeGreaterThan(400);
    expect(crashed.length).toBeLessThan(600);
    expect(new Set(crashed.map(({ clientId }) => clientId)).size).toBe(crashed.length);
  });

  it('write each value once if values are unique, and few otherwise', () => {
    const values = (history: HistoryOf<'register'>): unknown[] =>
      history.flatMap(({ input }) => (input.f === 'write' ? [input.value] : []));
    const unique = values(generateHistory('register', { operations: 200, clients: 5 }));
    expect(new Set(unique).size).toBe(unique.length);
    const options = { operations: 200, clients: 5, values: { size: 3 } };
    expect(new Set(values(generateHistory('register', options))).size).toBe(3);
  });

  it('with few values are surely illegal too where a stale read was planted', () => {
    const values = { size: 4 };
    const history = generateHistory('register', { operations: 200, clients: 3, values });
    const altered = alterHistory('register', history, 0.5);
    expect(verdictOf('register', altered?.history ?? [])).toBe('illegal');
  });

  it('of containers give out an element that another one is in the way of', () => {
    const pushes: HistoryOf<'stack'> = [
      { input: { f: 'push', value: 1 }, ...at(0) },
      { input: { f: 'push', value: 2 }, ...at(1) },
      { input: { f: 'pop' }, output: 2, ...at(2) },
      { input: { f: 'pop' }, output: 1, ...at(3) },
    ];
    expect(alterHistory('stack', pushes, 0)?.altered).toEqual([2, 3]);
    const inserts = (first: number): HistoryOf<'priority-queue'> => [
      { input: { f: 'insert', value: 1, priority: first }, ...at(0) },
      { input: { f: 'insert', value: 2, priority: 5 }, ...at(1) },
      { input: { f: 'remove-min' }, output: 1, ...at(2) },
      { input: { f: 'remove-min' }, output: 2, ...at(3) },
    ];
    expect(alterHistory('priority-queue', inserts(4), 0)?.altered).toEqual([2, 3]);
    expect(alterHistory('priority-queue', inserts(5), 0)).toBeUndefined();
  });

  it('of sets lack an element that was added, and not removed again', () => {
    const history: HistoryOf<'set'> = [
      { input: { f: 'add', value: 1 }, output: true, ...at(0) },
      { input: { f: 'add', value: 2 }, output: true, ...at(1) },
      { input: { f: 'remove', value: 2 }, output: true, ...at(2) },
      { input: { f: 'contains', value: 2 }, output: false, ...at(3) },
      { input: { f: 'contains', value: 1 }, output: true, ...at(4) },
      { input: { f: 'read' }, output: [1], ...at(5) },
    ];
    expect(alterHistory('set', history, 0)).toMatchObject({ altered: [4] });
    const read = alterHistory('set', history, 0.9);
    expect(read?.history[5]).toMatchObject({ output: [] });
  });

  it('see as overwritten only what a cas is known to have replaced', () => {
    const history = (output: boolean | undefined): HistoryOf<'cas-register'> => [
      { input: { f: 'write', value: 1 }, ...at(0) },
      { input: { f: 'cas', from: 1, to: 2 }, output, ...at(1) },
      { input: { f: 'read' }, output: 2, ...at(2) },
    ];
    expect(alterHistory('cas-register', history(true), 0)?.history[2]).toMatchObject({ output: 1 });
    expect(alterHistory('cas-register', history(undefined), 0)).toBeUndefined();
  });

  it('of logs answer once more what an append before has answered', () => {
    const append = (output: number | undefined, call: number, returned: number) =>
      ({ input: { f: 'append', value: 50 + call }, output, call, return: returned }) as const;
    const history: HistoryOf<'log'> = [
      append(0, 0, 1),
      append(2, 2, 20),
      { input: { f: 'read', offset: 0 }, output: 50, call: 3, return: 4 },
      append(1, 5, 6),
      { input: { f: 'length' }, output: 2, call: 7, return: 8 },
      append(undefined, 9, Infinity),
    ];
    const altered = alterHistory('log', history, 0.5);
    expect(altered).toMatchObject({ altered: [3] });
    expect(altered?.history[3]).toMatchObject({ output: 0 });
    // Neither a length nor an append without an answer is told twice.
    expect(alterHistory('log', history, 0.7)).toBeUndefined();
  });

  it('stay as they are where nothing can be altered', () => {
    expect(alterHistory('register', [])).toBeUndefined();
  });
});
