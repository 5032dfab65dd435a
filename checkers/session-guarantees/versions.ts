import type { HistoryOp } from '../history-op.js';
import type { Guarantee } from './guarantees.js';

/** Where one version of a key can't be newer than another: what a session did first and then. */
export interface Precedence {
  readonly guarantee: Guarantee;
  readonly first: HistoryOp;
  readonly second: HistoryOp;
  readonly older: string;
  readonly newer: string;
}

/** The value of a register that was never written. */
export const INITIAL = 'null';

/** The versions of one key, by their values as JSON, and what is known of their order. */
export class Versions {
  readonly #after = new Map<string, Map<string, Precedence>>();

  /** Of several reasons for one order the first one is kept. */
  add(precedence: Precedence): void {
    const { older, newer } = precedence;
    const after = this.#after.get(older) ?? new Map<string, Precedence>();
    this.#after.set(older, after);
    if (!after.has(newer)) after.set(newer, precedence);
  }

  /**
   * A shortest circle in the order, from the first version on which there is one; `undefined` where the versions
   * can be ordered. A version before the initial one makes a circle by itself.
   */
  circle(): readonly Precedence[] | undefined {
    for (const after of this.#after.values()) {
      const initial = after.get(INITIAL);
      if (initial !== undefined) return [initial];
    }
    let shortest: readonly Precedence[] | undefined;
    for (const start of this.#onCircles()) {
      const circle = this.#shortestFrom(start, shortest?.length ?? Infinity);
      if (circle !== undefined) shortest = circle;
      if (shortest?.length === 2) break;
    }
    return shortest;
  }

  /** The versions that remain when those that nothing precedes are taken away, again and again. */
  #onCircles(): ReadonlySet<string> {
    const before = new Map<string, number>();
    for (const [older, after] of this.#after) {
      before.set(older, before.get(older) ?? 0);
      for (const newer of after.keys()) before.set(newer, (before.get(newer) ?? 0) + 1);
    }
    const first = [...before].filter(([, count]) => count === 0).map(([version]) => version);
    for (let version = first.pop(); version !== undefined; version = first.pop()) {
      before.delete(version);
      for (const newer of this.#after.get(version)?.keys() ?? []) {
        const left = (before.get(newer) ?? 0) - 1;
        before.set(newer, left);
        if (left === 0) first.push(newer);
      }
    }
    return new Set(before.keys());
  }

  /** A shortest circle through a version with fewer steps than `below`, by breadth first search. */
  #shortestFrom(start: string, below: number): readonly Precedence[] | undefined {
    const cameBy = new Map<string, Precedence>();
    let reached: readonly string[] = [start];
    for (let steps = 1; steps < below && reached.length > 0; steps += 1) {
      const next: string[] = [];
      for (const version of reached) {
        for (const [newer, precedence] of this.#after.get(version) ?? []) {
          if (newer === start) return [...pathTo(version, start, cameBy), precedence];
          if (cameBy.has(newer)) continue;
          cameBy.set(newer, precedence);
          next.push(newer);
        }
      }
      reached = next;
    }
    return undefined;
  }
}

function pathTo(
  version: string,
  start: string,
  cameBy: ReadonlyMap<string, Precedence>,
): readonly Precedence[] {
  const path: Precedence[] = [];
  for (let at = version; at !== start;) {
    const precedence = cameBy.get(at);
    if (precedence === undefined) break;
    path.unshift(precedence);
    at = precedence.older;
  }
  return path;
}
