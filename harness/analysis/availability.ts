import { faultWindows } from '../core/fault-window.js';
import type { History } from '../core/history.js';

/** Client ops that began while the effect of some fault was established, by how they ended. */
export function opsInFaults(history: History): {
  readonly acknowledged: number;
  readonly refused: number;
} {
  const windows = faultWindows(history);
  let acknowledged = 0;
  let refused = 0;
  for (let index = 0; index < history.length; index += 1) {
    if (history.isNemesis(index) || history.type(index) !== 'invoke') continue;
    const time = history.time(index);
    const inFault = windows.some(
      ({ effectFrom_ns, effectTo_ns }) => time >= effectFrom_ns && time <= effectTo_ns,
    );
    if (!inFault) continue;
    const completion = history.pairOf(index);
    if (completion !== null && history.type(completion) === 'ok') acknowledged += 1;
    else refused += 1;
  }
  return { acknowledged, refused };
}
