import type { FaultWindow } from './fault-window.js';
import type { History } from './history.js';
import type { TestPlan } from './plan.js';
import { type IsWrite, writesOf } from './write-ops.js';

/** Ops that were in flight while a fault was in effect, by what became of them. */
export interface ExposureCounts {
  readonly attempted: number;
  /** Answered `ok` while the fault was in effect; or in flight from before it until after it, and `ok`. */
  readonly acknowledged: number;
  readonly failed: number;
  readonly indeterminate: number;
}

/** What a fault met. Writes alone count where the workload has any: all ops do elsewhere. */
export interface Exposure extends ExposureCounts {
  readonly counted: 'writes' | 'ops';
  /** By the node that an op was sent to, or that answered it. */
  readonly byNode: ReadonlyMap<string, ExposureCounts>;
  /** Client ops of any kind that were in flight. */
  readonly inFlight: number;
  /** Acknowledged before the fault was ordered. */
  readonly acknowledgedBefore: number;
}

type Counts = { -readonly [Name in keyof ExposureCounts]: number };

function none(): Counts {
  return { attempted: 0, acknowledged: 0, failed: 0, indeterminate: 0 };
}

/** A window as indices of the history: its order, its first event in effect, the order to end it. */
interface Stretch {
  readonly ordered: number;
  readonly from: number;
  readonly to: number;
  readonly all: Counts;
  readonly byNode: Map<string, Counts>;
  inFlight: number;
  acknowledgedBefore: number;
}

/**
 * What each window met: between the moment the fault was in effect (or was ordered, where it has
 * no end of its own) and the order to end it.
 */
export function exposureOf(
  plan: Pick<TestPlan, 'reads'>,
  history: History,
  windows: readonly FaultWindow[],
): Exposure[] {
  const isWrite = writesOf(plan);
  const counted = hasWrites(history, isWrite) ? 'writes' : 'ops';
  const stretches = windows.map((window): Stretch => ({
    ordered: window.begin.invocation,
    from: beginOf(history, window),
    to: window.end?.invocation ?? history.length,
    all: none(),
    byNode: new Map(),
    inFlight: 0,
    acknowledgedBefore: 0,
  }));
  for (let call = 0; call < history.length; call += 1) {
    if (history.isNemesis(call) || history.type(call) !== 'invoke') continue;
    const counts = counted === 'ops' || isWrite(history.f(call));
    const answer = history.pairOf(call) ?? history.length;
    for (const stretch of stretches) {
      if (counts && answer < stretch.ordered && history.type(answer) === 'ok') {
        stretch.acknowledgedBefore += 1;
      }
      if (call >= stretch.to || answer < stretch.from) continue;
      stretch.inFlight += 1;
      if (counts) count(history, stretch, call, answer);
    }
  }
  return stretches.map(({ all, byNode, inFlight, acknowledgedBefore }) => ({
    ...all,
    counted,
    byNode: new Map([...byNode].sort(([a], [b]) => (a < b ? -1 : 1))),
    inFlight,
    acknowledgedBefore,
  }));
}

function count(history: History, stretch: Stretch, call: number, answer: number): void {
  const answered = answer < history.length;
  const node = (answered ? history.node(answer) : undefined) ?? history.node(call) ?? '?';
  let ofNode = stretch.byNode.get(node);
  if (ofNode === undefined) stretch.byNode.set(node, (ofNode = none()));
  const type = answered ? history.type(answer) : 'info';
  const spans = call < stretch.from && answer >= stretch.to;
  for (const counts of [stretch.all, ofNode]) {
    counts.attempted += 1;
    if (type === 'fail') counts.failed += 1;
    else if (type !== 'ok') counts.indeterminate += 1;
    else if (answer < stretch.to || spans) counts.acknowledged += 1;
  }
}

function hasWrites(history: History, isWrite: IsWrite): boolean {
  for (let index = 0; index < history.length; index += 1) {
    if (!history.isNemesis(index) && isWrite(history.f(index))) return true;
  }
  return false;
}

/** Where a window begins in the history: at the first event that comes when it is in effect. */
function beginOf(history: History, { begin, effectFrom_ns }: FaultWindow): number {
  const completion = begin.completion ?? begin.invocation;
  let index = begin.invocation;
  while (index < completion && history.time(index) < effectFrom_ns) index += 1;
  return index;
}
