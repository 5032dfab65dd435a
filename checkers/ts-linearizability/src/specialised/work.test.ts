import { describe, expect, it } from 'vitest';
import { verdictBy } from '../bench/ask.js';
import { scatteredHistory } from '../bench/scattered-histories.js';
import { smallHistory } from '../bench/small-histories.js';
import { SUBJECTS, type Comparison } from '../bench/subjects.js';
import { Sums } from '../differential/sums.test.support.js';
import { alterHistory, type AlterableKind } from '../generate/alterations.js';
import { generateHistory, type HistoryOf, type HistoryOptions } from '../generate/history.js';
import type { Kind } from '../generate/kinds.js';
import { Random } from '../generate/random.js';
import { countPauses } from '../resumable/count-pauses.test.support.js';
import { answerOf } from '../resumable/resumable.js';
import type { Operation, SpecialisedChecker } from '../types.js';

/** How often a checker pauses on a history in each of its stages, and what it comes to. */
function pausesOf<Input, Output>(
  checker: SpecialisedChecker<Input, Output>,
  history: readonly Operation<Input, Output>[],
): Readonly<Record<string, number>> {
  const recognised = countPauses(answerOf(checker.recognise(history)));
  if (!recognised.result.recognised) {
    return { 'not recognised': 1, recognise: recognised.pauses };
  }
  const { result, pauses } = countPauses(answerOf(recognised.result.check()));
  const stages = { recognise: recognised.pauses, [`check: ${result.verdict}`]: pauses };
  return result.verdict === 'ok'
    ? { ...stages, order: countPauses(answerOf(result.linearize())).pauses }
    : stages;
}

/** Reads of a whole set take as long as it is large: few of them, and of a set of few elements. */
const OPTIONS: Partial<Record<Kind, Partial<HistoryOptions>>> = {
  'grow-only-set': { reads: 0.002 },
  set: { readsOfAll: 0.001, values: { size: 20 } },
};

/** Its steps take so different times that it looks at the clock: how often it pauses is no fixed number. */
const BY_THE_CLOCK = 'queue-ranks';

/** What follows repeated values takes steeply more time the more is in flight, and crashed ops stay so. */
const OF_REPEATED_VALUES = { operations: 4_000, clients: 4, crashRates: [0] };
const OF_UNIQUE_VALUES = { operations: 40_000, clients: 10, crashRates: [0, 0.02] };

/** Long histories, legal ones and those with a wrong answer near the end. */
function large<K extends Kind>(kind: K, checker: string): HistoryOf<K>[] {
  const { crashRates, ...size } = checker === BY_THE_CLOCK ? OF_REPEATED_VALUES : OF_UNIQUE_VALUES;
  return crashRates.flatMap((crashRate) => {
    const options = { ...size, crashRate, keys: 1, ...OPTIONS[kind] };
    const history = generateHistory(kind, options);
    return [history, withWrongAnswer(kind, history)];
  });
}

function withWrongAnswer<K extends Kind>(kind: K, history: HistoryOf<K>): HistoryOf<K> {
  if (kind === 'mutex' || kind === 'set' || kind === 'multi-register') {
    const at = history.findIndex(({ output }, i) => output === true && i > 0.95 * history.length);
    return history.with(at, { ...history[at], output: false } as HistoryOf<K>[number]);
  }
  const altered = alterHistory(kind as AlterableKind, history as HistoryOf<AlterableKind>);
  return altered?.history as HistoryOf<K>;
}

/** How small the proofs are, on histories as those of which agreement is tested. */
const proofs: Comparison<Numbers> = (kind, _model, checker, { count, most }) => {
  const total = new Sums();
  for (let seed = 0; seed < count; seed++) {
    const random = new Random(seed);
    const history = (random.chance(0.5) ? smallHistory : scatteredHistory)(kind, random, most);
    const verdict = verdictBy(checker, history);
    total.add({ [verdict.verdict]: 1 });
    if (verdict.verdict === 'illegal') {
      total.add({ 'in witnesses': verdict.witness.length });
    }
  }
  return total.sums;
};

const pauses: Comparison<Numbers> = (kind, _model, checker) => {
  const total = new Sums();
  for (const history of large(kind, checker.name)) {
    total.add(pausesOf(checker, history));
  }
  return total.sums;
};

type Numbers = Readonly<Record<string, number>>;

const PAUSES: Readonly<Record<string, Numbers>> = {
  register: { recognise: 68, 'check: ok': 62, order: 104, 'check: illegal': 58 },
  'cas-register': { recognise: 76, 'check: ok': 60, order: 66, 'check: illegal': 43 },
  'key-value': { recognise: 68, 'check: ok': 62, order: 104, 'check: illegal': 60 },
  queue: { recognise: 48, 'check: ok': 195, order: 520, 'check: illegal': 163 },
  stack: { recognise: 48, 'check: ok': 311, order: 120, 'check: illegal': 259 },
  'priority-queue': { recognise: 48, 'check: ok': 263, order: 108, 'check: illegal': 95 },
  'grow-only-set': { recognise: 46, 'check: ok': 443, order: 0, 'check: illegal': 441 },
  set: { recognise: 108, 'check: ok': 288, order: 0, 'check: illegal': 146 },
  counter: { recognise: 84, 'check: ok': 360, order: 72, 'check: illegal': 116 },
  log: { recognise: 54, 'check: ok': 320, order: 198, 'check: illegal': 52 },
  'fenced-lock': { recognise: 89, 'check: ok': 234, order: 76, 'check: illegal': 0 },
  'leased-lock': { recognise: 89, 'check: ok': 234, order: 76, 'check: illegal': 0 },
  mutex: { recognise: 36, 'check: ok': 243, order: 0, 'check: illegal': 118 },
};

const PROOFS: Readonly<Record<string, Numbers>> = {
  register: { illegal: 143, 'in witnesses': 293, ok: 411, undecided: 46 },
  'cas-register': { ok: 392, illegal: 148, 'in witnesses': 328, undecided: 60 },
  'key-value': { ok: 424, illegal: 124, 'in witnesses': 350, undecided: 52 },
  'queue-ranks': { illegal: 146, 'in witnesses': 627, ok: 366, undecided: 88 },
  queue: { illegal: 122, 'in witnesses': 283, ok: 314, undecided: 164 },
  stack: { illegal: 119, 'in witnesses': 265, ok: 317, undecided: 164 },
  'priority-queue': { ok: 331, illegal: 113, 'in witnesses': 264, undecided: 156 },
  'grow-only-set': { illegal: 153, 'in witnesses': 435, ok: 365, undecided: 82 },
  set: { illegal: 205, 'in witnesses': 461, ok: 388, undecided: 7 },
  counter: { illegal: 245, 'in witnesses': 759, ok: 240, undecided: 115 },
  log: { ok: 316, illegal: 252, 'in witnesses': 944, undecided: 32 },
  'fenced-lock': { ok: 218, illegal: 118, 'in witnesses': 229, undecided: 264 },
  'leased-lock': { ok: 222, illegal: 110, 'in witnesses': 212, undecided: 268 },
  mutex: { illegal: 207, 'in witnesses': 582, ok: 362, undecided: 31 },
};

// These numbers tell what the checkers do. Who changes that for the better changes them too.
describe('specialised checkers', () => {
  it.each(SUBJECTS.filter(({ name }) => name !== BY_THE_CLOCK))(
    'of $name pause after every piece of a long history, in all their passes',
    ({ name, run }) => {
      expect(run({ count: 0, seed: 0, most: 0 }, pauses)).toEqual(PAUSES[name]);
    },
  );

  it.each(SUBJECTS.filter(({ name }) => name === BY_THE_CLOCK))(
    'of $name pause by the clock, in all their passes',
    ({ run }) => {
      const passes = run({ count: 0, seed: 0, most: 0 }, pauses);
      expect(Object.keys(passes).sort()).toEqual([
        'check: illegal',
        'check: ok',
        'order',
        'recognise',
      ]);
      for (const count of Object.values(passes)) {
        expect(count).toBeGreaterThan(1);
      }
    },
  );

  it.each(SUBJECTS)('of $name prove what is illegal by few operations', ({ name, run }) => {
    expect(run({ count: 600, seed: 1, most: 10 }, proofs)).toEqual(PROOFS[name]);
  });
});
