import { expect, test } from 'vitest';
import type { Json } from '../core/json.js';
import type { Op, Process } from '../core/op.js';
import { Journal } from './journal.js';

function event(index: number, process: Process, value: Json, type: Op['type'] = 'invoke'): Op {
  return { index, process, type, f: 'write', value, time: index };
}

test('a journal keeps the nemesis’ events, the keys of clients, and the number of all', () => {
  const journal = new Journal();
  journal.append(event(0, 0, ['a', 1]));
  journal.append(event(1, 0, ['z', 1], 'ok'));
  journal.append(event(2, 'nemesis', ['x', 1]));
  journal.append(event(3, 1, [7, 1]));
  journal.append(event(4, 1, ['7', 1]));
  journal.append(event(5, 2, ['a', 2]));
  journal.append(event(6, 2, [1, 2, 3]));
  journal.append(event(7, 2, 5));
  const transaction = [
    ['w', 'b', 1],
    ['w', 'c', 2],
  ];
  journal.append(event(8, 2, transaction));
  expect(journal.length).toBe(9);
  expect(journal.keys).toEqual(['a', 7, '7']);
  expect([...journal.nemesis].map(({ time }) => time)).toEqual([2]);
});
