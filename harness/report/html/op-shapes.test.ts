import { expect, test } from 'vitest';
import { unansweredReport } from '../../../tests/fixtures/unanswered.js';
import { openEnds, piecesOf, type DrawnOp } from './browser/op-shapes.js';
import { pageDataOf } from './data/page-data.js';

const answered = { lane: 1, f: 'add', to_ns: 1 } as const;
const KINDS: readonly DrawnOp[] = [
  { ...answered, type: 'ok' },
  { ...answered, type: 'fail' },
  { ...answered, type: 'info' },
  { ...answered, type: 'ok', mark: 'lost' },
  { ...answered, type: 'ok', mark: 'proof' },
];

test('each outcome has a shape of its own, however narrow, so that no colour is needed', () => {
  const shapes = KINDS.map((op) => JSON.stringify(piecesOf(op, 0, 2)));
  expect(new Set(shapes).size).toBe(KINDS.length);
});

test('an op without an answer is a mark and a thin line, unlike any that was answered', () => {
  const [mark, line] = piecesOf({ lane: 1, f: 'add', type: 'info' }, 10, 100);
  expect(mark).toMatchObject({ x: 10, width: 3, height: 12 });
  expect(line).toMatchObject({ x: 10, width: 100, height: 1 });
});

test('an op without an answer is drawn up to the next op of its lane, the last up to the end', () => {
  const data = pageDataOf(unansweredReport());
  const ends = openEnds(data);
  expect(ends.size).toBe(data.ops.filter(({ to_ns }) => to_ns === undefined).length);
  expect(ends.size).toBeGreaterThan(2_900);
  const first = [...ends].at(-1);
  if (first === undefined) throw new Error('there are ops without an answer');
  const next = data.ops.find(
    ({ lane, from_ns }) => lane === first[0].lane && from_ns > first[0].from_ns,
  );
  expect(first[1]).toBe(next?.from_ns);
  expect(Math.max(...ends.values())).toBe(data.duration_ns);
});
