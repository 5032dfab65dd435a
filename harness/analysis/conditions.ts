import { type Bound, boundInWords, figureAt, isWithin, valueInWords } from '../core/bound.js';
import { exposureOf } from '../core/fault-exposure.js';
import { faultWindows } from '../core/fault-window.js';
import type { History } from '../core/history.js';
import { FINAL_READ, HELD_ELSEWHERE, SCAN_ENDS, scanPiece } from '../core/final-read.js';
import { isJsonObject, type Json } from '../core/json.js';
import { AWAIT, nemesisRecords, type NemesisRecord } from '../core/nemesis-record.js';
import { layoutOf } from '../core/layout.js';
import type { TestPlan } from '../core/plan.js';
import type { RunRecord } from '../core/results.js';
import type { ProofCondition } from '../core/scenario.js';
import type { Verdict } from '../core/verdict.js';
import { count, listInWords } from '../core/words.js';

/** What conditions are evaluated on. */
export interface Evidence {
  readonly plan: TestPlan;
  readonly run: RunRecord;
  readonly history: History;
  readonly verdicts: readonly Verdict[];
}

/** A condition of proof that a run does not meet. */
export interface Unmet {
  /** What that means of the run: `the fault had no effect`. */
  readonly head: string;
  /** What is missing, with what there was. */
  readonly missing: string;
}

/** The conditions of proof that a run does not meet. */
export function unmetConditions(
  conditions: readonly ProofCondition[],
  evidence: Evidence,
): readonly Unmet[] {
  return conditions.flatMap((condition) => {
    const missing = unmet(condition, evidence);
    return missing === null ? [] : [{ head: headOf(condition), missing }];
  });
}

function headOf(condition: ProofCondition): string {
  if ('proven' in condition) return 'the fault had no effect';
  if ('acknowledged' in condition) return 'too little happened';
  if ('reached' in condition) return 'a state that the claim is about was not seen';
  if ('figure' in condition) return 'a figure does not show what the claim is about';
  return 'nobody knows what the store holds at the end';
}

function unmet(condition: ProofCondition, evidence: Evidence): string | null {
  const { plan, run, history, verdicts } = evidence;
  if ('figure' in condition) return unmetFigure(condition.figure, verdicts);
  if ('acknowledged' in condition && condition.during !== undefined) {
    return unmetDuring(condition.during, condition.acknowledged, evidence);
  }
  if ('acknowledged' in condition) {
    const acknowledged = acknowledgedOps(history);
    return acknowledged >= condition.acknowledged
      ? null
      : `${count(condition.acknowledged)} acknowledged ops (there were ${count(acknowledged)})`;
  }
  if ('proven' in condition) return unprovenFault(condition.proven, nemesisRecords(history));
  if ('reached' in condition) {
    return isReached(condition.reached, run, nemesisRecords(history))
      ? null
      : `the state ${condition.reached} (it was not seen)`;
  }
  const silent = layoutOf(plan).data.filter((node) => !finalReadNodes(history).has(node));
  return silent.length === 0 ? null : `final reads from ${listInWords(silent)}`;
}

function unmetDuring(fault: string, wanted: number, { plan, history }: Evidence): string | null {
  const windows = faultWindows(history).filter((window) => window.fault === fault);
  if (windows.length === 0) return `the fault ${fault} (it never ran)`;
  const fewest = exposureOf(plan, history, windows).reduce((a, b) =>
    b.acknowledged < a.acknowledged ? b : a,
  );
  return fewest.acknowledged >= wanted
    ? null
    : `${count(wanted)} acknowledged ${fewest.counted} during ${fault} (there were ${count(fewest.acknowledged)})`;
}

function unmetFigure(bound: Bound, verdicts: readonly Verdict[]): string | null {
  const verdict = verdicts.find(({ checker }) => checker === bound.checker);
  const figure = verdict === undefined ? null : figureAt(verdict.details, bound.figure);
  if (figure !== null && isWithin(figure, bound)) return null;
  return `${boundInWords(bound)} (it is ${figure === null ? 'not told' : valueInWords(bound, figure)})`;
}

/** Client ops that succeeded before the final reads. */
function acknowledgedOps(history: History): number {
  let acknowledged = 0;
  for (let index = 0; index < history.length; index += 1) {
    if (history.type(index) !== 'ok' || history.isNemesis(index)) continue;
    if (history.f(index) !== FINAL_READ) acknowledged += 1;
  }
  return acknowledged;
}

function unprovenFault(fault: string, records: readonly NemesisRecord[]): string | null {
  const fs = new Set([fault, `start-${fault}`, `stop-${fault}`]);
  const ops = records.filter(({ f }) => fs.has(f));
  if (ops.length === 0) return `the fault ${fault} (it never ran)`;
  const proven = ops.every(
    (op) => op.records.length > 0 && op.records.every(({ proof }) => proof.proven),
  );
  return proven ? null : `proof that ${fault} took effect`;
}

function isReached(
  state: 'primary-changed' | 'converged',
  run: RunRecord,
  records: readonly NemesisRecord[],
): boolean {
  if (state === 'converged' && run.recovery?.recovered === true) return true;
  return records.some(
    (record) =>
      record.f === AWAIT &&
      awaits(record.intent, state) &&
      record.records.length > 0 &&
      record.records.every(({ proof }) => proof.proven),
  );
}

/** Whether the intent of an `await` is the state; it may stand under `until`, with its bound. */
function awaits(intent: Json | undefined, state: 'primary-changed' | 'converged'): boolean {
  if (!isJsonObject(intent)) return false;
  const condition = isJsonObject(intent['until']) ? intent['until'] : intent;
  return state === 'converged'
    ? condition['cluster'] === 'converged'
    : condition['primary'] !== undefined;
}

/** The nodes that answered: with what they hold, or that others hold what was asked for. */
function finalReadNodes(history: History): ReadonlySet<string> {
  const nodes = new Set<string>();
  for (let index = 0; index < history.length; index += 1) {
    if (history.f(index) !== FINAL_READ) continue;
    if (history.error(index)?.code !== HELD_ELSEWHERE) {
      if (history.type(index) !== 'ok') continue;
      const piece = scanPiece(history.value(index));
      if (piece !== null && piece.cursor !== SCAN_ENDS) continue;
    }
    const invocation = history.pairOf(index);
    const node =
      history.node(index) ?? (invocation === null ? undefined : history.node(invocation));
    if (node !== undefined) nodes.add(node);
  }
  return nodes;
}
