import { describe, expect, it } from 'vitest';
import { Bounds } from '../check/bounds.js';
import { settingsOf } from '../check/settings.js';
import type { RegisterInput, RegisterOutput } from '../models/inputs.js';
import { register } from '../models/register.js';
import type { Operation } from '../types.js';
import { claimOn } from './claim.js';

type Op = Operation<RegisterInput, RegisterOutput>;

const read = (output: number, call: number): Op => ({
  input: { f: 'read' },
  output,
  call,
  return: call + 1,
});
const writes = Array.from({ length: 12 }, (_, value): Op => {
  return { input: { f: 'write', value }, call: 10 + 2 * value, return: 11 + 2 * value };
});
const history = [read(7, 0), ...writes, read(3, 98), read(99, 100)];

const claimWith = (maxStates: number) =>
  claimOn(
    'initial-state',
    register(),
    history,
    [...history.keys()],
    settingsOf({ maxStates, method: 'search' }),
    new Bounds({}),
  );

describe('a claim', () => {
  it('is judged whatever states other sets led to, if its own are not too many', () => {
    const claim = claimWith(4);
    const each = writes.map((_, i) => claim([i + 1]));
    expect(each).toEqual(writes.map(() => 'ok'));
    expect([claim([0]), claim([4, 13])]).toEqual(['illegal', 'ok']);
  });

  it('is left open if its own states are too many, and the next is judged none the less', () => {
    const few = claimWith(4);
    expect([14, 1, 14, 2].map((at) => few([at]))).toEqual(['unknown', 'ok', 'unknown', 'ok']);
    expect(claimWith(100)([14])).toBe('illegal');
  });
});
