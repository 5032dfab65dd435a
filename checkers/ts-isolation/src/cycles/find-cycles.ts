import { ONWARD, PROCESS, REALTIME, RW, WR, WW } from '../graph/edge-kind.js';
import { componentsOf } from '../graph/components.js';
import type { Rows } from '../graph/edges.js';
import { shortCycle, type CycleKind, type CycleStep } from '../graph/short-cycle.js';
import type { CycleName } from '../types.js';

/** A search for short cycles looks at so many edges, and then takes the best it has. */
const EDGES_LOOKED_AT = 3_000_000;

export interface FoundCycle {
  readonly name: CycleName;
  /** What it needs beside what reads prove. */
  readonly order: 'none' | 'process' | 'realtime';
  readonly steps: readonly CycleStep[];
}

/** Kinds of dependencies, from the few that every level forbids a cycle of to all. */
const KINDS: readonly (CycleKind & { readonly within: number })[] = [
  { within: WW, first: WW, rest: WW },
  { within: WW | WR, first: WR, rest: WW | WR },
  { within: WW | WR | RW, first: RW, rest: WW | WR },
  { within: WW | WR | RW, first: RW, rest: WW | WR | RW },
];

const ORDERS = [
  { order: 'none', mask: 0 },
  { order: 'process', mask: PROCESS },
  { order: 'realtime', mask: PROCESS | REALTIME },
] as const;

/**
 * Names and shows short cycles: one of each name in the weakest set of edges that has any, first
 * those that reads alone prove, then with the order of each process, then with real time.
 * @param transactions - nodes below are transactions.
 */
export function findCycles(rows: Rows, transactions: number): readonly FoundCycle[] {
  for (const { order, mask } of ORDERS) {
    const found = new Map<CycleName, FoundCycle>();
    for (const kind of KINDS) {
      const components = componentsOf(rows, kind.within | mask | ONWARD);
      const steps = shortCycle(
        { rows, components, transactions, edges: EDGES_LOOKED_AT },
        { first: kind.first, rest: kind.rest | mask | ONWARD },
      );
      if (steps === null) continue;
      const name = nameOf(rows, steps);
      if (!found.has(name)) found.set(name, { name, order, steps });
    }
    if (found.size > 0) return [...found.values()];
  }
  return [];
}

/** Adya's and Elle's name of a cycle, by its edges. */
function nameOf({ kind }: Rows, steps: readonly CycleStep[]): CycleName {
  const isRw = steps.map(({ first }) => kind[first] === RW);
  const count = isRw.filter(Boolean).length;
  if (count === 0) return steps.some(({ first }) => kind[first] === WR) ? 'G1c' : 'G0';
  if (count === 1) return 'G-single';
  const adjacent = isRw.some((is, at) => is && isRw[(at + 1) % isRw.length] === true);
  return adjacent ? 'G2-item' : 'G-nonadjacent';
}
