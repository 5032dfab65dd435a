import { expect, it } from 'vitest';

import type { Place, RecordedValue } from '../../histories/index.js';
import { FinalReads } from './final-reads.js';
import { Pairing, type RecordedOperation } from './pairing.js';

const place: Place = { line: 1, column: 1 };

/** Final reads of one process: what each was asked, and what it answered (`null`: it failed). */
function taken(
  ...ops: readonly (readonly [RecordedValue | undefined, RecordedValue])[]
): (RecordedOperation | undefined)[] {
  const pairing = new Pairing();
  const reads = new FinalReads();
  return ops.map(([value, result]) => {
    const base = { process: 0, f: 'final-read', time: 0, place };
    pairing.take({ ...base, type: 'invoke', value } as Parameters<Pairing['take']>[0]);
    const type = result === null ? 'fail' : 'ok';
    const completion = { ...base, type, value: result } as Parameters<Pairing['take']>[0];
    const op = pairing.take(completion);
    return op === undefined ? undefined : reads.take(op);
  });
}

it('a final read of the whole is a read', () => {
  expect(taken([undefined, [1]])).toMatchObject([{ f: 'read', result: [1] }]);
  expect(
    taken([
      ['x', null],
      ['x', 1],
    ]),
  ).toMatchObject([{ f: 'read', value: ['x', null] }]);
});

it('the pieces of a scan are one read, from the first to the last, with each element once', () => {
  const [first, second] = taken(
    [{ cursor: '0' }, { cursor: '7', elements: [1, 2] }],
    [{ cursor: '7' }, { cursor: '0', elements: [2, 3] }],
  );
  expect(first).toBeUndefined();
  expect(second).toMatchObject({
    f: 'read',
    result: [1, 2, 3],
    invocation: { index: 0 },
    completion: { index: 3 },
  });
});

it('a scan that broke off says nothing, and what follows is another', () => {
  const ops = taken(
    [{ cursor: '0' }, { cursor: '7', elements: [1] }],
    [{ cursor: '7' }, null],
    [{ cursor: '7' }, { cursor: '0', elements: [2] }],
    [{ cursor: '0' }, { cursor: '0', elements: [3] }],
  );
  expect(ops.slice(0, 3)).toEqual([undefined, undefined, undefined]);
  expect(ops[3]).toMatchObject({ f: 'read', result: [3] });
});
