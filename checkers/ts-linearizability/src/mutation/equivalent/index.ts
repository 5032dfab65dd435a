import type { Equivalents } from '../equivalents.js';

/** What is known to change nothing; tried all the same, and counted apart. */
export const EQUIVALENTS: readonly Equivalents[] = [
  {
    why: 'the flag is only ever compared with zero',
    mutants: ['check/results.js: this.isSettled[index] = 1;: 1 -> 2'],
  },
  {
    why: 'bounds that were hit stay hit, so that there is always a cause',
    mutants: [
      "check/partition.js: return { verdict: 'unknown', cause: bounds.stop() ?? 'time' };: 'time' -> ''",
    ],
  },
  {
    why: 'only the sign of what compares two values counts',
    mutants: [
      'models/priority-queue.js: return a.priority - b.priority || (structuralKey(a.value) < structuralKey(b.value) ? -1 : 1);: 1 -> 2',
    ],
  },
  {
    why: 'the case is the last one of the only switch that reads it, its default',
    mutants: [
      "specialised/register/chains.js: return { broken: 'order', earlier: last, later: at };: 'order' -> ''",
    ],
  },
  {
    why: 'a column has nothing outside of its places, and a comparison with nothing is false',
    mutants: [
      'specialised/ranks.js: if (settled >= 0 && returned[operation] < call[settled]) {: settled >= 0 -> true',
      'specialised/register/witness.js: if (first !== NONE && call[first] > chains.firstReturn[a]) {: first !== NONE -> true',
      'specialised/queue/linearize.js: while (came < order.length && putCall[byEnqueueCall[came]] <= comes) {: came < order.length -> true',
    ],
  },
  {
    why: 'minus one is no multiple of two',
    mutants: [
      'specialised/steps/schedule.js: if (known !== UNRANKED && known % 2 === 0) {: known !== UNRANKED -> true',
    ],
  },
  {
    why: 'spares work where there is none: the loop that follows has no turn',
    mutants: [
      'specialised/priority-queue/moments.js: if (from >= to) {: from >= to -> false',
      'specialised/stack/cover-counts.js: if (from > to) {: { return; } -> {}',
    ],
  },
  {
    why: 'for the types alone: the condition that follows implies it',
    mutants: [
      'formats/jepsen/pairing.js: if (slot === undefined || operation === undefined || operation.f !== event.f) {: slot === undefined -> false',
      "resumable/resumable.js: return 'next' in given && typeof given.next === 'function';: 'next' in given -> true",
    ],
  },
  {
    why: 'a line that begins with a semicolon does not end at the very first place of the text',
    mutants: ['formats/edn/cursor.js: this.at = end < 0 ? this.text.length : end;: < -> <='],
  },
];
