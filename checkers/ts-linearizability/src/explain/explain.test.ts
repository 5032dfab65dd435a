import { describe, expect, it } from 'vitest';
import { checkOperations } from '../check/check.js';
import type { RegisterInput, RegisterOutput } from '../models/inputs.js';
import { register } from '../models/register.js';
import { alterHistory } from '../generate/alterations.test.support.js';
import { generateHistory, type HistoryOf } from '../generate/history.test.support.js';
import { casRegister } from '../models/cas-register.js';
import type { Explanation, Operation } from '../types.js';
import { inTime } from './in-time.test.support.js';
import { partialOrders } from './partial-orders.js';
import { shrink, type Judgement } from './shrink.js';
import { describeIllegal, describeOperation } from './words.js';

type Op = Operation<RegisterInput, RegisterOutput>;

const write = (value: number, call: number, returned: number): Op => ({
  clientId: 3,
  input: { f: 'write', value },
  call,
  return: returned,
});
const read = (output: number, call: number, returned: number): Op => ({
  input: { f: 'read' },
  output,
  call,
  return: returned,
});

/** Runs a shrink whose judge is a plain function. */
function shrunk(
  all: readonly number[],
  judge: (subset: readonly number[]) => Judgement,
  mostJudgements = Infinity,
) {
  let judgements = 0;
  const { kept, minimal } = shrink(
    all,
    (subset) => {
      judgements++;
      return judge(subset);
    },
    () => judgements >= mostJudgements,
  );
  return { kept, minimal, judgements };
}

describe('shrink', () => {
  const numbers = Array.from({ length: 100 }, (_, i) => i);
  const needs =
    (...wanted: number[]) =>
    (subset: readonly number[]): Judgement =>
      wanted.every((number) => subset.includes(number)) ? 'illegal' : 'ok';

  it('finds what matters in few judgements', () => {
    expect(shrunk(numbers, needs(17, 63))).toMatchObject({ kept: [17, 63], minimal: true });
    expect(shrunk(numbers, needs(17, 63)).judgements).toBeLessThan(60);
    expect(shrunk(numbers, needs(99)).kept).toEqual([99]);
    expect(shrunk([], needs())).toMatchObject({ kept: [], minimal: true });
  });

  it('keeps what it is not sure of, and does not call it minimal', () => {
    const unsure = (subset: readonly number[]): Judgement =>
      subset.includes(5) ? needs(7)(subset) : 'unknown';
    expect(shrunk(numbers, unsure)).toMatchObject({ kept: [5, 7], minimal: false });
  });

  it('stops when told to, with what is illegal so far', () => {
    const { kept, minimal, judgements } = shrunk(numbers, needs(17, 63), 5);
    expect(minimal).toBe(false);
    expect(judgements).toBe(5);
    expect(kept).toEqual(expect.arrayContaining([17, 63]));
  });

  it('goes over the rest again after the last one went', () => {
    // 1 can go only after 2 has gone.
    const judge = (subset: readonly number[]): Judgement =>
      subset.includes(0) && (subset.includes(1) || !subset.includes(2)) ? 'illegal' : 'ok';
    expect(shrunk([0, 1, 2], judge)).toMatchObject({ kept: [0], minimal: true });
  });

  it('begins again from the first whenever one went', () => {
    // Each but the last two can go only after the next one has gone.
    const judge = (subset: readonly number[]): Judgement =>
      [0, 1, 2].every((one) => subset.includes(one) || !subset.includes(one + 1))
        ? needs(4)(subset)
        : 'ok';
    expect(shrunk([0, 1, 2, 3, 4], judge)).toMatchObject({ kept: [4], minimal: true });
  });

  it('goes over all of them once more when the pieces are single, until none can go', () => {
    // 1 can go only after 2 has gone, which is after 1 was tried. A doubt before it goes is no
    // doubt about what is left.
    const judge = (subset: readonly number[]): Judgement => {
      const isIllegal = subset.includes(1) || !subset.includes(2);
      return subset.join() === '1,3' ? 'unknown' : isIllegal ? needs(0, 3)(subset) : 'ok';
    };
    expect(shrunk([0, 1, 2, 3], judge)).toMatchObject({ kept: [0, 3], minimal: true });
  });
});

describe('partialOrders', () => {
  it('gives the longest legal order that holds each operation', () => {
    const operations = [write(1, 0, 1), write(2, 2, 3), read(1, 4, 5), read(7, 0, 9)];
    const orders = partialOrders(register(), operations);
    expect(orders.longest).toEqual([0, 1]);
    expect(orders.states).toEqual([2]);
    expect(orders.perOperation).toEqual([[0, 1], [0, 1], [], []]);
  });

  it('follows orders of the same operations that lead to the same state only once', () => {
    // The read has to come before all writes, and is tried after them.
    const writes = Array.from({ length: 8 }, (_, i) => write(i, 0, 9));
    const model = register();
    let steps = 0;
    const counting: typeof model = {
      ...model,
      step: (...given) => (steps++, model.step(...given)),
    };
    const read = { input: { f: 'read' }, output: null, call: 0, return: 9 } as const;
    const orders = partialOrders(counting, [...writes, read]);
    expect(orders.longest).toHaveLength(9);
    expect(orders.longest[0]).toBe(8);
    expect(steps).toBeLessThan(20_000);
  });
});

describe('words', () => {
  it('say what, who and when', () => {
    expect(describeOperation(register(), write(1, 2, 3))).toBe('write(1) (client 3, from 2 to 3)');
    expect(describeOperation(register(), read(1, 2, Infinity))).toBe(
      'read() -> 1 (from 2 never answered)',
    );
    const plain = { name: 'plain', init: () => [0], step: () => [] };
    expect(describeOperation(plain, { input: { f: 'x' }, call: 0, return: 1 })).toBe(
      '{"f":"x"} -> ? (from 0 to 1)',
    );
  });

  it('say where the orders end', () => {
    const witness = [write(2, 2, 3), read(1, 4, 5)];
    expect(
      describeIllegal(register(), 'initial-state', witness, partialOrders(register(), witness)),
    ).toBe(
      'After write(2) (client 3, from 2 to 3), the state is 2; read() -> 1 (from 4 to 5) is impossible there, and no other order goes further.',
    );
    const two = [read(1, 0, 5), read(2, 0, 5)];
    expect(describeIllegal(register(), 'initial-state', two, partialOrders(register(), two))).toBe(
      'At first the state is null; none of these is possible in time: read() -> 1 (from 0 to 5); read() -> 2 (from 0 to 5); and no other order goes further.',
    );
  });
});

describe('explanations', () => {
  const history = [
    ...Array.from({ length: 50 }, (_, i) => write(i % 3, 10 * i, 10 * i + 15)),
    write(1, 1000, 1001),
    read(2, 1002, 1003),
    ...Array.from({ length: 50 }, (_, i) => write(i % 3, 2000 + 10 * i, 2000 + 10 * i + 15)),
  ];

  it('are as small as the reason', () => {
    const result = checkOperations(register(), history, { method: 'search' });
    expect(result.verdict === 'illegal' && result.illegal.explanation).toMatchObject({
      witness: [50, 51],
      minimal: true,
      firstUnplaceable: 51,
      partialLinearizations: [[50], []],
    });
  });

  it('are minimal also of long histories, whatever a special method says was illegal', () => {
    const long = Array.from({ length: 1000 }, (_, i): Op[] => {
      const at = 10 * i;
      const seen = i === 900 ? 898 : i;
      return [
        { input: { f: 'write', value: i }, call: at, return: at + 12 },
        { input: { f: 'read' }, output: seen, call: at + 5, return: at + 9 },
      ];
    }).flat();
    const result = checkOperations(register(), long, { explainTimeoutMs: 5000 });
    const illegal = result.verdict === 'illegal' ? result.illegal : undefined;
    expect(illegal?.method).toBe('register-zones');
    expect(illegal?.explanation).toMatchObject({ minimal: true, from: 'initial-state' });
    expect(illegal?.explanation?.longestPrefix.length).toBeGreaterThan(1000);
    expect(illegal?.explanation?.witness.length).toBeLessThan(5);
  });

  it('are not minimal, but right, if there is no time', () => {
    const result = checkOperations(register(), history, { explainTimeoutMs: 0, method: 'search' });
    const explanation = result.verdict === 'illegal' ? result.illegal.explanation : undefined;
    expect(explanation?.minimal).toBe(false);
    expect(explanation?.witness).toContain(51);
    const witness = (explanation?.witness ?? []).map((at) => history[at] as Op);
    expect(checkOperations(register(), witness).verdict).toBe('illegal');
  });

  it('claim only what may be in time, where no few operations are illegal otherwise', () => {
    const options = { operations: 300, clients: 5, seed: 35, reads: 1 / 3, values: { size: 3 } };
    const sound: HistoryOf<'cas-register'> = generateHistory('cas-register', options);
    const altered = alterHistory('cas-register', sound)?.history ?? [];
    const result = checkOperations(casRegister(), altered, { explainTimeoutMs: 20_000 });
    const illegal = result.verdict === 'illegal' ? result.illegal : undefined;
    const explanation = illegal?.explanation as Explanation;
    expect(illegal?.method).toBe('register-just-in-time');
    expect(explanation).toMatchObject({ from: 'any-state-in-time', minimal: true });
    // The claim of any operation at any time after its call does not hold.
    const late = altered.map((one, at) =>
      explanation.witness.includes(at) ? one : { ...one, return: Infinity },
    );
    expect(checkOperations(casRegister(), late).verdict).toBe('ok');
    const { model, operations } = inTime(casRegister(), altered, explanation, [null, 1, 2, 3, 4]);
    expect(checkOperations(model, operations).verdict).toBe('illegal');
  });
});
