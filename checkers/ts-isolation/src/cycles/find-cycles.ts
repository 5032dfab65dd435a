import { componentsOf, cyclicComponents, type Components } from '../graph/components.js';
import { withoutAdjacent, type CyclicPart } from '../graph/cyclic-part.js';
import {
  maskOf,
  ONWARD,
  PROCESS,
  REALTIME,
  RW,
  RW_PROCESS,
  RW_REALTIME,
  WR,
  WW,
  WW_PROCESS,
  WW_READ,
  WW_REALTIME,
} from '../graph/edge-kind.js';
import type { Rows } from '../graph/edges.js';
import {
  cycleType,
  ORDERS,
  type CycleName,
  type CycleType,
  type Order,
} from '../models/anomalies.js';
import { cycleNameOf, orderNeededBy, simpleCycleOf, type CycleEdge } from './found-cycle.js';
import { CycleSearch, type CycleShape, type CycleStep } from './short-cycle.js';

/** How far searches go, in edges that are looked at. */
interface CycleBounds {
  /** A search for short cycles in one component then takes the best it has. */
  readonly perComponent: number;
  /** All searches for cycles of one type together. */
  readonly perType: number;
}

const BOUNDS: CycleBounds = { perComponent: 1_000_000, perType: 4_000_000 };

/** Cycles of so many steps are read easily. */
const READABLE_STEPS = 6;

export interface FoundCycle {
  readonly type: CycleType | 'future-read';
  readonly edges: readonly CycleEdge[];
}

export interface Cycles {
  readonly found: readonly FoundCycle[];
  /** Types of which none was found before the search reached its bound. */
  readonly cut: readonly CycleType[];
}

const DEPENDENCIES = maskOf(WW, WR, ONWARD);

interface EdgesOfOrder {
  /** By the order itself. */
  readonly order: number;
  /** From a read to what it did not see. */
  readonly anti: number;
  /** From write to write, where reads told which came first. */
  readonly told: number;
}

/** The edges that an order brings. */
const EDGES_OF: Readonly<Record<Order, EdgesOfOrder>> = {
  none: { order: 0, anti: maskOf(RW), told: maskOf(WW_READ) },
  process: {
    order: maskOf(PROCESS),
    anti: maskOf(RW, RW_PROCESS),
    told: maskOf(WW_READ, WW_PROCESS),
  },
  realtime: {
    order: maskOf(PROCESS, REALTIME),
    anti: maskOf(RW, RW_PROCESS, RW_REALTIME),
    told: maskOf(WW_READ, WW_PROCESS, WW_REALTIME),
  },
};

/** What is searched for: within which edges, of which shape. */
interface Search extends CycleShape {
  readonly name: CycleName;
  readonly within: number;
}

/** Cycles without two adjacent anti-dependencies: they are searched for on a graph that has no others. */
const NONADJACENT: ReadonlySet<CycleName> = new Set(['G-single', 'G-nonadjacent']);

/** A component may be without a cycle of the shape by which these are searched for. */
const MISSABLE: ReadonlySet<CycleName> = new Set(['G-single', 'G2-item']);

function searchesFor(need: Order): readonly Search[] {
  const { order, anti, told } = EDGES_OF[need];
  const info = DEPENDENCIES | order;
  const all = info | anti | told;
  const writes = maskOf(WW) | order;
  return [
    { name: 'G0', within: writes, first: maskOf(WW), rest: writes },
    { name: 'G1c', within: info, first: maskOf(WR), rest: info },
    { name: 'G-single', within: all, first: anti, rest: info | told },
    { name: 'G-single', within: all, first: told, rest: info | told },
    { name: 'G-nonadjacent', within: all, first: anti, rest: all },
    { name: 'G2-item', within: all, first: anti, second: anti | maskOf(ONWARD), rest: all },
  ];
}

/**
 * Finds short cycles: in each component of the graph one of each name, in the weakest set of edges that
 * has one: first those that reads and writes prove, then with the order of each process, then with
 * real time. Whether there is a cycle that a level forbids is decided by components, so it does
 * not depend on the bounds of the search; only `G-single` and `G2-item` may be missed. Of `G-single` it is then said that
 * the search was cut. Of `G2-item` it need not be: whatever other cycle its component has excludes all that it excludes.
 */
export function findCycles(part: CyclicPart, bounds: CycleBounds = BOUNDS): Cycles {
  return new CycleFinder(part, bounds).find();
}

class CycleFinder {
  readonly #part: CyclicPart;
  readonly #bounds: CycleBounds;
  readonly #doubled: Rows;
  readonly #plain: CycleSearch;
  readonly #nonadjacent: CycleSearch;
  readonly #found: FoundCycle[] = [];
  readonly #cut = new Set<CycleType>();
  readonly #types = new Set<string>();
  /** The steps of what was found in which component of the whole graph: by component and name. */
  readonly #known = new Map<string, number>();

  /** The components that were asked for last. */
  #latest: readonly {
    readonly rows: Rows;
    readonly within: number;
    readonly components: Components;
  }[] = [];

  constructor(part: CyclicPart, bounds: CycleBounds) {
    this.#part = part;
    this.#bounds = bounds;
    this.#doubled = withoutAdjacent(part.rows);
    this.#plain = new CycleSearch(part.rows, part.transactions);
    this.#nonadjacent = new CycleSearch(this.#doubled, 2 * part.transactions);
  }

  /** Several searches look within the same edges. */
  #components(rows: Rows, within: number): Components {
    const known = this.#latest.find((one) => one.rows === rows && one.within === within);
    if (known !== undefined) return known.components;
    const components = componentsOf(rows, within);
    this.#latest = [...this.#latest.slice(-1), { rows, within, components }];
    return components;
  }

  find(): Cycles {
    this.#findFutureReads();
    for (const need of ORDERS) {
      for (const search of searchesFor(need)) this.#run(search, need);
      this.#findAny(need);
    }
    const cut = [...this.#cut].filter((type) => !this.#types.has(type));
    return { found: this.#found, cut };
  }

  /** A read of what a process only writes after the reader's process has gone on to it. */
  #findFutureReads(): void {
    const within = maskOf(WR, PROCESS);
    const components = componentsOf(this.#part.rows, within);
    const shape = { first: maskOf(WR), rest: within };
    for (const starts of cyclicComponents(components, this.#part.transactions)) {
      const steps = this.#shortest(this.#plain, shape, components, starts);
      if (steps === null) continue;
      const edges = this.#edgesOf(steps, this.#part.rows, 1);
      if (orderNeededBy(edges) === 'process') this.#found.push({ type: 'future-read', edges });
    }
  }

  #run(search: Search, need: Order): void {
    const type = cycleType(search.name, need);
    const isNonadjacent = NONADJACENT.has(search.name);
    const rows = isNonadjacent ? this.#doubled : this.#part.rows;
    const walk = isNonadjacent ? this.#nonadjacent : this.#plain;
    const copies = isNonadjacent ? 2 : 1;
    const components = this.#components(rows, search.within);
    const before = walk.looked;
    for (const starts of cyclicComponents(components, copies * this.#part.transactions)) {
      const whole = this.#componentOf(starts[0] as number, copies);
      // A long cycle is hard to read: a shorter one is worth showing, although it needs more.
      if ((this.#known.get(`${whole} ${search.name}`) ?? Infinity) <= READABLE_STEPS) continue;
      if (walk.looked - before > this.#bounds.perType && this.#types.has(type)) break;
      if (walk.looked - before > this.#bounds.perType && search.name === 'G-single') {
        this.#cut.add(type);
        break;
      }
      const steps = this.#shortest(walk, search, components, starts, MISSABLE.has(search.name));
      if (steps === null) {
        if (search.name === 'G-single' && walk.looked - before > this.#bounds.perComponent)
          this.#cut.add(type);
      } else {
        this.#keep(simpleCycleOf(this.#edgesOf(steps, rows, copies)), whole);
      }
    }
  }

  /** Where a component has no cycle of a searched shape, it has one of another: any will do. */
  #findAny(need: Order): void {
    const { order, anti, told } = EDGES_OF[need];
    const all = DEPENDENCIES | order | anti | told;
    const components = this.#components(this.#part.rows, all);
    for (const starts of cyclicComponents(components, this.#part.transactions)) {
      const whole = this.#componentOf(starts[0] as number, 1);
      if (this.#known.has(`${whole}`)) continue;
      const shape = { first: anti | told, rest: all };
      const steps = this.#shortest(this.#plain, shape, components, starts);
      if (steps !== null) this.#keep(this.#edgesOf(steps, this.#part.rows, 1), whole);
    }
  }

  #keep(edges: readonly CycleEdge[], whole: number): void {
    const name = cycleNameOf(edges);
    if ((this.#known.get(`${whole} ${name}`) ?? Infinity) <= edges.length) return;
    const type = cycleType(name, orderNeededBy(edges));
    this.#known.set(`${whole} ${name}`, edges.length).set(`${whole}`, edges.length);
    this.#types.add(type);
    this.#found.push({ type, edges });
  }

  /** The shortest cycle from any of the nodes, or where that is too much to look at, a short one. */
  #shortest(
    walk: CycleSearch,
    shape: CycleShape,
    components: Components,
    starts: Int32Array,
    isMissable = false,
  ): readonly CycleStep[] | null {
    const before = walk.looked;
    let best: readonly CycleStep[] | null = null;
    for (const start of this.#backwardFirst(walk, shape.first, starts)) {
      const isEnough = best !== null || isMissable;
      if (isEnough && walk.looked - before > this.#bounds.perComponent) break;
      const below: number = best === null ? Number.POSITIVE_INFINITY : best.length;
      best = walk.from(start, shape, components, below) ?? best;
      if (best?.length === 2) break;
    }
    return best;
  }

  /**
   * The nodes, those first whose edges lead farthest back in the history: without anomalies what comes later
   * depends on what came before.
   */
  #backwardFirst(walk: CycleSearch, mask: number, starts: Int32Array): Int32Array {
    const { starts: rows, to, kind } = walk.rows;
    const back = new Map<number, number>();
    for (const node of starts) {
      let farthest = 0;
      for (let at = rows[node] as number; at < (rows[node + 1] as number); at += 1) {
        if (((mask >>> (kind[at] as number)) & 1) === 0) continue;
        farthest = Math.max(farthest, node - (to[at] as number));
      }
      if (farthest > 0) back.set(node, farthest);
    }
    return starts.slice().sort((a, b) => (back.get(b) ?? 0) - (back.get(a) ?? 0) || a - b);
  }

  #componentOf(node: number, copies: number): number {
    return this.#part.component[Math.floor(node / copies)] as number;
  }

  #edgesOf(steps: readonly CycleStep[], rows: Rows, copies: number): readonly CycleEdge[] {
    const transaction = (node: number): number =>
      this.#part.original[Math.floor(node / copies)] as number;
    return steps.map(({ from, to, first, last }) => ({
      from: transaction(from),
      to: transaction(to),
      kind: rows.kind[first] as number,
      about: rows.about[last] as number,
    }));
  }
}
