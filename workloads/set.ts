import { setType } from '../harness/core/data-types/index.js';
import { FINAL_READ, HELD_ELSEWHERE, SCAN_ENDS, scanPiece } from '../harness/core/final-read.js';
import { unfold, type Course } from '../harness/core/generator/index.js';
import type { Workload } from '../harness/core/workload.js';
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

/**
 * Unique adds, then a read of everything from every node. The plainest question to ask of a
 * store: is what it acknowledged still there?
 */
export const set: Workload = {
  name: 'set',
  summary: 'adds of unique integers, then final reads from every node',
  invariant: 'every acknowledged add is in every final read, and nothing else is',
  dataType: setType,
  checkers: ['lost-writes', 'stats', 'faults-proven'],
  defaults: {},
  main: () => unfold(0, (value) => [{ f: 'add', value }, value + 1]),
  final: ({ nodeCount }) => eachNodeReads<Cursor>(nodeCount, scan, SCAN_ENDS),
};
