import type { CycleExplainer } from '../cycles/explain-cycle.js';
import { roundOf } from '../cycles/explain-cycle.js';
import { CycleSearch, type CycleStep } from '../cycles/short-cycle.js';
import type { Found } from '../found.js';
import { componentsOf, cyclicComponents } from '../graph/components.js';
import {
  CO,
  CO_PROCESS,
  INITIAL,
  INITIAL_PROCESS,
  maskOf,
  PROCESS,
  WR,
  WW,
} from '../graph/edge-kind.js';
import { rowsOf, type Edges, type Rows } from '../graph/edges.js';
import { valueOf, type Columns } from '../history/columns.js';
import type { AnomalyType } from '../models/anomalies.js';
import type { ProcessOrder } from '../order/process-order.js';
import type { Anomaly, Dependency, Value } from '../types.js';
import { keyText, valueText } from '../values/words.js';
import type { Inference } from '../versions/inference.js';
import { FinalWrites, type AddOrder } from './commit-order.js';
import { groundsOf, sourceOf } from './grounds.js';
import { IntList } from '../values/int-list.js';
import { int32Array, uint8Array } from '../values/typed-arrays.js';

const BASE = maskOf(WW, WR, PROCESS);
/** What levels ask for, because of what was read. */
const FIRST = maskOf(CO, CO_PROCESS, INITIAL, INITIAL_PROCESS);

/** A reason names so many orders that follow first; all of them are its grounds. */
const TOLD_GROUNDS = 4;

/** What a history tells, and how it is explained. */
export interface WeakContext {
  readonly columns: Columns;
  readonly inference: Inference;
  readonly processOrder: ProcessOrder;
  readonly explainer: CycleExplainer;
}

/** What a level is called where it is broken, and which edges its cycles may use. */
export interface Level {
  readonly type: AnomalyType;
  readonly mask: number;
  /** What a cycle begins with. Default: what the level asks for. */
  readonly first?: number;
  readonly asks: string;
}

/** Judges levels on a graph of the transactions that matter, which have numbers of their own in it. */
export class LevelJudge {
  readonly #rows: () => Rows;
  readonly #context: WeakContext;
  readonly #found: Found;
  /** The transactions that matter, and the number of each; -1 where it is left out. */
  readonly members: Int32Array;
  readonly #number: Int32Array;

  constructor(
    rows: () => Rows,
    context: WeakContext,
    include: (transaction: number) => boolean,
    found: Found,
  ) {
    this.#rows = rows;
    this.#context = context;
    this.#found = found;
    const { transactions } = context.columns;
    const members = new IntList(transactions);
    this.#number = int32Array(transactions).fill(-1);
    for (let t = 0; t < transactions; t += 1) {
      if (!include(t)) continue;
      this.#number[t] = members.length;
      members.push(t);
    }
    this.members = members.items();
  }

  /**
   * What every level starts from: the order of sessions, who read from whom, and who wrote over whom.
   * @param counts - of the reads those that matter, by who read.
   */
  addBase(edges: Edges, counts: (reader: number) => boolean = () => true): void {
    const { starts, to, kind, about } = this.#rows();
    for (let member = 0; member < this.members.length; member += 1) {
      const from = this.members[member] as number;
      for (let at = starts[from] as number; at < (starts[from + 1] as number); at += 1) {
        const [target, how] = [to[at] as number, kind[at] as number];
        if (((BASE >>> how) & 1) === 0 || (how === WR && !counts(target))) continue;
        this.add(edges, from, target, how, about[at] as number);
      }
    }
  }

  /** Adds an edge between transactions, if both matter. */
  add(edges: Edges, from: number, to: number, kind: number, about: number): void {
    const [first, second] = [this.#number[from] as number, this.#number[to] as number];
    if (first !== -1 && second !== -1) edges.add(first, second, kind, about);
  }

  /**
   * Finds cycles of who must come before whom: one in each component.
   * @param levels - what a cycle may be called, the fewer edges first.
   */
  find(levels: readonly Level[], order: (add: AddOrder) => void): void {
    const known = uint8Array(this.members.length);
    this.findIn((edges) => this.addBase(edges), levels, order, known);
  }

  /**
   * @param base - adds what the levels start from.
   * @param known - 1 for members of components in which a cycle was found: there none is looked for.
   */
  findIn(
    base: (edges: Edges) => void,
    levels: readonly Level[],
    order: (add: AddOrder) => void,
    known: Uint8Array,
  ): void {
    const readers = this.#context.inference.reads.transaction;
    const [from, to, kinds] = [new IntList(), new IntList(), new IntList()];
    /** The read that tells of each order. */
    const causes = new IntList();
    order((first, second, read, bySession) => {
      from.push(second === -1 ? readers.at(read) : first);
      to.push(second === -1 ? first : second);
      if (second === -1) kinds.push(bySession ? INITIAL_PROCESS : INITIAL);
      else kinds.push(bySession ? CO_PROCESS : CO);
      causes.push(read);
    });
    const rows = rowsOf(this.members.length, (edges) => {
      base(edges);
      for (let at = 0; at < causes.length; at += 1) {
        this.add(edges, from.at(at), to.at(at), kinds.at(at), at);
      }
    });
    for (const level of levels) this.#findCycles(rows, level, causes, known);
  }

  #findCycles(rows: Rows, level: Level, causes: IntList, known: Uint8Array): void {
    const components = componentsOf(rows, level.mask);
    const search = new CycleSearch(rows, rows.nodes);
    const shape = { first: level.first ?? level.mask & FIRST, rest: level.mask };
    for (const nodes of cyclicComponents(components, rows.nodes)) {
      for (const node of nodes) {
        if (known[node] === 1) continue;
        const steps = search.from(node, shape, components, Number.POSITIVE_INFINITY);
        if (steps === null) continue;
        this.#report(rows, level, steps, causes);
        for (const one of nodes) known[one] = 1;
      }
    }
  }

  #report(rows: Rows, { type, asks }: Level, steps: readonly CycleStep[], causes: IntList): void {
    const { reads } = this.#context.inference;
    this.#found.addExample(type, (): Anomaly => {
      const transactions = steps.map(({ from }) => this.members[from] as number);
      const labelOf = (t: number): number => {
        if (!transactions.includes(t)) transactions.push(t);
        return transactions.indexOf(t) + 1;
      };
      const dependencyOf = (place: number): Dependency => {
        const edge = {
          from: this.members[sourceOf(rows, place)] as number,
          to: this.members[rows.to[place] as number] as number,
          kind: rows.kind[place] as number,
          about: rows.about[place] as number,
        };
        const [from, to] = [labelOf(edge.from), labelOf(edge.to)];
        const isOrder = ((FIRST >>> edge.kind) & 1) === 1;
        if (!isOrder) return this.#context.explainer.dependency(edge, from, to);
        const read = causes.at(edge.about);
        if (edge.kind === INITIAL || edge.kind === INITIAL_PROCESS) {
          return this.#initial(edge.to, read, from, to);
        }
        return this.#because(read, from, to, labelOf(reads.transaction.at(read)));
      };
      const cycle = steps.map(({ first }) => first);
      const dependencies = cycle.map(dependencyOf);
      const reason = `no order of the transactions is what ${asks} asks for: ${roundOf(cycle.length)}`;
      // At other levels it follows from sessions and reads alone what comes after what.
      if (type !== 'pram-violation') return { type, reason, transactions, dependencies };
      const readerOf = (order: number): number =>
        this.#number[reads.transaction.at(causes.at(order))] as number;
      const grounds = groundsOf(rows, cycle, readerOf).map(dependencyOf);
      return { type, reason: reason + told(grounds), transactions, dependencies, grounds };
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

  /** A read of the state before all writes. */
  #initial(writer: number, read: number, from: number, to: number): Dependency {
    const { columns, inference } = this.#context;
    const number = columns.key[inference.reads.op.at(read)] as number;
    const key = columns.keys[number] as Value;
    const after = valueOf(columns, new FinalWrites(columns).of(writer, number));
    const reason = `T${from} read ${keyText(key)} as it was before all writes, and T${to} wrote ${valueText(after)} to it`;
    return { from, to, kind: 'rw', reason, key, before: null, after };
  }
}

/** Which orders follow first, in words: the first few of them. */
function told(grounds: readonly Dependency[]): string {
  if (grounds.length === 0) return '';
  const steps = grounds
    .slice(0, TOLD_GROUNDS)
    .map(({ from, to, reason }) => `T${from} comes before T${to}, as ${reason}`);
  const more = grounds.length - steps.length;
  const others = more === 0 ? '' : `; and ${more} more`;
  return ` First it follows that ${steps.join('; then that ')}${others}.`;
}
