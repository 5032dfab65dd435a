import type { FaultWindow } from '../../harness/core/fault-window.js';
import type { History } from '../../harness/core/history.js';

/**
 * For each window, how many client ops were in flight at any time between the moment the fault was
 * in effect (or was ordered, where it has no end of its own) and the order to end it.
 */
export function opsDuring(history: History, windows: readonly FaultWindow[]): number[] {
  const calls = new Int32Array(history.length + 1);
  const inFlight = new Int32Array(history.length + 1);
  let called = 0;
  let flying = 0;
  for (let index = 0; index < history.length; index += 1) {
    calls[index] = called;
    inFlight[index] = flying;
    if (history.isNemesis(index)) continue;
    if (history.type(index) === 'invoke') {
      called += 1;
      flying += 1;
    } else {
      flying -= 1;
    }
  }
  calls[history.length] = called;
  inFlight[history.length] = flying;
  return windows.map((window) => {
    const from = beginOf(history, window);
    const to = window.end?.invocation ?? history.length;
    return (inFlight[from] ?? 0) + (calls[to] ?? 0) - (calls[from] ?? 0);
  });
}

/** Where a window begins in the history: at the first event that comes when it is in effect. */
function beginOf(history: History, { begin, established_ns }: FaultWindow): number {
  if (!begin.f.startsWith('start-') || established_ns === null) return begin.invocation;
  const completion = begin.completion ?? begin.invocation;
  let index = begin.invocation;
  while (index < completion && history.time(index) < established_ns) index += 1;
  return index;
}
