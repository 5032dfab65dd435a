import { describe, expect, it } from 'vitest';
import { verdictBy } from '../differential/ask.test.support.js';
import { scatteredHistory } from '../differential/scattered-histories.test.support.js';
import { smallHistory } from '../differential/small-histories.test.support.js';
import { SUBJECTS, type Comparison } from '../differential/subjects.test.support.js';
import { Sums } from '../differential/sums.test.support.js';
import { Random } from '../generate/random.test.support.js';

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

type Numbers = Readonly<Record<string, number>>;

const PROOFS: Readonly<Record<string, Numbers>> = {
  register: { illegal: 126, 'in witnesses': 262, ok: 355, undecided: 119 },
  'register-just-in-time': { illegal: 149, 'in witnesses': 270, ok: 451 },
  'cas-register': { ok: 308, illegal: 112, 'in witnesses': 256, undecided: 180 },
  'cas-just-in-time': { ok: 431, illegal: 169, 'in witnesses': 310 },
  'key-value': { ok: 369, illegal: 112, 'in witnesses': 319, undecided: 119 },
  'key-value-just-in-time': { illegal: 129, 'in witnesses': 358, ok: 436, undecided: 35 },
  'queue-just-in-time': { illegal: 143, 'in witnesses': 269, ok: 366, undecided: 91 },
  'stack-just-in-time': { illegal: 141, 'in witnesses': 250, ok: 369, undecided: 90 },
  'priority-queue-just-in-time': { ok: 394, illegal: 123, 'in witnesses': 213, undecided: 83 },
  queue: { illegal: 146, 'in witnesses': 364, ok: 366, undecided: 88 },
  stack: { illegal: 143, 'in witnesses': 338, ok: 369, undecided: 88 },
  'priority-queue': { ok: 394, illegal: 128, 'in witnesses': 309, undecided: 78 },
  'grow-only-set': { illegal: 153, 'in witnesses': 438, ok: 365, undecided: 82 },
  set: { illegal: 205, 'in witnesses': 461, ok: 388, undecided: 7 },
  'counter-just-in-time': { illegal: 297, 'in witnesses': 537, ok: 274, undecided: 29 },
  counter: { illegal: 245, 'in witnesses': 752, ok: 240, undecided: 115 },
  log: { ok: 316, illegal: 252, 'in witnesses': 649, undecided: 32 },
  'fenced-lock': { illegal: 138, 'in witnesses': 244, undecided: 462 },
  'leased-lock': { illegal: 126, 'in witnesses': 220, undecided: 474 },
  mutex: { illegal: 207, 'in witnesses': 582, ok: 362, undecided: 31 },
};

// These numbers tell what the checkers do. Who changes that for the better changes them too.
describe('specialised checkers', () => {
  it.each(SUBJECTS)('of $name prove what is illegal by few operations', ({ name, run }) => {
    expect(run({ count: 600, seed: 1, most: 10 }, proofs)).toEqual(PROOFS[name]);
  });
});
