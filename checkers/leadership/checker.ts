import { defineChecker } from '../../harness/core/catalogue.js';
import { NS_PER_MS } from '../../harness/core/clock.js';
import { nemesisRecords, recoveryIn } from '../../harness/core/nemesis-record.js';
import { count, counted, listInWords, seconds } from '../../harness/core/words.js';
import { writeRolesOf } from '../../harness/core/write-roles.js';
import { Found } from '../found.js';
import { endOf } from '../run-end.js';
import { unknown } from '../refusal.js';
import { epochsIn } from './epochs.js';
import { type Vacancy, vacanciesIn } from './vacancies.js';

const NAME = 'leadership';

/**
 * Judges what the nodes said of who leads: no epoch of configuration has two leaders in the last sample. Two that took the same epoch
 * on both sides of a partition are a conflict which a store may solve afterwards (Redis cluster specification,
 * "configEpoch conflicts resolution"). So an epoch that was shared for a time is a figure only, `sharedEpochs`, which a
 * scenario may bound. How long no node took writes (`vacancies`) is a figure too: it breaks no promise.
 */
export const leadership = defineChecker({
  name: NAME,
  summary: 'whether an epoch has two leaders in the last sample; for how long nobody led',
  check(plan, history, { roles = [], witness = [] }) {
    const epochs = epochsIn(witness);
    if (roles.length === 0 && epochs.length === 0) {
      return unknown(NAME, 'no node said of itself whether it leads');
    }
    const vacancies = vacanciesIn(roles, writeRolesOf(plan), endOf(history));
    if (vacancies === null && epochs.length === 0) {
      return unknown(NAME, 'no node said that it takes writes, or leads in an epoch');
    }
    const shared = epochs.filter(({ leaders }) => leaders.length > 1);
    const found = new Found();
    for (const { epoch, leadersAtEnd, sharedSince_ns } of shared) {
      if (leadersAtEnd.length < 2) continue;
      found.add('shared-epoch', () => ({
        ops: [],
        reason: `${listInWords(leadersAtEnd)} lead in epoch ${epoch} at the end of the run, and shared it since ${seconds(sharedSince_ns ?? 0)}`,
      }));
    }
    const told =
      epochs.length === 0
        ? 'no epochs were told with who leads in them'
        : `${counted(epochs.length, 'epoch')}, none with two leaders in the last sample`;
    const solved = shared.length === 0 ? '' : ` (${count(shared.length)} shared for a time)`;
    const verdict = found.verdict(NAME, `${told}${solved}; ${vacancyInWords(vacancies)}`, {
      epochs: epochs.length,
      sharedEpochs: shared.length,
      ...(vacancies !== null && {
        vacancies: vacancies.length,
        longestVacancy_ms: Math.max(0, ...vacancies.map(length_ms)),
      }),
    });
    const open = shared.find(({ leadersLastTold }) => leadersLastTold.length > 1);
    if (verdict.outcome === 'valid' && open !== undefined) {
      const why = `${listInWords(open.leadersLastTold)} led in epoch ${open.epoch} when last heard, and not all of those who said so told anything at the end`;
      return unknown(NAME, why, verdict.details);
    }
    const recovered = recoveryIn(nemesisRecords(history))?.recovered !== false;
    return verdict.outcome === 'invalid' && !recovered
      ? unknown(
          NAME,
          'an epoch has two leaders, but the cluster had not recovered',
          verdict.details,
        )
      : verdict;
  },
});

function length_ms({ from_ns, to_ns }: Vacancy): number {
  return (to_ns - from_ns) / NS_PER_MS;
}

/** The longest time in which no node said that it takes writes. */
function vacancyInWords(vacancies: readonly Vacancy[] | null): string {
  if (vacancies === null) return 'no node said that it takes writes';
  const [longest] = vacancies.toSorted((a, b) => length_ms(b) - length_ms(a));
  return longest === undefined
    ? 'there was always a node that said that it takes writes'
    : `none said that it takes writes for ${count(Math.round(length_ms(longest)))} ms from ${seconds(longest.from_ns)} on`;
}
