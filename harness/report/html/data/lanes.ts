import type { History } from '../../../core/history.js';
import { NEMESIS } from '../../../core/op.js';
import type { Lane } from '../browser/page-data.js';
import { shortened } from './value-text.js';

/** The lanes of the timeline. The first is the nemesis'. */
export interface Lanes {
  readonly lanes: readonly Lane[];
  /** The lane of an op, by its invocation. */
  readonly of: (invocation: number) => number;
}

const NEMESIS_LANE: Lane = { label: NEMESIS };

/**
 * Of a run of ours: a lane for each client thread, `t0 · n1` where it is bound to one node. A thread goes
 * on under a process that is greater by the number of threads.
 */
export function threadLanes(
  history: History,
  invocations: readonly number[],
  concurrency: number,
): Lanes {
  const threadOf = (invocation: number): number =>
    Number(history.process(invocation)) % Math.max(1, concurrency);
  const threads = [...new Set(invocations.map(threadOf))].sort((a, b) => a - b);
  const positions = new Map(threads.map((thread, position) => [thread, position + 1]));
  return lanesOf(
    history,
    invocations,
    (invocation) => positions.get(threadOf(invocation)) ?? 0,
    (lane) => `t${threads[lane - 1] ?? ''}`,
  );
}

/**
 * Of an imported history, of whose threads nothing is known: a lane for each process. When a process
 * has ended, with an op of which nobody knows, its lane goes on with a process that begins then.
 */
export function processLanes(history: History, invocations: readonly number[]): Lanes {
  const current = new Map<number | string, number>();
  const processes: (number | string)[][] = [];
  const free: { readonly lane: number; readonly from: number }[] = [];
  const lanes = new Map<number, number>();
  for (const invocation of invocations) {
    const process = history.process(invocation);
    let lane = current.get(process);
    if (lane === undefined) {
      const next = free.findIndex(({ from }) => from < invocation);
      lane = next < 0 ? processes.push([]) - 1 : (free.splice(next, 1)[0]?.lane ?? 0);
      processes[lane]?.push(process);
      current.set(process, lane);
    }
    lanes.set(invocation, lane + 1);
    const completion = history.pairOf(invocation);
    if (completion !== null && history.type(completion) === 'info') {
      current.delete(process);
      free.push({ lane, from: completion });
    }
  }
  return lanesOf(
    history,
    invocations,
    (invocation) => lanes.get(invocation) ?? 0,
    (lane) => {
      const [first, ...others] = processes[lane - 1] ?? [];
      return others.length === 0 ? `p${first}` : `p${first} …`;
    },
  );
}

function lanesOf(
  history: History,
  invocations: readonly number[],
  of: (invocation: number) => number,
  nameOf: (lane: number) => string,
): Lanes {
  const nodes = new Map<number, Set<string>>();
  for (const invocation of invocations) {
    const node = history.node(invocation);
    const known = nodes.get(of(invocation)) ?? new Set();
    nodes.set(of(invocation), node === undefined ? known : known.add(node));
  }
  const lanes = Array.from({ length: nodes.size }, (_, position) => {
    const [node, ...others] = nodes.get(position + 1) ?? [];
    const bound = node !== undefined && others.length === 0;
    const name = nameOf(position + 1);
    return { label: bound ? `${name} · ${shortened(node, 40)}` : name };
  });
  return { lanes: [NEMESIS_LANE, ...lanes], of };
}
