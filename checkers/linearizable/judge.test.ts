import { register, type Model, type Operation } from 'ts-linearizability';
import { describe, expect, it } from 'vitest';
import { judge } from './judge.js';
import type { Part } from './parts.js';
import type { AnySpecification } from './specification.js';

const bounds = { timeout_ms: 1500, memory_bytes: 1 << 28 };

function part(
  key: string,
  specification: unknown,
  operations: readonly Operation<unknown, unknown>[],
): Part {
  const own = specification as AnySpecification;
  return { key, operations, specification: own, ofObject: own, object: {} } as unknown as Part;
}

/** Adds whose sums are all different, at one time: no search gets through their orders. */
const sums: Model<number, { add: number }, number> = {
  name: 'sums',
  init: () => [0],
  step: (sum, { add }, output) => (output === undefined || output === sum + add ? [sum + add] : []),
};
const hard = (key: string): Part =>
  part(
    key,
    sums,
    Array.from({ length: 40 }, (_, i) => ({
      input: { add: 3 ** i },
      output: i === 39 ? 1 : undefined,
      call: i,
      return: 100 + i,
    })),
  );
const read = (output: number) => [{ input: { f: 'read' }, output, call: 0, return: 1 }];
const legal = (key: string): Part => part(key, register(1), read(1));
const illegal = (key: string): Part => part(key, register(1), read(2));

/** 400 writes and reads, of which the last one sees what was overwritten long before. */
const staleReads = () =>
  Array.from({ length: 200 }, (_, i) => [
    { input: { f: 'write', value: i % 3 }, call: 10 * i, return: 10 * i + 25 },
    { input: { f: 'read' }, output: i === 199 ? 7 : i % 3, call: 10 * i + 3, return: 10 * i + 24 },
  ]).flat();

describe('judging parts', () => {
  it('is not held up by a hard one: an illegal one behind it is found', () => {
    const judged = judge([hard('a'), hard('b'), legal('c'), illegal('d')], bounds);
    expect(judged.illegal.map(({ part: { key } }) => key)).toEqual(['d']);
    expect(judged.unknown.map(({ key }) => key).toSorted()).toEqual(['a', 'b']);
    expect(judged.parts).toBe(4);
  });

  it('keeps what was found to be illegal, however little time is left for its explanation', () => {
    // Stale reads among many ops at one time, each explained only after some search.
    const slow = part('slow', register(0), staleReads());
    const hardOnes = Array.from({ length: 6 }, (_, i) => hard(`hard ${i}`));
    // Time enough for the verdict on a loaded machine, of which the hard ones take nearly all.
    const judged = judge([...hardOnes, slow], { ...bounds, timeout_ms: 6000 });
    expect(judged.illegal.map(({ part: { key } }) => key)).toEqual(['slow']);
  });

  it('gives a single part all the time that there is', () => {
    const start = performance.now();
    const judged = judge([hard('a')], { ...bounds, timeout_ms: 600 });
    expect(judged.unknown).toHaveLength(1);
    expect(judged.methods).toEqual(new Map([['unknown: time', 1]]));
    expect(performance.now() - start).toBeGreaterThan(590);
  });

  it('stops when enough are illegal', () => {
    const judged = judge(Array.from('abcdefg', illegal), bounds);
    expect(judged.illegal).toHaveLength(5);
    expect(judged.unjudged).toBe(2);
  });
});
