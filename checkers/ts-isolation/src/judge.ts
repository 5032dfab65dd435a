import { CycleExplainer, cycleReason } from './cycles/explain-cycle.js';
import { findCycles } from './cycles/find-cycles.js';
import type { Found } from './found.js';
import { componentsOf, topologicalOrder, type Components } from './graph/components.js';
import { cyclicPartOf } from './graph/cyclic-part.js';
import { ANY_KIND, maskOf, PROCESS, REALTIME } from './graph/edge-kind.js';
import { rowsOf, type Rows } from './graph/edges.js';
import { writerOf, type Columns } from './history/columns.js';
import { EXCLUDED_BY, type AnomalyType, type CycleType } from './models/anomalies.js';
import {
  CONSISTENCY_MODELS,
  forbids,
  modelsImpliedBy,
  modelsOf,
  type ConsistencyModel,
} from './models/models.js';
import { strictOrderOf } from './order/strict-order.js';
import { addProcessEdges, type ProcessOrder } from './order/process-order.js';
import { addRealtimeEdges, endsOf } from './order/realtime-edges.js';
import type { IsolationResult } from './types.js';
import { dependenciesOf } from './versions/dependencies.js';
import type { Inference } from './versions/inference.js';
import { uint8Array } from './values/typed-arrays.js';
import { findWeakViolations } from './weak/find-weak-violations.js';

/** The graph of a history: who must come before whom. */
function graphOf(
  columns: Columns,
  { committed, reads, order }: Inference,
  processOrder: ProcessOrder,
): Rows {
  const addDependencies = dependenciesOf(columns, reads, order);
  const ends = endsOf(columns, committed);
  return rowsOf(columns.transactions, (edges) => {
    addDependencies(edges);
    addProcessEdges(processOrder, edges);
    addRealtimeEdges(columns, committed, ends, edges);
  });
}

/**
 * Judges a history by what was inferred from its reads and writes: finds cycles of who must come
 * before whom, and says which models these and all other anomalies exclude.
 * @throws UnknownModelError
 */
export function judge(
  columns: Columns,
  inference: Inference,
  processOrder: ProcessOrder,
  found: Found,
  consistencyModel: ConsistencyModel,
): IsolationResult {
  modelsImpliedBy(consistencyModel);
  const { committed, isTotal } = inference;
  const isClean = Object.keys(found.counts).length === 0;
  const strict = isClean ? strictOrderOf(columns, inference, processOrder) : null;
  let graph: Rows | undefined;
  const rows = (): Rows => (graph ??= graphOf(columns, inference, processOrder));
  const components = strict === null ? componentsOf(rows(), ANY_KIND) : null;
  const undecided: AnomalyType[] = [];
  const explainer = new CycleExplainer(columns, inference, isTotal);
  if (components !== null) {
    undecided.push(...reportCycles(columns, rows(), components, explainer, found));
  }
  // Where all versions have an order and the transactions have one, no weaker level can be broken by a cycle.
  if (components !== null || !isTotal) {
    const isPart = components !== null && isTotal;
    const include = isPart ? inCyclesOrReadThere(columns, inference, components) : () => true;
    const context = { columns, inference, processOrder, explainer };
    undecided.push(...findWeakViolations(rows, context, include, strict, found));
  }
  return resultOf(inference, found, consistencyModel, undecided, (mask) => {
    const nodes = strict ?? topologicalOrder(componentsOf(rows(), mask));
    return nodes.filter((node) => committed[node] === 1);
  });
}

/**
 * What the anomalies mean.
 * @param undecided - the types of anomalies that may have been missed.
 * @param order - gives a legal order by edges of some kinds.
 */
function resultOf(
  { committed, notJudged, isTotal }: Inference,
  found: Found,
  consistencyModel: ConsistencyModel,
  undecided: readonly AnomalyType[],
  order: (mask: number) => Int32Array,
): IsolationResult {
  const types = Object.keys(found.counts) as AnomalyType[];
  const forbidden = types.filter((type) => forbids(consistencyModel, type));
  const { weakestExcluded, strongestNotExcluded } = modelsOf(types);
  const isUndecided =
    notJudged.length > 0 || undecided.some((type) => forbids(consistencyModel, type));
  const mask = LEGAL_ORDER[consistencyModel];
  const verdict = forbidden.length > 0 ? 'invalid' : isUndecided ? 'unknown' : 'valid';
  return {
    verdict,
    consistencyModel,
    committed: committed.reduce((sum, one) => sum + one, 0),
    anomalies: found.examples,
    counts: found.counts,
    forbidden,
    weakestExcluded,
    strongestNotExcluded,
    undecided: CONSISTENCY_MODELS.filter((model) =>
      undecided.some((type) => EXCLUDED_BY[type].some((weakest) => weakest === model)),
    ),
    notJudged,
    order: verdict === 'valid' && isTotal && mask !== undefined ? order(mask) : null,
  };
}

/** The transactions that are in cycles, and those from which they read. */
function inCyclesOrReadThere(
  columns: Columns,
  { reads }: Inference,
  { of, sizes }: Components,
): (transaction: number) => boolean {
  const included = uint8Array(columns.transactions);
  for (let t = 0; t < columns.transactions; t += 1) {
    if ((sizes[of[t] as number] as number) > 1) included[t] = 1;
  }
  for (let read = 0; read < reads.length; read += 1) {
    const reader = of[reads.transaction.at(read)] as number;
    const writer = writerOf(columns, reads.version.at(read));
    if (writer !== -1 && (sizes[reader] as number) > 1) included[writer] = 1;
  }
  return (t) => included[t] === 1;
}

/** Returns the types of cycles that may have been missed. */
function reportCycles(
  columns: Columns,
  rows: Rows,
  components: Components,
  explainer: CycleExplainer,
  found: Found,
): readonly CycleType[] {
  const part = cyclicPartOf(rows, components, columns.transactions);
  const cycles = findCycles(part);
  for (const cycle of cycles.found) {
    found.addExample(cycle.type, () => ({
      type: cycle.type,
      reason: cycleReason(cycle),
      transactions: cycle.edges.map(({ from }) => from),
      dependencies: explainer.dependenciesOf(cycle.edges),
    }));
  }
  return cycles.cut;
}

/** The kinds of edges that a legal order of each model must follow; others have no single order. */
const LEGAL_ORDER: Partial<Readonly<Record<ConsistencyModel, number>>> = {
  serializable: ANY_KIND & ~maskOf(REALTIME, PROCESS),
  'strong-session-serializable': ANY_KIND & ~maskOf(REALTIME),
  'strict-serializable': ANY_KIND,
};
