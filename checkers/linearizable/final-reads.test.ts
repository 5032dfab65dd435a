import { expect, it } from 'vitest';

import { FINAL_READ } from '../../harness/core/final-read.js';
import { History } from '../../harness/core/history.js';
import type { Json } from '../../harness/core/json.js';
import { historyOp, type HistoryOp } from '../history-op.js';
import { FinalReads } from './final-reads.js';

/** Final reads of one process: what each was asked, and what it answered (`null`: it failed). */
function taken(...ops: readonly (readonly [Json | undefined, Json])[]): (HistoryOp | null)[] {
  const base = { process: 0, f: FINAL_READ, time: 0 };
  const history = History.of(
    ops.flatMap(([value, result]) => [
      { ...base, type: 'invoke' as const, value },
      { ...base, type: result === null ? ('fail' as const) : ('ok' as const), value: result },
    ]),
  );
  const reads = new FinalReads();
  return ops.map((_, at) => reads.take(historyOp(history, 2 * at), 0));
}

it('a final read of the whole is a read', () => {
  expect(taken([undefined, [1]])).toMatchObject([{ op: { f: 'read', result: [1] } }]);
  expect(
    taken([
      ['x', null],
      ['x', 1],
    ]),
  ).toMatchObject([{ op: { f: 'read', value: ['x', null] } }]);
});

it('the pieces of a scan are one read, from the first to the last, with each element once', () => {
  const [first, second] = taken(
    [{ cursor: '0' }, { cursor: '7', elements: [1, 2] }],
    [{ cursor: '7' }, { cursor: '0', elements: [2, 3] }],
  );
  expect(first).toBeNull();
  expect(second).toMatchObject({
    op: { f: 'read', result: [1, 2, 3] },
    invocation: 0,
    completion: 3,
  });
});

it('a scan that broke off says nothing, and what follows is another', () => {
  const ops = taken(
    [{ cursor: '0' }, { cursor: '7', elements: [1] }],
    [{ cursor: '7' }, null],
    [{ cursor: '7' }, { cursor: '0', elements: [2] }],
    [{ cursor: '0' }, { cursor: '0', elements: [3] }],
  );
  expect(ops.slice(0, 3)).toEqual([null, null, null]);
  expect(ops[3]).toMatchObject({ op: { f: 'read', result: [3] } });
});
