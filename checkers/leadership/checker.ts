import { defineChecker } from '../../harness/core/catalogue.js';
import { NS_PER_MS } from '../../harness/core/clock.js';
import { nemesisRecords, recoveryIn } from '../../harness/core/nemesis-record.js';
import { count, counted, listInWords, seconds } from '../../harness/core/words.js';
import { writeRolesOf } from '../../harness/core/write-roles.js';
import { Found } from '../found.js';
import { endOf } from '../run-end.js';
import { unknown } from '../refusal.js';
import { type Epoch, epochsIn } from './epochs.js';
import {
  differedJson,
  differenceInWords,
  placementsInWords,
  silenceInWords,
} from './placement-words.js';
import { placementSections } from './placement-section.js';
import { placementsIn } from './placements.js';
import { type Vacancy, vacanciesIn } from './vacancies.js';

const NAME = 'leadership';

/**
 * Judges what the nodes said of who leads, and of who serves which part of the data: at the end no epoch of configuration has two
 * leaders, and all nodes agree on who serves what. Two that took the same epoch on both sides of a partition are a
 * conflict which a store may solve afterwards (Redis cluster specification, "configEpoch conflicts resolution"). So an epoch
 * that was shared for a time is a figure only, `sharedEpochs`, which a scenario may bound; and so are `differed_ms`, for how long
 * each node differed from most others on who serves what, and `vacancies`, how long no node took writes.
 */
export const leadership = defineChecker({
  name: NAME,
  summary:
    'whether at the end an epoch has two leaders, or nodes differ on who serves what; for how long nobody led',
  check(plan, history, { roles = [], witness = [] }) {
    const recovery = recoveryIn(nemesisRecords(history));
    const end_ns = endOf(history);
    const epochs = epochsIn(witness);
    const placements = placementsIn(witness, recovery?.end_ns ?? end_ns, end_ns);
    if (roles.length === 0 && epochs.length === 0 && placements === null) {
      return unknown(NAME, 'no node said of itself whether it leads');
    }
    const vacancies = vacanciesIn(roles, writeRolesOf(plan), end_ns);
    if (vacancies === null && epochs.length === 0 && placements === null) {
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
    const difference = differenceInWords(placements);
    if (difference !== null) {
      found.add('differing-placement', () => ({ ops: [], reason: difference }));
    }
    const told = [
      epochsInWords(epochs.length, shared.length),
      ...placementsInWords(placements),
      vacancyInWords(vacancies),
    ];
    const judged = found.verdict(NAME, told.join('; '), {
      epochs: epochs.length,
      sharedEpochs: shared.length,
      ...(placements !== null && { differed_ms: differedJson(placements) }),
      ...(vacancies !== null && {
        vacancies: vacancies.length,
        longestVacancy_ms: Math.max(0, ...vacancies.map(length_ms)),
      }),
    });
    const sections = placementSections(placements);
    const verdict = sections.length === 0 ? judged : { ...judged, sections };
    if (verdict.outcome === 'invalid') {
      if (recovery?.recovered !== false) return verdict;
      const why = `${difference === null ? 'an epoch has two leaders' : 'nodes differ on who serves what'}, but the cluster had not recovered`;
      return { ...verdict, ...unknown(NAME, why, verdict.details) };
    }
    const open = [...openEpochs(shared), ...silenceInWords(placements)];
    return open.length === 0
      ? verdict
      : { ...verdict, ...unknown(NAME, open.join('; '), verdict.details) };
  },
});

function epochsInWords(epochs: number, shared: number): string {
  if (epochs === 0) return 'no epochs were told with who leads in them';
  const solved = shared === 0 ? '' : ` (${count(shared)} shared for a time)`;
  return `${counted(epochs, 'epoch')}, none with two leaders in the last sample${solved}`;
}

/** The first epoch that two were last heard to lead in, of whom one is silent at the end. */
function openEpochs(shared: readonly Epoch[]): readonly string[] {
  const open = shared.find(({ leadersLastTold }) => leadersLastTold.length > 1);
  if (open === undefined) return [];
  return [
    `${listInWords(open.leadersLastTold)} led in epoch ${open.epoch} when last heard, and not all of those who said so told anything at the end`,
  ];
}

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
