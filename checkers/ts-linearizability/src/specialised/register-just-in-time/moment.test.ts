import { describe, expect, it } from 'vitest';
import { Kind } from '../register/operations.js';
import { Moment } from './moment.js';

/** Cas of one value by another, one called at each time, with their returns. */
function momentOf(...cas: readonly (readonly [from: number, to: number, end: number])[]): Moment {
  const columns = {
    call: Float64Array.from(cas.keys()),
    return: Float64Array.from(cas, ([, , end]) => end),
    kind: new Uint8Array(cas.length).fill(Kind.cas),
    value: Int32Array.from(cas, ([, to]) => to),
    from: Int32Array.from(cas, ([from]) => from),
    values: cas.length + 1,
  };
  return new Moment(columns, { relaxed: false });
}

describe('what can replace a value', () => {
  it('is what is in flight, not what the history has before and after', () => {
    const moment = momentOf([0, 1, 0.5], [0, 2, 9], [0, 3, 2.5], [0, 4, 9]);
    const effectOf = (at: number) => moment.effects.ofOperation[at];
    expect(moment.replacing(0)).toEqual([]);
    moment.call(0, []);
    expect(moment.replacing(0)).toEqual([effectOf(0)]);
    moment.return(0);
    expect(moment.replacing(0)).toEqual([]);
    moment.call(1, []);
    moment.call(2, []);
    expect(moment.replacing(0)).toEqual([effectOf(1), effectOf(2)]);
    moment.return(2);
    expect(moment.replacing(0)).toEqual([effectOf(1)]);
    expect(moment.replacing(1)).toEqual([]);
  });

  it('stays as long as one of several alike is in flight, and for ever without an answer', () => {
    const moment = momentOf([0, 1, 4], [0, 1, 5], [1, 0, Infinity], [1, 0, 6]);
    [0, 1, 2, 3].forEach((at) => moment.call(at, []));
    moment.return(0);
    expect(moment.replacing(0)).toHaveLength(1);
    moment.return(1);
    expect(moment.replacing(0)).toEqual([]);
    moment.return(3);
    expect(moment.replacing(1)).toEqual([moment.effects.ofOperation[2]]);
  });
});
