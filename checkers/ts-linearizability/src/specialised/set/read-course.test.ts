import { describe, expect, it } from 'vitest';
import { judgeOf } from '../../differential/expect-verdict.test.support.js';
import type { SetInput, SetOutput } from '../../models/inputs.js';
import { set } from '../../models/set.js';
import type { Operation } from '../../types.js';
import { setElements } from '../set-elements.js';

type Op = Operation<SetInput, SetOutput>;

const words = (input: SetInput, output: SetOutput | undefined): string =>
  `${input.f} ${JSON.stringify(output)}`;
const judge = judgeOf(set(), setElements([], words));

const read = (output: readonly number[], call: number, returned: number): Op => ({
  input: { f: 'read' },
  output,
  call,
  return: returned,
});
const turn =
  (f: 'add' | 'remove') =>
  (value: number, call: number, returned: number): Op => ({
    input: { f, value },
    output: true,
    call,
    return: returned,
  });
const [put, drop] = [turn('add'), turn('remove')];

describe('reads of a whole set', () => {
  it('go before a turn that can be taken back in time, if nothing else helps', () => {
    // 1 can be gone again by 13, but 3 cannot: what saw 2 alone goes before 1 comes.
    const history = [put(2, 0, 8), read([2], 0, 13), put(1, 0, 6), put(3, 5, 7), drop(1, 8, 12)];
    expect(judge.order(history).slice(0, 2)).toEqual([0, 1]);
  });

  it('name what nobody added wherever they saw it', () => {
    const { reason } = judge.proof([read([3, 4], 2, 3)]);
    expect(reason).toContain('that 3 was not in the set');
  });
});
