import { describe, expect, it } from 'vitest';
import { checkOperations } from '../check/check.js';
import type {
  CheckOptions,
  Control,
  Explanation,
  Operation,
  Recognition,
  SpecialisedVerdict,
  Value,
} from '../types.js';
import { anyOf } from './any-of.js';
import type { RegisterInput } from './inputs.js';
import { register } from './register.js';

type Op = Operation<RegisterInput, Value>;

const read = (output: Value, at: number): Op => ({
  input: { f: 'read' },
  output,
  call: at,
  return: at + 1,
});
const write = (value: Value, at: number): Op => ({
  input: { f: 'write', value },
  call: at,
  return: at + 1,
});

const either = anyOf(register(5), register(6), register('else'));
const ways: readonly CheckOptions[] = [{}, { method: 'search' }];

describe.each(ways)('an object that begins as any of several, with %o', (options) => {
  const verdictOf = (...operations: readonly Op[]): string =>
    checkOperations(either, operations, options).verdict;

  it('is legal from one of them, the first or another', () => {
    expect(verdictOf(read(5, 0), read(5, 2), write(7, 4), read(7, 6))).toBe('ok');
    expect(verdictOf(read(6, 0), write(5, 2), read(5, 4))).toBe('ok');
    expect(verdictOf(read('else', 0))).toBe('ok');
    expect(verdictOf(write(1, 0), read(1, 2))).toBe('ok');
  });

  it('is illegal if none of them explains it: the first read settles what it was', () => {
    expect(verdictOf(read(5, 0), read(6, 2))).toBe('illegal');
    expect(verdictOf(read(4, 0))).toBe('illegal');
    expect(verdictOf(write(1, 0), read(5, 2))).toBe('illegal');
  });

  it('is explained by operations that are illegal from every one of them', () => {
    const operations = [write(8, 0), read(6, 2), read(8, 4), write(9, 6)];
    const result = checkOperations(either, operations, options);
    expect(result.verdict === 'illegal' && result.illegal.explanation?.witness).toEqual([0, 1]);
  });
});

describe('a special method for it', () => {
  /** What it says if it says this of the objects, one after the other. */
  const told = (...verdicts: readonly SpecialisedVerdict[]): SpecialisedVerdict | undefined => {
    const [first, ...others] = verdicts.map((verdict) => ({
      ...register(),
      specialised: [
        {
          name: 'told',
          recognise: (): Recognition => ({ recognised: true, check: () => verdict }),
        },
      ],
    }));
    const all = first && anyOf(first, ...others);
    const recognition = all?.specialised?.[0]?.recognise([]);
    return recognition?.recognised === true ? recognition.check(control) : undefined;
  };
  const control: Control = { now: () => 0, stop: () => undefined, hold: () => true };

  it.each<readonly [Explanation['from'], Explanation['from'], Explanation['from']]>([
    ['initial-state-in-time', 'initial-state-in-time', 'initial-state-in-time'],
    ['initial-state-in-time', 'any-state-in-time', 'any-state-in-time'],
    ['initial-state-in-time', 'any-state', 'any-state-in-time'],
    ['any-state', 'initial-state', 'any-state'],
  ])('claims of %s and of %s together %s', (one, other, both) => {
    const [a, b] = [one, other].map((from, at) => ({
      verdict: 'illegal' as const,
      witness: [at],
      claim: { from, minimal: true },
    }));
    const claim = { from: both, minimal: false };
    expect(a && b && told(a, b)).toMatchObject({ verdict: 'illegal', witness: [0, 1], claim });
    expect(a && told({ verdict: 'illegal', witness: [] }, a)).toMatchObject({
      claim: { from: one, minimal: false },
    });
  });

  it('claims what is to be shrunk of witnesses without a claim', () => {
    const plain: SpecialisedVerdict = { verdict: 'illegal', witness: [0] };
    expect(told(plain, plain)).not.toHaveProperty('claim');
    expect(told(plain, { verdict: 'ok', linearize: () => new Int32Array() })?.verdict).toBe('ok');
  });

  it('is used if it decides', () => {
    const methodOf = (...operations: readonly Op[]) =>
      checkOperations(either, operations).partitions.map(
        (part) => part.verdict !== 'unknown' && part.method,
      );
    expect(methodOf(read(6, 0), write(7, 2), read(7, 4))).toEqual(['register-zones']);
    expect(methodOf(write(7, 2), read(8, 4))).toEqual(['register-zones']);
    // Twice the same value: the search tries that first.
    expect(methodOf(write(7, 2), write(7, 4), read(7, 6))).toEqual(['depth-first']);
  });
});
