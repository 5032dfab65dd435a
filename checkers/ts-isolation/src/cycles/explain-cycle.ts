import { keyOfVersion, valueOf, writerOf, type Columns } from '../history/columns.js';
import { isAntiDependency, PROCESS, REALTIME, WR } from '../graph/edge-kind.js';
import { groupsOf, type Groups } from '../graph/groups.js';
import type { CycleName } from '../models/anomalies.js';
import type { Dependency, Transaction, Value } from '../types.js';
import { keyText, valueText } from '../values/words.js';
import { kindFromReaders, kindFromWriter } from '../versions/dependencies.js';
import type { Inference } from '../versions/inference.js';
import {
  BOTH,
  BOTH_PROCESS,
  BOTH_REALTIME,
  READERS_PROCESS,
  READERS_REALTIME,
} from '../versions/version-order.js';
import type { FoundCycle } from './find-cycles.js';
import { cycleNameOf, orderNeededBy, type CycleEdge } from './found-cycle.js';

const MEANING: Readonly<Record<CycleName, string>> = {
  G0: 'a cycle of writes (dirty write)',
  G1c: 'a cycle of writes and reads (circular information flow)',
  'G-single': 'a cycle in which one transaction did not see what another wrote (read skew)',
  'G-nonadjacent': 'a cycle in which several transactions did not see what others wrote',
  'G2-item': 'a cycle in which several transactions did not see what the next wrote (write skew)',
};

const NEEDS = {
  none: '',
  process: ', given the order in which each process did its own',
  realtime: ', given that what had ended comes before what began later',
} as const;

/** Longer cycles are not told step by step. */
const TOLD_STEPS = 10;

/** How it is known which of two versions comes first, where that is not plain. */
const BASIS: Readonly<Record<number, string>> = {
  [BOTH]: ' (no write may come between a read and what its transaction wrote over it)',
  [READERS_PROCESS]: ' (one process came to the first before the second)',
  [BOTH_PROCESS]: ' (one process came to the first before the second)',
  [READERS_REALTIME]: ' (one that used the first had ended before one that used the second began)',
  [BOTH_REALTIME]: ' (one that used the first had ended before one that used the second began)',
};

/** What a cycle is, in words that call its transactions T1, T2, … */
export function cycleReason({ type, edges }: FoundCycle): string {
  const meaning =
    type === 'future-read'
      ? 'a cycle in which a value was read before the process that wrote it had come to that'
      : MEANING[cycleNameOf(edges)];
  return `${meaning}${NEEDS[orderNeededBy(edges)]}: ${roundOf(edges.length)}`;
}

/** Which transaction must come before which, around a cycle. */
export function roundOf(length: number): string {
  const last = `and T${length} before T1`;
  if (length > TOLD_STEPS) return `each must come before the next, ${last}.`;
  const between = Array.from({ length: length - 2 }, (_, at) => `T${at + 2} before T${at + 3}`);
  return `${['T1 must come before T2', ...between, last].join(', ')}.`;
}

/** Tells why a cycle has its edges. */
export class CycleExplainer {
  readonly #columns: Columns;
  readonly #inference: Inference;
  readonly #isList: boolean;
  /** For each version the pairs that say what comes before it. */
  #predecessors: Groups | undefined;

  constructor(columns: Columns, inference: Inference, isList: boolean) {
    this.#columns = columns;
    this.#inference = inference;
    this.#isList = isList;
  }

  /** Each transaction before the next, with the reason. */
  dependenciesOf(edges: readonly CycleEdge[]): readonly Dependency[] {
    return edges.map((edge, at) => this.dependency(edge, at + 1, ((at + 1) % edges.length) + 1));
  }

  /** Why one transaction comes before another. The labels are those of the words. */
  dependency(edge: CycleEdge, from: number, to: number): Dependency {
    const [first, second] = [`T${from}`, `T${to}`];
    const { history } = this.#columns;
    if (edge.kind === PROCESS || edge.kind === REALTIME) {
      const [before, after] = [history[edge.from], history[edge.to]] as [Transaction, Transaction];
      const times = {
        ...(before.return === undefined ? {} : { ended: before.return }),
        ...(after.call === undefined ? {} : { began: after.call }),
      };
      return edge.kind === PROCESS
        ? {
            from,
            to,
            kind: 'process',
            reason: `process ${before.process} did ${first} before ${second}`,
            ...times,
          }
        : {
            from,
            to,
            kind: 'realtime',
            reason: `${first} had ended (at ${before.return}) before ${second} began (at ${after.call})`,
            ...times,
          };
    }
    const key = this.#columns.keys[keyOfVersion(this.#columns, edge.about)] as Value;
    const after = valueOf(this.#columns, edge.about);
    const said = { key, after };
    if (edge.kind === WR) {
      return { from, to, kind: 'wr', reason: this.#read(second, first, key, after), ...said };
    }
    const [previous, basis] = this.#pairBefore(edge);
    const before = valueOf(this.#columns, previous);
    if (!isAntiDependency(edge.kind)) {
      const reason = `${this.#writing(second, key, after)} ${this.#isList ? 'after' : 'over'} ${valueText(before)}, which ${first} ${this.#verb}${this.#basisText(basis)}`;
      return { from, to, kind: 'ww', reason, ...said, before };
    }
    const reason = this.#isList
      ? `${first} read the list of ${keyText(key)} without ${valueText(after)}, which ${second} appended`
      : `${first} read ${keyText(key)} as ${this.#stateText(previous)}, and ${second} wrote ${valueText(after)} over it${this.#basisText(basis)}`;
    return { from, to, kind: 'rw', reason, ...said, before };
  }

  get #verb(): string {
    return this.#isList ? 'appended' : 'wrote';
  }

  #read(reader: string, writer: string, key: Value, value: Value): string {
    return this.#isList
      ? `${reader} read the list of ${keyText(key)} with ${valueText(value)}, which ${writer} appended`
      : `${reader} read ${keyText(key)} as ${valueText(value)}, which ${writer} wrote`;
  }

  #writing(writer: string, key: Value, value: Value): string {
    return `${writer} ${this.#verb} ${valueText(value)} to ${keyText(key)}`;
  }

  #stateText(version: number): string {
    return version < this.#columns.versions
      ? valueText(valueOf(this.#columns, version))
      : 'it was before all writes';
  }

  #basisText(basis: number): string {
    return BASIS[basis] ?? '';
  }

  /**
   * The version before the one that an edge is about, which its first transaction wrote or read. The order of the two
   * may be known in several ways: only some give an edge of this kind.
   */
  #pairBefore({ from, kind, about }: CycleEdge): readonly [version: number, basis: number] {
    const { before, after, basis } = this.#inference.order;
    const all = this.#columns.versions + this.#columns.keys.length;
    this.#predecessors ??= groupsOf(after.items(), all);
    const { starts, items } = this.#predecessors;
    for (let at = starts[about] as number; at < (starts[about + 1] as number); at += 1) {
      const pair = items[at] as number;
      const version = before.items()[pair] as number;
      const how = basis.items()[pair] as number;
      const isIt = isAntiDependency(kind)
        ? kindFromReaders(how) === kind && this.#hasRead(from, version)
        : kindFromWriter(how) === kind && writerOf(this.#columns, version) === from;
      if (isIt) return [version, how];
    }
    throw new Error('an edge of a cycle has no pair of versions');
  }

  /** Whether a transaction read a version; reads stand in the order of the transactions. */
  #hasRead(transaction: number, version: number): boolean {
    const { reads } = this.#inference;
    const [reader, seen] = [reads.transaction.items(), reads.version.items()];
    let [low, high] = [0, reader.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((reader[middle] as number) < transaction) low = middle + 1;
      else high = middle;
    }
    for (let at = low; reader[at] === transaction; at += 1) if (seen[at] === version) return true;
    return false;
  }
}
