import { describe, expect, it } from 'vitest';
import { checkOperations } from '../check/check.js';
import type { KeyValueInput, KeyValueOutput } from '../models/inputs.js';
import { keyValue } from '../models/key-value.js';
import { register } from '../models/register.js';
import type { Operation, PartitionResult } from '../types.js';
import { layOut } from './lanes.js';
import { focusOf, sliceOf } from './slice.js';
import { renderSvg } from './svg.js';
import { visualize } from './visualize.js';

type Kv = Operation<KeyValueInput, KeyValueOutput>;

const put = (value: string, call: number, returned: number, clientId = 0): Kv => ({
  clientId,
  input: { f: 'put', key: 'k', value },
  call,
  return: returned,
});
const get = (output: string, call: number, returned: number, clientId = 0): Kv => ({
  clientId,
  input: { f: 'get', key: 'k' },
  output,
  call,
  return: returned,
});

function pictureOf(operations: readonly Kv[], mostOperations = 200) {
  const result = checkOperations(keyValue(), operations);
  const part = result.partitions.find(({ key }) => key === 'k');
  if (part === undefined) {
    throw new Error('no partition k');
  }
  return visualize(keyValue(), operations, part, { mostOperations });
}

const stale = [put('a', 0, 1), put('b', 2, 3, 1), get('a', 4, 5, 2), get('b', 6, 7)];

describe('visualize', () => {
  it('shows a legal history with its order and the states between', () => {
    const picture = pictureOf([put('a', 0, 2), get('', 1, 3, 1)]);
    expect(picture).toMatchObject({
      verdict: 'ok',
      partition: 'k',
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
    expect(picture.verdict).toBe('illegal');
    expect(picture.summary).toContain('get(k) -> "a"');
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
    expect(picture.summary).toBe('why');
    expect(picture.firstError).toBe(2);
  });

  it('shows only the operations of its partition', () => {
    const other: Kv = { input: { f: 'get', key: 'other' }, output: '', call: 0, return: 9 };
    expect(pictureOf([other, ...stale]).operations.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
  });

  it('says why there is no verdict', () => {
    const operations = [{ input: { f: 'read' } as const, output: 1, call: 0, return: 1 }];
    const result = checkOperations(register(), operations, { signal: AbortSignal.abort() });
    const [part] = result.partitions;
    const picture = part === undefined ? undefined : visualize(register(), operations, part);
    expect(picture).toMatchObject({ verdict: 'unknown', method: 'aborted', linearizations: [] });
    expect(picture?.summary).toContain('aborted');
  });

  it('is plain data', () => {
    const picture = pictureOf(stale);
    expect(JSON.parse(JSON.stringify(picture))).toEqual(picture);
  });
});

describe('sliceOf', () => {
  const writes = Array.from({ length: 100 }, (_, i) => put(`${i}`, 10 * i, 10 * i + 1));
  const positions = [...writes.keys()];
  const facts = { key: 'k', operations: 100, elapsedMs: 0, method: 'm' };
  const illegal = (witness: number[], firstUnplaceable?: number): PartitionResult => ({
    ...facts,
    verdict: 'illegal',
    explanation: {
      reason: '',
      minimal: true,
      witness,
      longestPrefix: [],
      partialLinearizations: [],
      ...(firstUnplaceable === undefined ? {} : { firstUnplaceable }),
    },
  });

  it('is centered on the first error, and holds the witness wherever it is', () => {
    expect(sliceOf(writes, positions, illegal([3, 50], 50), 10)).toEqual({
      shown: [3, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54],
      before: 44,
      after: 45,
    });
  });

  it('is centered on the end of the witness if no first error is known', () => {
    expect(focusOf(illegal([3, 50]))).toBe(50);
    expect(sliceOf(writes, positions, illegal([99]), 4)).toEqual({
      shown: [96, 97, 98, 99],
      before: 96,
      after: 0,
    });
  });

  it('is the beginning of a history without an error, and all of a small one', () => {
    const ok: PartitionResult = { ...facts, verdict: 'ok' };
    expect(sliceOf(writes, positions, ok, 3)).toEqual({ shown: [0, 1, 2], before: 0, after: 97 });
    expect(sliceOf(writes, [5, 4], ok, 2)).toEqual({ shown: [4, 5], before: 0, after: 0 });
    expect(focusOf(ok)).toBeUndefined();
  });
});

describe('layOut', () => {
  const operation = (id: number, client: string, call: number, returned?: number) => ({
    id,
    client,
    description: '',
    call,
    ...(returned === undefined ? {} : { return: returned }),
    witness: false,
  });

  it('gives clients lines in their order, and overlapping operations of one client two', () => {
    const layout = layOut([
      operation(0, '10', 0, 5),
      operation(1, '2', 1, 2),
      operation(2, '10', 3, 7),
      operation(3, '10', 8),
    ]);
    expect(layout.lanes).toEqual(['2', '10', '10']);
    expect(layout.placements.map(({ lane }) => lane)).toEqual([1, 0, 2, 1]);
  });

  it('keeps what was called at one time, and the lines of one client, in the order of the history', () => {
    const layout = layOut([2, 0, 1].map((id) => operation(id, 'a', 0, 9)));
    expect(layout.placements.map(({ operation: { id }, lane }) => [id, lane])).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
    ]);
    const many = layOut([0, 1, 2, 3].map((id) => operation(id, id === 1 ? 'b' : 'a', id, 9)));
    expect(many.lanes).toEqual(['a', 'a', 'a', 'b']);
    expect(many.placements.map(({ lane }) => lane)).toEqual([0, 3, 1, 2]);
  });

  it('does not put an operation right behind one that returned as it was called', () => {
    const layout = layOut([operation(0, 'a', 0, 5), operation(1, 'a', 5, 6)]);
    expect(layout.placements.map(({ lane, from, to }) => [lane, from, to])).toEqual([
      [0, 0, 1],
      [1, 1, 2],
    ]);
  });

  it('draws what was never answered to the end', () => {
    const layout = layOut([operation(0, '', 0), operation(1, '', 1, 2)]);
    expect(layout.placements[0]?.to).toBe(layout.columns);
  });
});

describe('renderSvg', () => {
  it('draws every operation, marks the witness and the error, and escapes text', () => {
    const svg = renderSvg(pictureOf(stale.with(1, put('<b>', 2, 3, 1)).slice(0, 3)));
    expect(svg.match(/<rect /g)).toHaveLength(3);
    expect(svg).toContain('class="bar witness error"');
    expect(svg).toContain('&lt;b&gt;');
    expect(svg).not.toContain('<b>');
    expect(svg.startsWith('<svg ')).toBe(true);
    expect(svg.endsWith('</svg>')).toBe(true);
  });

  it('puts bars where their times are', () => {
    const svg = renderSvg({
      partition: 'p',
      verdict: 'ok',
      method: 'm',
      summary: 's',
      operations: [
        { id: 4, client: '1', description: 'a', call: 0, return: 20, witness: false },
        { id: 5, client: '2', description: 'b', call: 10, witness: false },
      ],
      linearizations: [
        {
          steps: [
            { id: 5, before: 'x', after: 'y' },
            { id: 4, before: 'y', after: 'z' },
          ],
          missing: [],
        },
      ],
      hiddenBefore: 2,
      hiddenAfter: 1,
    });
    // Three times, so four columns of 18; lines of 34 below a head of 46.
    expect(svg).toContain('width="180" height="124" viewBox="0 0 180 124"');
    expect(svg).toContain('<rect class="bar" x="90" y="52" width="36" height="22" rx="3"/>');
    expect(svg).toContain('<rect class="bar open" x="108" y="86" width="54" height="22" rx="3"/>');
    expect(svg).toContain('<text x="95" y="67">a</text>');
    expect(svg).toContain('<title>a, from 0 to 20</title>');
    expect(svg).toContain('<title>b, from 10 never answered</title>');
    expect(svg).toContain('points="109.8,97 112.5,63"');
    expect(svg).toContain('<title>y -&gt; z</title>');
    expect(svg).toContain('ok, by m (3 more operations are not shown)');
    expect(svg).toContain('>client 2</text>');
  });

  const empty = {
    partition: '',
    verdict: 'ok',
    method: 'm',
    summary: 's',
    operations: [],
    linearizations: [],
    hiddenBefore: 0,
    hiddenAfter: 0,
  } as const;

  it('draws an empty line if there is nothing to draw', () => {
    const svg = renderSvg(empty);
    expect(svg).toContain('width="126" height="90"');
    expect(svg).toContain('<title>ok</title>');
    expect(svg).toContain('>ok, by m</text>');
  });

  it('makes columns as wide as the words need, to a limit, and draws even a moment', () => {
    const one = { id: 7, client: '', call: 3, return: 3, witness: false } as const;
    const svg = renderSvg({
      ...empty,
      operations: [{ ...one, description: 'a"bcdefghi' }],
      firstError: 7,
    });
    // Ten letters of 6.6 and a margin of 10.
    expect(svg).toContain('width="318"');
    expect(svg).toContain('<rect class="bar error" x="90" y="52" width="6"');
    expect(svg).toContain('a&quot;bcdefghi');
    expect(svg).toContain('>client</text>');
    const long = { ...one, description: 'x'.repeat(100) };
    expect(renderSvg({ ...empty, operations: [long] })).toContain('width="450"');
    const wide = { ...long, description: 'x'.repeat(20), call: 0, return: 9 };
    const others = [1, 2, 3].map((call) => ({ ...one, description: '', call, return: call }));
    // A long bar may spread its words over all its columns: 142 over 4.
    expect(renderSvg({ ...empty, operations: [wide, ...others] })).toContain('width="342"');
  });

  it('draws the order as a line that goes forward in time', () => {
    const svg = renderSvg(pictureOf([put('a', 0, 3), get('a', 1, 2, 1), get('', 0.5, 0.7, 2)]));
    const points = /points="([^"]*)"/.exec(svg)?.[1]?.split(' ') ?? [];
    const xs = points.map((point) => Number(point.split(',')[0]));
    expect(xs).toHaveLength(3);
    expect(xs).toEqual(xs.toSorted((a, b) => a - b));
  });
});
