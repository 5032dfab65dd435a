import { conditionInWords } from '../../../core/fault-words.js';
import type { History } from '../../../core/history.js';
import { AWAIT } from '../../../core/nemesis-record.js';
import type { RunReport } from '../../../core/results.js';
import type { PageData, PageOp } from '../browser/page-data.js';
import { inlineJson } from '../markup.js';
import { faultBands, roleBands } from './bands.js';
import { BUCKETS, bucketsOf } from './buckets.js';
import { clockCurves } from './clock-curves.js';
import { processLanes, threadLanes } from './lanes.js';
import { shownOrders } from './orders.js';
import { sliceOf } from './slice.js';
import { objectText, shortened, valueText } from './value-text.js';

/** A nemesis that is busier than this is shown in part. */
const NEMESIS_OPS_SHOWN = 500;

/** So many client ops are inlined at most, and so many bytes: the page stays below 2 MB. */
const OPS_INLINED = 6_000;
const OPS_BYTES = 1_100_000;

/** What the page's script needs of a run; of a long one, what stands near the anomalies. */
export function pageDataOf(report: RunReport): PageData {
  let limit = OPS_INLINED;
  let data = dataOf(report, limit);
  while (Buffer.byteLength(inlineJson(data.ops).text) > OPS_BYTES && limit > 1) {
    limit = Math.floor(limit / 2);
    data = dataOf(report, limit);
  }
  return data;
}

function dataOf(report: RunReport, limit: number): PageData {
  const { history, run, plan, analysis } = report;
  const anomalies = analysis.verdicts.flatMap((verdict) => verdict.anomalies);
  const proof = new Set(anomalies.flatMap(({ ops }) => ops));
  const nemesisOps = opsOfNemesis(history);
  const duration_ns = Math.max(
    1,
    run.phases.at(-1)?.end ?? 0,
    history.length === 0 ? 0 : history.time(history.length - 1),
  );
  const slice = sliceOf(history, [...proof, ...nemesisOps], limit);
  const lanes =
    plan.imported === undefined
      ? threadLanes(history, slice.invocations, plan.concurrency)
      : processLanes(history, slice.invocations);
  const lost = new Set(analysis.verdicts.flatMap((verdict) => verdict.lost ?? []));
  return {
    duration_ns,
    lanes: lanes.lanes,
    ops: [...nemesisOps, ...slice.invocations]
      .sort((a, b) => a - b)
      .map((invocation) => ({
        ...pageOp(history, invocation),
        lane: history.isNemesis(invocation) ? 0 : lanes.of(invocation),
        ...markOf(history, invocation, proof, lost),
      })),
    gaps: slice.gaps,
    faults: faultBands(history),
    roles: roleBands(report, duration_ns),
    buckets: bucketsOf(history, duration_ns),
    clocks: clockCurves(report.clocks, Math.max(1, duration_ns / BUCKETS), BUCKETS),
    orders: shownOrders(anomalies),
    firstError: anomalies.length === 0 ? null : firstOf(anomalies.flatMap(({ ops }) => ops)),
  };
}

function pageOp(history: History, invocation: number): Omit<PageOp, 'lane' | 'mark'> {
  const completion = history.pairOf(invocation);
  const type = completion === null ? 'info' : history.type(completion);
  const error = completion === null ? undefined : history.error(completion);
  const answeredBy = completion === null ? undefined : history.node(completion);
  const node = answeredBy ?? history.node(invocation);
  const textOf = history.isNemesis(invocation) ? objectText : valueText;
  const intent = history.value(invocation);
  const isAwait = history.isNemesis(invocation) && history.f(invocation) === AWAIT;
  const text = isAwait ? conditionInWords(intent) : textOf(intent);
  const result = completion === null ? '' : textOf(history.value(completion));
  return {
    index: invocation,
    process: String(history.process(invocation)),
    ...(node === undefined ? {} : { node: shortened(node, 40) }),
    f: shortened(history.f(invocation), 40),
    type: type === 'invoke' ? 'info' : type,
    from_ns: history.time(invocation),
    ...(completion === null ? {} : { completion, to_ns: history.time(completion) }),
    ...(history.type(invocation) === 'invoke' ? {} : { to_ns: history.time(invocation) }),
    value: text,
    result: result === text ? '' : result,
    ...(error === undefined
      ? {}
      : { error: shortened([error.code, error.message].filter(Boolean).join(': ')) }),
  };
}

function markOf(
  history: History,
  invocation: number,
  proof: ReadonlySet<number>,
  lost: ReadonlySet<number>,
): Pick<PageOp, 'mark'> {
  const completion = history.pairOf(invocation);
  if (lost.has(invocation)) return { mark: 'lost' };
  const named = proof.has(invocation) || (completion !== null && proof.has(completion));
  return named ? { mark: 'proof' } : {};
}

/** The invocations of the nemesis. Other recorders write its events as `info`, which invoke nothing. */
function opsOfNemesis(history: History): number[] {
  const ops: number[] = [];
  for (let index = 0; index < history.length && ops.length < NEMESIS_OPS_SHOWN; index += 1) {
    if (!history.isNemesis(index)) continue;
    if (history.type(index) === 'invoke' || history.pairOf(index) === null) ops.push(index);
  }
  return ops;
}

function firstOf(indices: readonly number[]): number {
  return indices.reduce((first, index) => Math.min(first, index), Number.POSITIVE_INFINITY);
}
