import { expect } from 'vitest';
import {
  bankType,
  counterType,
  type DataType,
  fencedLockType,
  idsType,
  type Json,
  type JsonObject,
  logType,
  queueType,
  registerType,
  setType,
  type System,
  tablesType,
  transactionsType,
  watchType,
} from '../../harness/index.js';

/** Does an op, and gives the value of its completion, or the code of its failure. */
type Ask = (f: string, value?: Json) => Promise<Json | undefined>;
type Course = (ask: Ask) => Promise<void>;

async function register(ask: Ask) {
  expect(await ask('read', [1, null])).toEqual([1, null]);
  expect(await ask('write', [1, 5])).toEqual([1, 5]);
  expect(await ask('read', [1, null])).toEqual([1, 5]);
  expect(await ask('cas', [1, [5, 6]])).toEqual([1, [5, 6]]);
  expect(await ask('cas', [1, [5, 7]])).toBe('cas-mismatch');
  expect(await ask('final-read', [1, null])).toEqual([1, 6]);
  expect(await ask('cas', [2, [null, 1]])).toEqual([2, [null, 1]]);
  expect(await ask('cas', [3, [4, 1]])).toBe('cas-mismatch');
}

/** By their texts, in which a letter's quote comes before a digit. */
const ELEMENTS = ['a/b', 1, 3];

function inOrder(elements: Json | undefined): readonly Json[] {
  const text = (element: Json) => JSON.stringify(element);
  return [...(elements as readonly Json[])].sort((a, b) => (text(a) < text(b) ? -1 : 1));
}

async function set(ask: Ask) {
  expect(await ask('read')).toEqual([]);
  for (const element of ['a/b', 3, 1]) expect(await ask('add', element)).toBe(element);
  expect(inOrder(await ask('read'))).toEqual(ELEMENTS);
  const piece = (await ask('final-read', { cursor: '0' })) as JsonObject;
  expect([piece['cursor'], inOrder(piece['elements'])]).toEqual(['0', ELEMENTS]);
}

async function counter(ask: Ask) {
  expect(await ask('read')).toBe(0);
  await ask('add', 5);
  await ask('add', -2);
  expect(await ask('read')).toBe(3);
}

async function ids(ask: Ask) {
  expect(await ask('generate')).not.toEqual(await ask('generate'));
}

async function queue(ask: Ask) {
  for (const element of [7, { a: 1 }, 7]) expect(await ask('enqueue', element)).toEqual(element);
  for (const element of [7, { a: 1 }, 7, null]) expect(await ask('dequeue')).toEqual(element);
}

async function log(ask: Ask) {
  const offsets: number[] = [];
  for (const value of [7, 8]) {
    const [[, , [offset]]] = (await ask('send', [['send', 'a', value]])) as [
      [string, string, [number]],
    ];
    offsets.push(offset);
  }
  const [first, second] = offsets as [number, number];
  expect(first).toBeLessThan(second);
  const polled = (entries: Json) => [['poll', { a: entries }]];
  const both = polled([
    [first, 7],
    [second, 8],
  ]);
  expect(await ask('poll', polled(0))).toEqual(both);
  expect(await ask('poll', polled(second))).toEqual(polled([[second, 8]]));
  expect(await ask('poll', polled(second + 1))).toEqual(polled([]));
}

async function transactions(ask: Ask) {
  const step = (...of: readonly Json[]): Json => of;
  const appended = [step('append', 1, 7), step('append', 1, 8)];
  expect(await ask('txn', [...appended, step('r', 1, null)])).toEqual([
    ...appended,
    step('r', 1, [7, 8]),
  ]);
  expect(await ask('txn', [step('w', 2, 'x'), step('r', 3, null)])).toEqual([
    step('w', 2, 'x'),
    step('r', 3, null),
  ]);
  expect(await ask('txn', [step('r', 1, null), step('r', 2, null)])).toEqual([
    step('r', 1, [7, 8]),
    step('r', 2, 'x'),
  ]);
}

async function bank(ask: Ask) {
  await ask('transfer', { from: 'a', to: 'b', amount: 3 });
  expect(await ask('read', ['a', 'b', 'c'])).toEqual({ a: -3, b: 3, c: 0 });
}

async function tables(ask: Ask) {
  expect(await ask('insert', [1, [5, null]])).toEqual([1, [5, null]]);
  expect(await ask('insert', [1, [null, 6]])).toBe('row-exists');
}

async function fencedLock(ask: Ask) {
  const [, first] = (await ask('acquire', ['l', null])) as [string, number];
  expect(await ask('acquire', ['l', null])).toBe('held');
  expect(await ask('write', ['l', first])).toEqual(['l', true]);
  expect(await ask('release', ['l', first + 1])).toBe('not-held');
  expect(await ask('release', ['l', first])).toEqual(['l', first]);
  const [, second] = (await ask('acquire', ['l', null])) as [string, number];
  expect(second).toBeGreaterThan(first);
  expect(await ask('write', ['l', second])).toEqual(['l', true]);
  expect(await ask('write', ['l', first])).toEqual(['l', false]);
}

async function watch(ask: Ask) {
  const written = async (value: Json): Promise<number> => {
    const [, [revision]] = (await ask('write', ['k', value])) as [string, [number, Json]];
    return revision;
  };
  const first = await written('a');
  const second = await written(2);
  expect(first).toBeLessThan(second);
  const both = [
    [first, 'a'],
    [second, 2],
  ];
  expect(await ask('watch', ['k', [0, 100]])).toEqual(['k', both]);
  expect(await ask('watch', ['k', [second + 1, 100]])).toEqual(['k', []]);
  const third = await written(3);
  expect(await ask('watch', ['k', [second + 1, 100]])).toEqual(['k', [[third, 3]]]);
  expect(await ask('watch', ['k', [second, 100]])).toEqual([
    'k',
    [
      [second, 2],
      [third, 3],
    ],
  ]);
}

const COURSES: readonly (readonly [DataType, Course])[] = [
  [registerType, register],
  [setType, set],
  [counterType, counter],
  [idsType, ids],
  [queueType, queue],
  [logType, log],
  [transactionsType, transactions],
  [bankType, bank],
  [tablesType, tables],
  [fencedLockType, fencedLock],
  [watchType, watch],
];

/** Does what each data type can, over one node of a store that holds nothing yet; expects what it promises. */
export async function expectDataTypes(system: System, node: string): Promise<void> {
  for (const [dataType, course] of COURSES) {
    const client = await system.clients(dataType, 'pinned').open({ process: 0, node });
    await course(async (f, value = null) => {
      const completion = await client.invoke({
        index: 0,
        process: 0,
        type: 'invoke',
        f,
        value,
        time: 0,
      });
      return completion.type === 'ok' ? completion.value : completion.error.code;
    });
    await client.close();
  }
}
