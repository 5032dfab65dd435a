import { defineChecker } from '../../harness/core/catalogue.js';
import { NS_PER_MS } from '../../harness/core/clock.js';
import { count, counted, listInWords, seconds } from '../../harness/core/words.js';
import { writeRolesOf } from '../../harness/core/write-roles.js';
import { Found } from '../found.js';
import { endOf } from '../run-end.js';
import { unknown } from '../refusal.js';
import { epochsIn } from './epochs.js';
import { vacanciesIn } from './vacancies.js';

const NAME = 'leadership';

/**
 * Judges what the nodes said of who leads: each epoch of configuration ends with one leader. Two that took the same epoch
 * on both sides of a partition are a conflict which a store may solve afterwards (Redis cluster specification,
 * "configEpoch conflicts resolution"). So an epoch that was shared for a time is a figure only, `sharedEpochs`, which a
 * scenario may bound. How long no node took writes (`vacancies`) is a figure too: it breaks no promise.
 */
export const leadership = defineChecker({
  name: NAME,
  summary: 'each epoch ends with one leader; for how long nobody led',
  check(plan, history, { roles = [], witness = [] }) {
    const epochs = epochsIn(witness);
    if (roles.length === 0 && epochs.length === 0) {
      return unknown(NAME, 'no node said of itself whether it leads');
    }
    const vacancies = vacanciesIn(roles, writeRolesOf(plan), endOf(history));
    const lengths_ms = vacancies.map(({ from_ns, to_ns }) => (to_ns - from_ns) / NS_PER_MS);
    const longestVacancy_ms = Math.max(0, ...lengths_ms);
    const longest = vacancies[lengths_ms.indexOf(longestVacancy_ms)];
    const shared = epochs.filter(({ leaders }) => leaders.length > 1);
    const found = new Found();
    for (const { epoch, leadersAtEnd, sharedSince_ns } of shared) {
      if (leadersAtEnd.length < 2) continue;
      found.add('shared-epoch', () => ({
        ops: [],
        reason: `${listInWords(leadersAtEnd)} lead in epoch ${epoch} at the end of the run, and shared it since ${seconds(sharedSince_ns ?? 0)}`,
      }));
    }
    const vacant =
      longest === undefined
        ? 'there was always a node that took writes'
        : `there was none that took writes for ${count(Math.round(longestVacancy_ms))} ms from ${seconds(longest.from_ns)} on`;
    const one =
      epochs.length === 0
        ? 'no epochs were told'
        : `${counted(epochs.length, 'epoch')}, each with one leader at the end`;
    const solved = shared.length === 0 ? '' : ` (${count(shared.length)} shared for a time)`;
    return found.verdict(NAME, `${one}${solved}; ${vacant}`, {
      epochs: epochs.length,
      sharedEpochs: shared.length,
      vacancies: vacancies.length,
      longestVacancy_ms,
    });
  },
});
