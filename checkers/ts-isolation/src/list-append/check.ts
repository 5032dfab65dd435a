import { findCycles } from '../cycles/find-cycles.js';
import { componentsOf, type Components } from '../graph/components.js';
import { Edges } from '../graph/edges.js';
import { addProcessEdges } from '../order/process-edges.js';
import { addRealtimeEdges } from '../order/realtime-edges.js';
import type { ConsistencyModel, IsolationResult, NotJudged, Transaction, Value } from '../types.js';
import { keyText, valueText } from '../values/words.js';
import { findForbiddenReads, findFutureReads } from './aborted-and-intermediate.js';
import { appendsOf, type Appends } from './appends.js';
import { addDependencies, committedOf } from './dependencies.js';
import { cycleReason, dependenciesOf } from './explain-cycle.js';
import { Found } from './found.js';
import { readsOf } from './reads.js';
import { versionsOf } from './versions.js';

const EVERY_KIND = 255;

export interface ListAppendOptions {
  /** Default: strict-serializable. */
  readonly consistencyModel?: ConsistencyModel;
}

/**
 * Judges transactions on lists as Elle does (Kingsbury, Alvaro 2020): lists that were read tell in
 * which order their elements were appended, and so which transaction came before which. There is a
 * legal order exactly if that is without a cycle, and nothing was read that must not be seen. Time
 * and memory grow with the size of the history, however much of it is concurrent.
 *
 * It relies on every value being appended to a key once. A key where that is not so is not judged.
 */
export function checkListAppend(
  history: readonly Transaction[],
  { consistencyModel = 'strict-serializable' }: ListAppendOptions = {},
): IsolationResult {
  const found = new Found();
  const appends = appendsOf(history);
  const reads = readsOf(history, appends, found);
  const versions = versionsOf(appends, reads, found);
  findForbiddenReads(history, appends, reads, versions, found);
  findFutureReads(appends, reads, versions, found);

  const committed = committedOf(history, appends, versions);
  const edges = new Edges(history.length);
  addDependencies(appends, reads, versions, committed, edges);
  if (consistencyModel === 'strict-serializable') {
    addProcessEdges(history, committed, edges);
    addRealtimeEdges(history, committed, edges);
  }
  const rows = edges.rows();
  const components = componentsOf(rows, EVERY_KIND);
  if (components.count < rows.nodes) {
    const context = { history, appends, versions, rows };
    for (const cycle of findCycles(rows, history.length)) {
      const suffix = cycle.order === 'none' ? ('' as const) : (`-${cycle.order}` as const);
      found.add(
        `${cycle.name}${suffix}`,
        cycle.steps.map(({ from }) => from),
        () => cycleReason(cycle),
        dependenciesOf(cycle, context),
      );
    }
  }
  const notJudged = notJudgedOf(appends);
  const [anomalies, counts] = [found.examples, found.counts];
  const verdict = anomalies.length > 0 ? 'invalid' : notJudged.length > 0 ? 'unknown' : 'valid';
  return {
    verdict,
    consistencyModel,
    committed: committed.reduce((sum, one) => sum + one, 0),
    anomalies,
    counts,
    notJudged,
    order: verdict === 'valid' ? orderOf(components, committed) : null,
  };
}

function notJudgedOf({ repeated, keys, value }: Appends): readonly NotJudged[] {
  return [...repeated].map(([key, append]) => ({
    key: keys[key] as Value,
    reason: `${valueText(value[append] as Value)} was appended to ${keyText(keys[key] as Value)} more than once, so a read of it does not tell by whom`,
  }));
}

/** Without cycles every component is one node, and they are numbered from the last to the first. */
function orderOf({ of, count }: Components, committed: Uint8Array): Int32Array {
  const nodes = new Int32Array(count);
  for (const [node, component] of of.entries()) nodes[count - 1 - component] = node;
  return nodes.filter((node) => committed[node] === 1);
}
