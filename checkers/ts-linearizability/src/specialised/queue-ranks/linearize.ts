import { pick } from '../../history/columns.js';
import { sort } from '../../history/sort.js';
import type { QueueHistory } from './roles.js';
import type { Turn } from './search.js';

/** The order in which everything takes place as early as it can. */
export function linearizeRanks(history: QueueHistory, turns: readonly Turn[]): Int32Array {
  const { operations, openDequeues } = history;
  const order: number[] = [];
  const times: number[] = [];
  const openUsed = new Map<number, number>();
  let openTaken = 0;
  let enqueueTime = -Infinity;
  let dequeueTime = -Infinity;
  const place = (at: number, time: number): number => {
    const moment = Math.max(time, operations[at]?.call ?? time);
    order.push(at);
    times.push(moment);
    return moment;
  };
  for (let i = 0; i < turns.length; i++) {
    const { enqueue, openEnqueue, dequeue, empty } = turns[i] as Turn;
    if (empty !== undefined) {
      dequeueTime = place(history.empties[empty] as number, Math.max(dequeueTime, enqueueTime));
      enqueueTime = dequeueTime;
      continue;
    }
    const used = openUsed.get(openEnqueue ?? -1) ?? 0;
    if (openEnqueue !== undefined) {
      openUsed.set(openEnqueue, used + 1);
    }
    const came =
      enqueue === undefined
        ? history.openEnqueues.get(openEnqueue ?? -1)?.[used]
        : history.enqueues[enqueue];
    const took = dequeue === undefined ? openDequeues[openTaken++] : history.dequeues[dequeue];
    enqueueTime = place(came as number, enqueueTime);
    dequeueTime = place(took as number, Math.max(dequeueTime, enqueueTime));
  }
  const placed = new Set(turns.map(({ enqueue }) => enqueue));
  for (const [index, at] of history.enqueues.entries()) {
    if (!placed.has(index)) {
      enqueueTime = place(at, enqueueTime);
    }
  }
  return Int32Array.from(pick(order, sort(Float64Array.from(times))));
}
