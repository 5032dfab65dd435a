import { type FaultWindow, faultWindows } from '../core/fault-window.js';
import type { History } from '../core/history.js';
import type { TestPlan } from '../core/plan.js';
import { writesOf } from '../core/write-ops.js';

/** What became of client ops while faults were in effect. */
export interface Availability {
  /** Ops that began while the effect of some fault was established, and were not acknowledged. */
  readonly refused: number;
  /**
   * Writes that began in the second half of the time in which all faults were in effect at once, and were
   * acknowledged in it. A store may take a while until it refuses.
   */
  readonly acknowledgedLate: number;
}

/** Looks at the client ops that met faults. */
export function availabilityIn(plan: Pick<TestPlan, 'reads'>, history: History): Availability {
  const isWrite = writesOf(plan);
  const windows = faultWindows(history);
  const [late_ns, end_ns] = secondHalf(windows);
  let refused = 0;
  let acknowledgedLate = 0;
  for (let index = 0; index < history.length; index += 1) {
    if (history.isNemesis(index) || history.type(index) !== 'invoke') continue;
    const time = history.time(index);
    const completion = history.pairOf(index);
    if (completion !== null && history.type(completion) === 'ok') {
      const isLate = time >= late_ns && history.time(completion) <= end_ns;
      if (isLate && isWrite(history.f(index))) acknowledgedLate += 1;
    } else if (windows.some((one) => time >= one.effectFrom_ns && time <= one.effectTo_ns)) {
      refused += 1;
    }
  }
  return { refused, acknowledgedLate };
}

/** From when the last fault took effect until the first of those that were in effect then ended: its second half. */
function secondHalf(windows: readonly FaultWindow[]): readonly [number, number] {
  const from_ns = Math.max(0, ...windows.map(({ effectFrom_ns }) => effectFrom_ns));
  const ends = windows.flatMap(({ effectTo_ns }) => (effectTo_ns > from_ns ? [effectTo_ns] : []));
  const to_ns = Math.min(...ends);
  return ends.length === 0 ? [Infinity, Infinity] : [(from_ns + to_ns) / 2, to_ns];
}
