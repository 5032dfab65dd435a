import { demandOf } from '../../harness/core/fault-demand.js';
import type { Exposure, ExposureCounts } from '../../harness/core/fault-exposure.js';
import type { FaultWindow } from '../../harness/core/fault-window.js';
import type { JsonObject } from '../../harness/core/json.js';
import { layoutOf } from '../../harness/core/layout.js';
import { accountOf } from '../../harness/core/nemesis-record.js';
import type { TestPlan } from '../../harness/core/plan.js';
import { primaryTakenAway } from '../../harness/core/primary-away.js';
import { writeRolesOf } from '../../harness/core/write-roles.js';
import { count, counted, seconds } from '../../harness/core/words.js';

/**
 * What is missing where too little was acknowledged while a fault was in effect, or `null`. While
 * the primary is gone, or every node with data, nobody can acknowledge: what such a fault is about are the
 * writes before it, which the next primary or the nodes that come back may not have, so these count as well.
 */
export function unmetDemand(
  plan: TestPlan,
  window: FaultWindow,
  exposure: Exposure,
): string | null {
  const demand = demandOf(plan, window.begin);
  const before = nobodyIsLeft(plan, window) ? exposure.acknowledgedBefore : 0;
  if (exposure.acknowledged + before >= demand) return null;
  const { acknowledged, attempted, failed, indeterminate, counted: kind } = exposure;
  const one = kind.slice(0, -1);
  const found =
    acknowledged === 0
      ? `no ${one} was`
      : `only ${counted(acknowledged, one)} ${acknowledged === 1 ? 'was' : 'were'}`;
  const when = `${window.begin.f} (from ${seconds(window.effectFrom_ns)} to ${seconds(window.effectTo_ns)})`;
  return (
    `${found} acknowledged while ${when} was in effect, and at least ${count(demand)} must be: ` +
    `of ${count(attempted)} attempted, ${count(failed)} failed and ${count(indeterminate)} had no answer ` +
    `(acknowledged by ${byNodeInWords(exposure)}); ` +
    'where a fault is meant to stop the store, --acknowledged-per-fault 0 says so'
  );
}

/** Whether a fault takes away all who could acknowledge a write, such as the only node of a store. */
function nobodyIsLeft(plan: TestPlan, window: FaultWindow): boolean {
  if (primaryTakenAway(window, writeRolesOf(plan)) !== null) return true;
  const { away = [] } = accountOf(window.begin);
  return layoutOf(plan).data.every((node) => away.includes(node));
}

/** `n1 300 of 310, n2 0 of 305`: acknowledged, of those attempted. */
export function byNodeInWords({ byNode }: Exposure): string {
  const nodes = [...byNode].map(
    ([node, { acknowledged, attempted }]) =>
      `${node} ${count(acknowledged)} of ${count(attempted)}`,
  );
  return nodes.join(', ') || 'no node';
}

/** The counts, for reports and programs. */
export function exposureJson(exposure: Exposure): JsonObject {
  const { counted, inFlight, acknowledgedBefore, byNode } = exposure;
  return {
    opsInFlight: inFlight,
    counted,
    ...countsJson(exposure),
    acknowledgedBefore,
    byNode: [...byNode].map(([node, counts]) => ({ node, ...countsJson(counts) })),
  };
}

function countsJson(counts: ExposureCounts): JsonObject {
  const { attempted, acknowledged, failed, indeterminate } = counts;
  return { attempted, acknowledged, failed, indeterminate };
}
