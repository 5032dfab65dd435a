import type { CycleExplainer } from '../cycles/explain-cycle.js';
import { roundOf } from '../cycles/explain-cycle.js';
import type { CycleEdge } from '../cycles/found-cycle.js';
import { CycleSearch } from '../cycles/short-cycle.js';
import type { Found } from '../found.js';
import { componentsOf, topologicalOrder, type Components } from '../graph/components.js';
import { CO, CO_PROCESS, maskOf, PROCESS, WR, WW } from '../graph/edge-kind.js';
import { Edges, type Rows } from '../graph/edges.js';
import { valueOf, type Columns } from '../history/columns.js';
import type { AnomalyType } from '../models/anomalies.js';
import type { ProcessOrder } from '../order/process-order.js';
import type { Anomaly, Dependency, Value } from '../types.js';
import { keyText, valueText } from '../values/words.js';
import type { Inference } from '../versions/inference.js';
import { orderByCauses, orderByReads, orderBySessions, type AddOrder } from './commit-order.js';
import { HAPPENS_BEFORE, happensBeforeOf } from './happens-before.js';
import { lastWritesOf } from './last-writes.js';
import { sessionsOf } from './sessions.js';
import { uint8Array } from '../values/typed-arrays.js';

/** Searches for cycles of one level look at so many edges. */
const EDGES_PER_LEVEL = 2_000_000;

const BASE = maskOf(WW, WR, PROCESS);

interface WeakContext {
  readonly columns: Columns;
  readonly inference: Inference;
  readonly processOrder: ProcessOrder;
  readonly explainer: CycleExplainer;
}

/** What a level is called where it is broken, and which edges its cycles may use. */
interface Level {
  readonly type: AnomalyType;
  readonly mask: number;
  readonly asks: string;
}

const CAUSAL: Level = {
  type: 'causality-violation',
  mask: maskOf(WW, WR, PROCESS, CO, CO_PROCESS),
  asks: 'causal consistency',
};
const ATOMIC: Level = { type: 'fractured-read', mask: maskOf(WW, WR, CO), asks: 'read atomic' };
const ATOMIC_PROCESS: Level = { ...CAUSAL, type: 'fractured-read-process', asks: 'read atomic' };
const MONOTONIC: Level = {
  type: 'non-monotonic-read',
  mask: maskOf(WW, WR, CO),
  asks: 'monotonic atomic view',
};

/**
 * Judges the levels below snapshot isolation that do not need the order of versions (Biswas and Enea
 * 2019): each asks for an order of commits, because of what transactions read; it is broken exactly if
 * that order leads in a circle. The stronger come first: where one holds, so do the weaker.
 * @param rows - who must come before whom.
 * @param whole - the components of that graph, over all kinds of edges.
 * @param include - the transactions that matter.
 * @returns false where there are too many sessions to judge causal consistency.
 */
export function findWeakViolations(
  rows: Rows,
  whole: Components,
  context: WeakContext,
  include: (transaction: number) => boolean,
  found: Found,
): boolean {
  const { columns, inference, processOrder } = context;
  const { reads } = inference;
  const commit = { columns, reads, processOrder, include };
  const judge = new LevelJudge(rows, context, include, found);
  const isAcyclic = whole.count === rows.nodes;
  const components = isAcyclic ? whole : componentsOf(judge.edges().rows(), HAPPENS_BEFORE);
  let isBroken = true;
  let isDecided = true;
  // A cycle of what happened before what breaks causal consistency by itself, and was found as that.
  if (components.count === components.of.length) {
    const sessions = sessionsOf(processOrder, include);
    const order = topologicalOrder(components);
    const causes = happensBeforeOf(columns, reads, processOrder, sessions, order);
    isDecided = causes !== null;
    if (causes !== null) {
      const writes = lastWritesOf(columns, processOrder, sessions, include);
      isBroken = judge.isBroken([CAUSAL], (add) => orderByCauses(commit, writes, causes, add));
    }
  }
  if (!isBroken) return isDecided;
  const isFractured = judge.isBroken([ATOMIC, ATOMIC_PROCESS], (add) => {
    orderByReads(commit, false, add);
    orderBySessions(commit, add);
  });
  if (isFractured) judge.isBroken([MONOTONIC], (add) => orderByReads(commit, true, add));
  return isDecided;
}

class LevelJudge {
  readonly #rows: Rows;
  readonly #context: WeakContext;
  readonly #include: (transaction: number) => boolean;
  readonly #found: Found;

  constructor(
    rows: Rows,
    context: WeakContext,
    include: (transaction: number) => boolean,
    found: Found,
  ) {
    this.#rows = rows;
    this.#context = context;
    this.#include = include;
    this.#found = found;
  }

  /** What every level starts from: the order of sessions, who read from whom, and who wrote over whom. */
  edges(): Edges {
    const { starts, to, kind, about } = this.#rows;
    const { transactions } = this.#context.columns;
    const edges = new Edges(transactions);
    for (let from = 0; from < transactions; from += 1) {
      if (!this.#include(from)) continue;
      for (let at = starts[from] as number; at < (starts[from + 1] as number); at += 1) {
        const counts = ((BASE >>> (kind[at] as number)) & 1) === 1;
        if (!counts || !this.#include(to[at] as number)) continue;
        edges.add(from, to[at] as number, kind[at] as number, about[at] as number);
      }
    }
    return edges;
  }

  /** @param levels - what a cycle may be called, the fewer edges first. */
  isBroken(levels: readonly Level[], order: (add: AddOrder) => void): boolean {
    const transactions = this.#context.columns.transactions;
    const edges = this.edges();
    let isBroken = false;
    order((first, second, read, bySession) => {
      if (second === -1) {
        isBroken = true;
        const level = levels.find(({ mask }) => !bySession || (mask & maskOf(CO_PROCESS)) !== 0);
        if (level !== undefined) this.#reportInitial(level, first, read);
      } else {
        edges.add(first, second, bySession ? CO_PROCESS : CO, read);
      }
    });
    const rows = edges.rows();
    const known = uint8Array(transactions);
    for (const level of levels) isBroken = this.#findCycles(rows, level, known) || isBroken;
    return isBroken;
  }

  /** @param known - transactions of components in which a cycle was found. */
  #findCycles(rows: Rows, level: Level, known: Uint8Array): boolean {
    const components = componentsOf(rows, level.mask);
    if (components.count === rows.nodes) return false;
    const search = new CycleSearch(rows, rows.nodes);
    const shape = { first: level.mask & maskOf(CO, CO_PROCESS), rest: level.mask };
    const done = uint8Array(components.count);
    for (let node = 0; node < rows.nodes; node += 1) {
      const component = components.of[node] as number;
      if ((components.sizes[component] as number) < 2 || done[component] === 1) continue;
      if (known[node] === 1) continue;
      if (search.looked > EDGES_PER_LEVEL && this.#found.isFull(level.type)) break;
      const steps = search.from(node, shape, components, Number.POSITIVE_INFINITY);
      if (steps === null) continue;
      done[component] = 1;
      this.#report(
        level,
        steps.map(({ from, to, first }) => ({
          from,
          to,
          kind: rows.kind[first] as number,
          about: rows.about[first] as number,
        })),
      );
    }
    for (let node = 0; node < known.length; node += 1) {
      if (done[components.of[node] as number] === 1) known[node] = 1;
    }
    return done.includes(1);
  }

  #report({ type, asks }: Level, edges: readonly CycleEdge[]): void {
    const { reads } = this.#context.inference;
    this.#found.addExample(type, (): Anomaly => {
      const transactions = edges.map(({ from }) => from);
      const labels = (t: number): number => {
        if (!transactions.includes(t)) transactions.push(t);
        return transactions.indexOf(t) + 1;
      };
      const dependencies = edges.map((edge, at): Dependency => {
        const [from, to] = [at + 1, ((at + 1) % edges.length) + 1];
        if (edge.kind !== CO && edge.kind !== CO_PROCESS) {
          return this.#context.explainer.dependency(edge, from, to);
        }
        const reader = labels(reads.transaction.items()[edge.about] as number);
        return this.#because(edge.about, from, to, reader);
      });
      const reason = `no order of the transactions is what ${asks} asks for: ${roundOf(edges.length)}`;
      return { type, reason, transactions, dependencies };
    });
  }

  #because(read: number, from: number, to: number, reader: number): Dependency {
    const { columns, inference } = this.#context;
    const version = inference.reads.version.items()[read] as number;
    const key = columns.keys[
      columns.key[inference.reads.op.items()[read] as number] as number
    ] as Value;
    const after = valueOf(columns, version);
    const reason = `both wrote ${keyText(key)}, and T${reader}, which comes after T${from}, read ${valueText(after)}, which T${to} wrote`;
    return { from, to, kind: 'co', reason, key, after, reader };
  }

  /** A read of the state before all writes, by one that comes after a writer. */
  #reportInitial({ type, asks }: Level, first: number, read: number): void {
    const { columns, inference } = this.#context;
    const reader = inference.reads.transaction.items()[read] as number;
    this.#found.add(type, [reader, first], () => {
      const key = columns.key[inference.reads.op.items()[read] as number] as number;
      const name = keyText(columns.keys[key] as Value);
      return `T1 read ${name} as it was before all writes, but T2, which ${asks} puts before T1, wrote it.`;
    });
  }
}
