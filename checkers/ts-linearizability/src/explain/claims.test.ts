/// <reference types="node" />
import { describe, expect, it } from 'vitest';
import { checkOperations } from '../check/check.js';
import { bruteForce } from '../differential/brute-force.test.support.js';
import { randomHistory, randomShape } from '../differential/random-history.test.support.js';
import { Random } from '../differential/random.test.support.js';
import type { Reference } from '../differential/reference.test.support.js';
import type { Explanation, Operation } from '../types.js';
import { canBeJudged, claimFault } from './claims.test.support.js';
import { userModel, userTypes } from './user-models.test.support.js';

// FUZZ_HISTORIES and FUZZ_SEED make the long form.
const histories = Number(process.env['FUZZ_HISTORIES'] ?? 2000);
const firstSeed = Number(process.env['FUZZ_SEED'] ?? 1);

/** Judges random histories of a type; their explanations, and what of those does not hold. */
function explanationsOf(
  type: Reference,
  count: number,
  historyOf: (random: Random) => ReturnType<typeof randomHistory>,
) {
  const explanations: (Explanation & { readonly isJudged: boolean })[] = [];
  const faults: unknown[] = [];
  for (let seed = firstSeed; seed < firstSeed + count && faults.length < 3; seed++) {
    const history = historyOf(new Random(seed));
    const result = checkOperations(userModel(type), history as Operation<unknown, unknown>[]);
    const explanation = result.verdict === 'illegal' ? result.illegal.explanation : undefined;
    if (explanation !== undefined) {
      const isJudged = canBeJudged(history, explanation);
      explanations.push({ ...explanation, isJudged });
      const fault = isJudged ? claimFault(type, history, explanation) : undefined;
      if (fault !== undefined) {
        faults.push({ seed, fault, history, explanation });
      }
    }
  }
  return { explanations, faults };
}

describe.each(userTypes.map((type) => [type.name, type] as const))(
  'explanations of a %s that a user wrote',
  (_name, type) => {
    it('claim what holds by the definition', () => {
      const { explanations, faults } = explanationsOf(type, histories, (random) =>
        randomHistory(type, random, randomShape(random)),
      );
      expect(faults).toEqual([]);
      expect(explanations.length).toBeGreaterThan(histories / 5);
      expect(explanations.every(({ isJudged }) => isJudged)).toBe(true);
      const cut = explanations.filter(({ minimal }) => !minimal);
      expect(cut.length).toBeLessThan(explanations.length / 20);
    });

    it('claim what holds from any state, where the history is long', () => {
      const { explanations, faults } = explanationsOf(type, histories / 20, (random) => {
        const long = { operations: 50, clients: 2, crashPercent: 0, unknownPercent: 5 };
        const sound = randomHistory(type, random, { ...long, corruptPercent: 0 });
        return sound.map((operation) =>
          operation.call > 80 && random.chance(15)
            ? { ...operation, output: type.corrupt(random, operation.input as never) }
            : operation,
        );
      });
      expect(faults).toEqual([]);
      const fromAny = explanations.filter(({ from, isJudged }) => isJudged && from === 'any-state');
      expect(fromAny.length).toBeGreaterThan(explanations.length / 2);
      expect(explanations.length).toBeGreaterThan(histories / 40);
    });
  },
);

describe('the judge of explanations', () => {
  const [queue] = userTypes as [Reference];
  const put = (value: number, call: number) => {
    return { input: { f: 'put', value }, output: true, call, return: call + 1 };
  };
  const take = (output: number | null, call: number) => {
    return { input: { f: 'take' }, output, call, return: call + 1 };
  };
  const history = [put(1, 0), put(2, 2), take(2, 4), take(null, 9)];

  it('finds fault with what is legal, and with what is not needed', () => {
    const from = 'initial-state';
    expect(bruteForce(queue, history)).toBe(false);
    expect(claimFault(queue, history, { witness: [0, 1, 2], from, minimal: true })).toBe(
      'operation 1 is not needed',
    );
    expect(claimFault(queue, history, { witness: [2], from, minimal: true })).toBe(
      'the witness is legal',
    );
    expect(claimFault(queue, history, { witness: [0, 2], from, minimal: true })).toBe(undefined);
    expect(claimFault(queue, history, { witness: [2], from: 'any-state', minimal: true })).toBe(
      'the witness is legal',
    );
  });
});
