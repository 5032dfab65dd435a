import { describe, expect, it } from 'vitest';

import { CycleSearch } from '../cycles/short-cycle.js';
import { randomOf } from '../testing/random.test.support.js';
import { componentsOf, cyclicComponents, topologicalOrder } from './components.js';
import { cyclicPartOf, withoutAdjacent } from './cyclic-part.js';
import { ANY_KIND, isAntiDependency, maskOf, RW, WR, WW } from './edge-kind.js';
import { rowsOf, type Rows } from './edges.js';

interface Edge {
  readonly from: number;
  readonly to: number;
  readonly kind: number;
}

/** A random graph, and the edges of which it was made. */
function graphOf(seed: number): {
  readonly nodes: number;
  readonly all: Edge[];
  readonly rows: Rows;
} {
  const random = randomOf(seed);
  const nodes = 2 + random(10);
  const told = Array.from({ length: random(2 * nodes) }, (): Edge => {
    const [from, to] = [random(nodes), random(nodes)];
    return { from, to, kind: [WW, WR, RW][random(3)] ?? WW };
  });
  const all = told.filter(({ from, to }) => from !== to);
  const rows = rowsOf(nodes, (edges) => {
    for (const edge of told) edges.add(edge.from, edge.to, edge.kind, all.indexOf(edge));
  });
  return { nodes, all, rows };
}

/** How many steps the shortest way from each node to each other has, by trying; Infinity where there is none. */
function distances(nodes: number, edges: readonly Edge[]): number[][] {
  const steps = Array.from({ length: nodes }, () =>
    Array.from({ length: nodes }, () => Number.POSITIVE_INFINITY),
  );
  const at = (from: number, to: number): number => steps[from]?.[to] ?? Number.POSITIVE_INFINITY;
  for (const { from, to } of edges) (steps[from] as number[])[to] = 1;
  for (let by = 0; by < nodes; by += 1) {
    for (let from = 0; from < nodes; from += 1) {
      for (let to = 0; to < nodes; to += 1) {
        (steps[from] as number[])[to] = Math.min(at(from, to), at(from, by) + at(by, to));
      }
    }
  }
  return steps;
}

const SEEDS = Array.from({ length: 25 }, (_, seed) => seed);

describe('the edges of a graph', () => {
  it('stand in rows in the order in which they were added, however many they are', () => {
    const added: readonly number[][] = [[], [], []];
    for (let about = 0; about < 12_000; about += 1) added[(7 * about) % 3]?.push(about);
    const { nodes, starts, to, kind, about } = rowsOf(3, (edges) => {
      for (let at = 0; at < 12_000; at += 1) {
        const from = (7 * at) % 3;
        edges.add(from, (from + 1) % 3, at % 11, at);
      }
      const first = edges.makeNodes(2);
      expect(first).toBe(3);
      edges.add(first, first + 1, WW, -1);
    });
    expect([nodes, to.length]).toEqual([5, 12_001]);
    for (const [from, own] of added.entries()) {
      const [start, end] = [starts[from] as number, starts[from + 1] as number];
      expect(Array.from(about.subarray(start, end))).toEqual(own);
      expect(Array.from(kind.subarray(start, end))).toEqual(own.map((one) => one % 11));
      expect(to.subarray(start, end).every((target) => target === (from + 1) % 3)).toBe(true);
    }
    expect(Array.from(about.subarray(starts[3], starts[4]))).toEqual([-1]);
  });
});

describe('the components of a graph', () => {
  it.each(SEEDS)(
    'hold the nodes that lead to each other, over the kinds of a mask: graph %i',
    (seed) => {
      const { nodes, all, rows } = graphOf(seed);
      for (const mask of [ANY_KIND, maskOf(WW, WR), maskOf(RW)]) {
        const counted = all.filter(({ kind }) => ((mask >>> kind) & 1) === 1);
        const steps = distances(nodes, counted);
        const leads = (from: number, to: number) =>
          from === to || (steps[from]?.[to] ?? Infinity) < Infinity;
        const components = componentsOf(rows, mask);
        for (let one = 0; one < nodes; one += 1) {
          for (let two = 0; two < nodes; two += 1) {
            const isSame = components.of[one] === components.of[two];
            expect(isSame).toBe(leads(one, two) && leads(two, one));
          }
        }
        expect(components.count).toBe(new Set(components.of).size);
        for (const [component, size] of components.sizes.subarray(0, components.count).entries()) {
          expect(components.of.filter((one) => one === component)).toHaveLength(size);
        }
        for (const { from, to } of counted) {
          expect(components.of[to] as number).toBeLessThanOrEqual(components.of[from] as number);
        }
        const cyclic = Array.from(cyclicComponents(components, nodes - 1), (one) => [...one]);
        const members = (component: number) =>
          [...components.of.keys()].filter((node) => components.of[node] === component);
        // The last node does not count.
        const expected = Array.from({ length: components.count }, (_, at) => members(at))
          .filter((one) => one.length > 1)
          .map((one) => one.filter((node) => node < nodes - 1));
        expect(cyclic).toEqual(expected.filter((one) => one.length > 0));
        if (components.count < nodes) continue;
        const order = Array.from(topologicalOrder(components));
        expect(order.toSorted((a, b) => a - b)).toEqual(
          Array.from({ length: nodes }, (_, at) => at),
        );
        for (const { from, to } of counted) {
          expect(order.indexOf(from)).toBeLessThan(order.indexOf(to));
        }
      }
    },
  );
});

describe('the part of a graph that is in cycles', () => {
  it.each(SEEDS)('has the edges within components, and no others: graph %i', (seed) => {
    const { nodes, all, rows } = graphOf(seed);
    const components = componentsOf(rows, ANY_KIND);
    const part = cyclicPartOf(rows, components, nodes - 1);
    const isIn = (node: number) => (components.sizes[components.of[node] as number] ?? 0) > 1;
    const members = Array.from({ length: nodes }, (_, node) => node).filter(isIn);
    expect(Array.from(part.original)).toEqual(members);
    expect(part.transactions).toBe(members.filter((node) => node < nodes - 1).length);
    expect(Array.from(part.component)).toEqual(members.map((node) => components.of[node]));
    const within = all.filter(({ from, to }) => components.of[from] === components.of[to]);
    const kept = edgesOf(part.rows).map(({ from, to, about, kind }) => {
      expect(all[about]?.kind).toBe(kind);
      return { from: part.original[from] as number, to: part.original[to] as number, kind };
    });
    const texts = (edges: readonly Edge[]) =>
      edges.map(({ from, to, kind }) => `${from} ${to} ${kind}`).toSorted();
    expect(texts(kept)).toEqual(texts(within));
  });
});

function edgesOf({ nodes, starts, to, kind, about }: Rows): (Edge & { readonly about: number })[] {
  return Array.from({ length: nodes }, (_, from) => from).flatMap((from) => {
    const [start, end] = [starts[from] as number, starts[from + 1] as number];
    return Array.from(to.subarray(start, end), (target, at) => ({
      from,
      to: target,
      kind: kind[start + at] as number,
      about: about[start + at] as number,
    }));
  });
}

describe('a graph without two anti-dependencies in a row', () => {
  it.each(SEEDS)('has exactly the ways of the graph that have none: graph %i', (seed) => {
    const { nodes, all, rows } = graphOf(seed);
    const doubled = withoutAdjacent(rows);
    // The same by its definition: a state for each node, and for whether the edge before was one.
    const expected = all.flatMap(({ from, to, kind }) => {
      const isAnti = isAntiDependency(kind);
      const plain = { from: 2 * from, to: isAnti ? 2 * to + 1 : 2 * to, kind };
      return isAnti ? [plain] : [plain, { from: 2 * from + 1, to: 2 * to, kind }];
    });
    const texts = (edges: readonly Edge[]) =>
      edges.map(({ from, to, kind }) => `${from} ${to} ${kind}`).toSorted();
    expect(doubled.nodes).toBe(2 * nodes);
    expect(texts(edgesOf(doubled))).toEqual(texts(expected));
  });
});

describe('the search for a cycle', () => {
  it.each(SEEDS)('finds the shortest through each node, below a bound: graph %i', (seed) => {
    const { nodes, all, rows } = graphOf(seed);
    const components = componentsOf(rows, ANY_KIND);
    const search = new CycleSearch(rows, nodes);
    const steps = distances(nodes, all);
    for (let node = 0; node < nodes; node += 1) {
      for (const first of [ANY_KIND, maskOf(WW)]) {
        // The first step has its own kinds, and the way back may have any.
        const lengths = all
          .filter(({ from, kind }) => from === node && ((first >>> kind) & 1) === 1)
          .map(({ to }) => 1 + (steps[to]?.[node] ?? Infinity));
        const shortest = Math.min(Number.POSITIVE_INFINITY, ...lengths);
        const shape = { first, rest: ANY_KIND };
        const found = search.from(node, shape, components, Number.POSITIVE_INFINITY);
        expect(found?.length ?? Infinity).toBe(shortest);
        if (found === null) continue;
        expect(found[0]?.from).toBe(node);
        for (const [at, step] of found.entries()) {
          expect(found[(at + 1) % found.length]?.from).toBe(step.to);
          const [start, end] = [
            rows.starts[step.from] as number,
            rows.starts[step.from + 1] as number,
          ];
          expect(step.first).toBe(step.last);
          expect(step.first >= start && step.first < end).toBe(true);
          expect(rows.to[step.first]).toBe(step.to);
        }
        expect(search.from(node, shape, components, found.length)).toBeNull();
      }
    }
  });
});
