import { describe, expect, it } from 'vitest';
import { checkOperations } from '../check/check.js';
import { keyValue } from '../models/key-value.js';
import { register } from '../models/register.js';
import type { Model, PartitionResult } from '../types.js';
import { get, pictureOf, put, stale, type Kv } from './history.test.support.js';
import { visualize } from './visualize.js';

describe('visualize', () => {
  it('shows a legal history with its order and the states between', () => {
    const picture = pictureOf([put('a', 0, 2), get('', 1, 3, 1)]);
    expect(picture).toMatchObject({
      hiddenBefore: 0,
      hiddenAfter: 0,
    });
    expect(picture.linearizations).toEqual([
      {
        steps: [
          { id: 1, before: 'empty', after: 'empty' },
          { id: 0, before: 'empty', after: 'k="a"' },
        ],
        missing: [],
      },
    ]);
    expect(picture.operations.map(({ linearization }) => linearization)).toEqual([0, 0]);
  });

  it('shows an illegal history with its witness, and where to look first', () => {
    const picture = pictureOf(stale);
    expect(picture.operations.filter(({ witness }) => witness).map(({ id }) => id)).toContain(2);
    expect(picture.firstError).toBe(2);
    expect(picture.linearizations[0]?.missing).toContain(2);
  });

  it('shows only the part of a large history that matters', () => {
    const before = Array.from({ length: 500 }, (_, i) => put('x', -3000 + 2 * i, -2999 + 2 * i));
    const after = Array.from({ length: 500 }, (_, i) => put('y', 100 + 2 * i, 101 + 2 * i));
    const picture = pictureOf([...before, ...stale, ...after], 20);
    expect(picture.operations.length).toBeLessThanOrEqual(24);
    expect(picture.operations.some(({ id }) => id === picture.firstError)).toBe(true);
    const { hiddenBefore, hiddenAfter, operations } = picture;
    expect(hiddenBefore + hiddenAfter + operations.length).toBe(1004);
    expect(picture.linearizations[0]?.steps.length).toBeLessThanOrEqual(24);
    expect(picture.linearizations[0]?.steps[0]?.before).toBe('k="x"');
  });

  it('shows two hundred operations unless told otherwise', () => {
    const shownOf = (count: number) => {
      const writes = Array.from({ length: count }, (_, i) => put(`${i}`, 2 * i, 2 * i + 1));
      const [part] = checkOperations(keyValue(), writes).partitions;
      const picture = part === undefined ? undefined : visualize(keyValue(), writes, part);
      return [picture?.operations.length, picture?.hiddenAfter, picture?.hiddenBefore];
    };
    expect(shownOf(200)).toEqual([200, 0, 0]);
    expect(shownOf(201)).toEqual([200, 1, 0]);
  });

  it('gives different legal orders, the longest first, and the longest that holds each operation', () => {
    const explanation = {
      reason: 'why',
      minimal: true,
      from: 'initial-state' as const,
      witness: [2],
      longestPrefix: [0],
      partialLinearizations: [[0], [1, 0], []],
    };
    const part: PartitionResult = {
      key: 'k',
      operations: 4,
      elapsedMs: 0,
      method: 'm',
      verdict: 'illegal',
      explanation,
    };
    const picture = visualize(keyValue(), stale, part);
    const orders = picture.linearizations.map(({ steps }) => steps.map(({ id }) => id));
    expect(orders).toEqual([[1, 0], [0]]);
    expect(picture.linearizations.map(({ missing }) => missing)).toEqual([
      [2, 3],
      [1, 2, 3],
    ]);
    expect(picture.operations.map(({ linearization }) => linearization)).toEqual([
      0,
      0,
      undefined,
      undefined,
    ]);
    expect(picture.firstError).toBe(2);
  });

  it('shows only the operations of its partition', () => {
    const other: Kv = { input: { f: 'get', key: 'other' }, output: '', call: 0, return: 9 };
    expect(pictureOf([other, ...stale]).operations.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
  });

  it('has no orders where there is no verdict', () => {
    const operations = [{ input: { f: 'read' } as const, output: 1, call: 0, return: 1 }];
    const result = checkOperations(register(), operations, { timeoutMs: 0 });
    const [part] = result.partitions;
    const picture = part === undefined ? undefined : visualize(register(), operations, part);
    expect(picture?.linearizations).toEqual([]);
  });

  it('has no orders where none are known, and all operations where the partition is not', () => {
    const facts = { key: 'elsewhere', operations: 4, elapsedMs: 0, method: 'm' };
    const ok = visualize(keyValue(), stale, { ...facts, verdict: 'ok' });
    expect(ok.linearizations).toEqual([]);
    expect(ok.operations.map(({ id }) => id)).toEqual([0, 1, 2, 3]);
    expect(visualize(keyValue(), stale, { ...facts, verdict: 'illegal' })).toMatchObject({
      linearizations: [],
      operations: [{ witness: false }, { witness: false }, { witness: false }, { witness: false }],
    });
  });

  it('describes operations as the model does, or as values and times', () => {
    const plain: Model<number, string, number> = {
      name: 'plain',
      init: () => [0],
      step: (state) => [state],
    };
    const operations = [{ input: 'get', output: 1, call: 0, return: 1, clientId: 7 }];
    const [part] = checkOperations(plain, operations).partitions;
    const pictures = [plain, { ...plain, describeOperation: () => 'words' }].map((model) =>
      part === undefined ? undefined : visualize(model, operations, part).operations,
    );
    const facts = { id: 0, client: '7', call: 0, return: 1, witness: false, linearization: 0 };
    expect(pictures).toEqual([
      [{ ...facts, description: '"get" -> 1 (client 7, from 0 to 1)' }],
      [{ ...facts, description: 'words' }],
    ]);
  });

  it('is plain data', () => {
    const picture = pictureOf(stale);
    expect(JSON.parse(JSON.stringify(picture))).toEqual(picture);
  });
});
