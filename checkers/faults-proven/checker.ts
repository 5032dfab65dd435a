import { defineChecker } from '../../harness/core/catalogue.js';
import { demandOf } from '../../harness/core/fault-demand.js';
import { type Exposure, exposureOf } from '../../harness/core/fault-exposure.js';
import { type FaultWindow, faultWindows } from '../../harness/core/fault-window.js';
import { conditionInWords } from '../../harness/core/fault-words.js';
import type { History } from '../../harness/core/history.js';
import type { JsonObject } from '../../harness/core/json.js';
import {
  AWAIT,
  HEAL,
  nemesisRecords,
  NOT_BEGUN,
  type NemesisRecord,
} from '../../harness/core/nemesis-record.js';
import type { TestPlan } from '../../harness/core/plan.js';
import type { Verdict } from '../../harness/core/verdict.js';
import { RoleTimeline } from '../../harness/core/role-timeline.js';
import type { Lapse } from '../../harness/core/schedule.js';
import { count, counted, listInWords, seconds } from '../../harness/core/words.js';
import { byNodeInWords, exposureJson, unmetDemand } from './acknowledged.js';
import { missingFaults, missingTurns, nameOf, neverDrawn, notBegunInWords } from './planned.js';
import { promotionNote, withoutPromotion } from './promotion.js';

const NAME = 'faults-proven';
/** Of each fault; the report shows all. */
const EVIDENCE_SHOWN = 3;
/** With what they met, in the reason; the details have all. */
const FAULTS_SHOWN = 3;

/**
 * Whether the faults that were planned really bit, and while clients were at work. A run whose
 * faults had no effect says nothing about the store, so its verdict is `unknown`, with the
 * fault's name; a fault is never a reason for `invalid`.
 */
export const faultsProven = defineChecker({
  name: NAME,
  about: 'faults',
  always: true,
  summary: 'every fault took effect, healed, and met ops in flight',
  check(plan, history): Verdict {
    const records = nemesisRecords(history);
    const windows = faultWindows(history, records);
    const met = metBy(plan, history, windows);
    const notBegun = records.filter(({ error }) => error?.code === NOT_BEGUN);
    // Chance may draw a fault that finds nobody to be about; steps were chosen.
    const excused = plan.schedule.kind === 'periodic' && windows.length > 0 ? notBegun : [];
    const doubts = [
      ...missingFaults(plan, history, records),
      ...missingTurns(plan, records),
      ...records.flatMap((record) => (excused.includes(record) ? [] : (doubtOf(record) ?? []))),
      ...records.flatMap(lapsesOf),
      ...met.flatMap((one) => unmet(plan, one) ?? []),
    ];
    const roles = new RoleTimeline(plan, history, records);
    const unreplaced = withoutPromotion(plan, windows, roles);
    const notes = [promotionNote(unreplaced), neverDrawn(plan, records)].flatMap(
      (note) => note ?? [],
    );
    const details: JsonObject = {
      faults: met.map(({ window, exposure }) => ({
        fault: window.fault,
        op: window.begin.invocation,
        from_ns: window.from_ns,
        to_ns: window.to_ns,
        effectFrom_ns: window.effectFrom_ns,
        effectTo_ns: window.effectTo_ns,
        ...exposureJson(exposure),
        acknowledgedAtLeast: demandOf(plan, window.begin),
        withoutPromotion: unreplaced.some((one) => one.window === window),
        proven: proven(window.begin),
        evidence: window.begin.records.flatMap(({ proof }) => proof.evidence),
      })),
      notBegun: notBegun.map((record) => ({
        fault: record.f,
        op: record.invocation,
        reason: record.error?.message ?? null,
      })),
      notes,
    };
    const verdict = { checker: NAME, anomalies: [], details };
    if (doubts.length > 0) return { ...verdict, outcome: 'unknown', reason: doubts.join('; ') };
    const reasons = [certainty(met), ...excused.map(notBegunInWords), ...notes];
    return { ...verdict, outcome: 'valid', reason: reasons.join('; ') };
  },
});

/** A fault, and the ops that it met. */
interface Met {
  readonly window: FaultWindow;
  readonly exposure: Exposure;
}

function metBy(plan: TestPlan, history: History, windows: readonly FaultWindow[]): Met[] {
  const exposures = exposureOf(plan, history, windows);
  return windows.flatMap((window, i) => {
    const exposure = exposures[i];
    return exposure === undefined ? [] : [{ window, exposure }];
  });
}

function unmet(plan: TestPlan, { window, exposure }: Met): string | null {
  if (exposure.inFlight === 0) return `no client op was in flight during ${nameOf(window.begin)}`;
  return proven(window.begin) ? unmetDemand(plan, window, exposure) : null;
}

function certainty(met: readonly Met[]): string {
  if (met.length === 0) return 'no faults were planned';
  const shown = met.slice(0, FAULTS_SHOWN).map(({ window, exposure }) => {
    const { acknowledged, attempted, counted: kind } = exposure;
    const were = acknowledged === 1 ? 'was' : 'were';
    const ops = counted(acknowledged, kind.slice(0, -1));
    return `${ops} of ${count(attempted)} attempted ${were} acknowledged during ${nameOf(window.begin)} (${byNodeInWords(exposure)})`;
  });
  const more = met.length > FAULTS_SHOWN ? '; …' : '';
  return `${counted(met.length, 'fault')} proven to take effect while clients were at work: ${shown.join('; ')}${more}`;
}

/** Why an operation of the nemesis proves nothing, or `null`. */
function doubtOf(record: NemesisRecord): string | null {
  const what = nameOf(record);
  if (record.completion === null) return `${what} never ended`;
  if (record.error !== undefined) {
    return `${what} went wrong: ${record.error.message ?? record.error.code}`;
  }
  if (record.records.length === 0) {
    return record.f === HEAL ? null : `${what} left no record of its effect`;
  }
  if (proven(record)) return null;
  const because = becauseOf(record);
  return record.f === AWAIT
    ? `not reached from ${seconds(record.start_ns)} on: ${conditionInWords(record.intent)}${because}`
    : `${what} was not proven to take effect${because}`;
}

/** The faults that were over before an operation ended them: which, where, and since when. */
function lapsesOf({ records }: NemesisRecord): string[] {
  return records.flatMap(({ watched }) => {
    if (watched === undefined) return [];
    // Nodes that were looked at together are told together.
    const since = ({ lastSeen_ns, firstMissed_ns }: Lapse): string =>
      `between ${seconds(lastSeen_ns)} and ${seconds(firstMissed_ns)}`;
    return [...new Set(watched.lapses.map(since))].map((when) => {
      const lapses = watched.lapses.filter((lapse) => since(lapse) === when);
      const nodes = listInWords(lapses.map(({ node }) => node));
      const evidence = inParentheses(lapses.flatMap((lapse) => lapse.evidence));
      return `${watched.fault} was no longer in effect on ${nodes} from some moment ${when} on${evidence}`;
    });
  });
}

function becauseOf(record: NemesisRecord): string {
  return inParentheses(record.records.flatMap(({ proof }) => (proof.proven ? [] : proof.evidence)));
}

function inParentheses(evidence: readonly string[]): string {
  const shown = evidence.slice(0, EVIDENCE_SHOWN).join('; ');
  const more = evidence.length > EVIDENCE_SHOWN ? '; …' : '';
  return evidence.length === 0 ? '' : ` (${shown}${more})`;
}

function proven(record: NemesisRecord): boolean {
  return record.records.length > 0 && record.records.every(({ proof }) => proof.proven);
}
