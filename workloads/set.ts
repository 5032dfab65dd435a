import { setType } from '../harness/core/data-types/index.js';
import { FINAL_READ, HELD_ELSEWHERE, SCAN_ENDS, scanPiece } from '../harness/core/final-read.js';
import { unfold, type Course, type Generator } from '../harness/core/generator/index.js';
import type { Workload, WorkloadContext } from '../harness/core/workload.js';
import { eachNodeReads } from './readers.js';

/** Where a scan stands: the cursor to go on from, or `null` when it is complete. */
type Cursor = string | null;

/** A whole scan, piece by piece; a piece that failed makes it begin again. */
const scan: Course<Cursor> = {
  op: (cursor) => (cursor === null ? null : { f: FINAL_READ, value: { cursor } }),
  after(_cursor, { type, value, error }) {
    if (error?.code === HELD_ELSEWHERE) return null;
    if (type !== 'ok') return SCAN_ENDS;
    const piece = scanPiece(value);
    return piece === null || piece.cursor === SCAN_ENDS ? null : piece.cursor;
  },
};

/** Adds of 0, 1, 2, …, and reads of the whole set between them. */
function adds({ random, options }: WorkloadContext): Generator {
  const readShare = Number(options['readShare']);
  return unfold({ from: random, value: 0 }, ({ from, value }) => {
    const [share, next] = from.fraction();
    return share < readShare
      ? [
          { f: 'read', value: null },
          { from: next, value },
        ]
      : [
          { f: 'add', value },
          { from: next, value: value + 1 },
        ];
  });
}

const final: Workload['final'] = ({ nodeCount }) =>
  eachNodeReads<Cursor>(nodeCount, scan, SCAN_ENDS);

/**
 * Unique adds, then a read of everything from every node. The plainest question to ask of a
 * store: is what it acknowledged still there?
 */
export const set: Workload = {
  name: 'set',
  summary: 'adds of unique integers, then final reads from every node',
  invariant: 'every acknowledged add is in every final read, and nothing else is',
  dataType: setType,
  checkers: ['lost-writes'],
  defaults: { readShare: 0 },
  main: adds,
  final,
};

/**
 * The same with reads of the whole set while elements are added, which tell when each element came and went. Each read
 * gives the whole set, so that the history grows with the square of the adds: few ops are reads.
 */
export const setFull: Workload = {
  name: 'set-full',
  summary: 'adds of unique integers, and reads of the whole set in between and at the end',
  invariant: 'every element that was acknowledged, or seen, is in every read that begins later',
  dataType: setType,
  checkers: ['set-full', 'lost-writes'],
  defaults: { readShare: 0.02, linearizable: true },
  main: adds,
  final,
};
