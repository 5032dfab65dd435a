import { describe, expect, it } from 'vitest';

import { ONWARD, RW, RW_PROCESS, WR } from '../graph/edge-kind.js';
import { rowsOf } from '../graph/edges.js';
import { columnsOf } from '../history/columns.js';
import { randomOf } from '../testing/random.test.support.js';
import type { RegisterOp, Transaction } from '../types.js';
import { dependenciesOf } from './dependencies.js';
import { Reads } from './reads.js';
import { CERTAIN, READERS_PROCESS, VersionOrder } from './version-order.js';

/** Transactions that read x as it was before all writes, write it, or do both. */
function readersAndWriters(count: number, seed: number): Transaction<RegisterOp>[] {
  const random = randomOf(seed);
  return Array.from({ length: count }, (_, at): Transaction<RegisterOp> => {
    const way = random(3);
    const ops: RegisterOp[] = [];
    if (way !== 0) ops.push(['r', 'x', null]);
    if (way !== 1) ops.push(['w', 'x', at]);
    return { process: at, outcome: 'ok', ops };
  });
}

/** All nodes that each node leads to. */
function reachableFrom(node: number, next: (node: number) => Iterable<number>): Set<number> {
  const reached = new Set<number>();
  const left = [node];
  for (let one = left.pop(); one !== undefined; one = left.pop()) {
    for (const other of next(one)) {
      if (reached.has(other)) continue;
      reached.add(other);
      left.push(other);
    }
  }
  return reached;
}

describe('those who read a version', () => {
  it.each([2, 5, 12, 30, 31, 32, 33, 60])(
    'come before those who wrote what follows it, and before no others: %i transactions',
    (count) => {
      const history = readersAndWriters(count, count);
      const columns = columnsOf(history, 'w');
      const reads = new Reads(count, new Int32Array(columns.key.length));
      const initial = columns.versions;
      for (let op = 0; op < columns.key.length; op += 1) {
        const t = columns.firstOp.subarray(0, count).findLastIndex((first) => first <= op);
        if (columns.written[op] === -1) reads.add(t, initial, op);
      }
      // Two in three of the versions are known to follow in one way, the others in another.
      const order = new VersionOrder(count);
      const basisOf = (version: number) => (version % 3 === 0 ? READERS_PROCESS : CERTAIN);
      for (let version = 0; version < initial; version += 1) {
        order.add(initial, version, basisOf(version));
      }
      const { nodes, starts, to, kind, about } = rowsOf(
        count,
        dependenciesOf(columns, reads, order),
      );
      const readers = reads.transaction.items();
      for (const [wanted, basis] of [
        [RW, CERTAIN],
        [RW_PROCESS, READERS_PROCESS],
      ]) {
        const versions = Array.from({ length: initial }, (_, version) => version).filter(
          (version) => basisOf(version) === basis,
        );
        const writers = versions.map((version) => columns.versionTransaction[version] as number);
        const actual = (node: number): number[] => {
          const next: number[] = [];
          for (let at = starts[node] as number; at < (starts[node + 1] as number); at += 1) {
            // From a node between only what came by the wanted kind goes on.
            if (kind[at] === wanted || kind[at] === ONWARD) next.push(to[at] as number);
            expect([RW, RW_PROCESS, ONWARD, WR]).toContain(kind[at]);
          }
          return next;
        };
        const expected = (node: number): number[] =>
          readers.includes(node) ? writers.filter((writer) => writer !== node) : [];
        for (let t = 0; t < count; t += 1) {
          const reached = [...reachableFrom(t, actual)].filter((node) => node < count);
          const all = [...reachableFrom(t, expected)];
          expect(reached.toSorted((a, b) => a - b)).toEqual(all.toSorted((a, b) => a - b));
        }
      }
      // Every edge between transactions, or from a node between, is about the version of whom it leads to.
      for (let node = 0; node < nodes; node += 1) {
        for (let at = starts[node] as number; at < (starts[node + 1] as number); at += 1) {
          const target = to[at] as number;
          if (target < count) expect(columns.versionTransaction[about[at] as number]).toBe(target);
        }
      }
      expect(to.length).toBeLessThan(8 * count + 64);
    },
  );
});
