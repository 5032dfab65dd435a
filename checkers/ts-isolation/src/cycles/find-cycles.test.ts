import { describe, expect, it } from 'vitest';

import { componentsOf } from '../graph/components.js';
import { cyclicPartOf, type CyclicPart } from '../graph/cyclic-part.js';
import {
  ANY_KIND,
  PROCESS,
  REALTIME,
  RW,
  RW_PROCESS,
  RW_REALTIME,
  WR,
  WW,
  WW_PROCESS,
  WW_READ,
} from '../graph/edge-kind.js';
import { rowsOf } from '../graph/edges.js';
import { CYCLE_NAMES, cycleType, ORDERS, type CycleName } from '../models/anomalies.js';
import { randomOf } from '../testing/random.test.support.js';
import { findCycles } from './find-cycles.js';
import { cycleNameOf, orderNeededBy, type CycleEdge } from './found-cycle.js';

const KINDS = [WW, WR, RW, RW, RW_PROCESS, RW_REALTIME, PROCESS, REALTIME, WW_READ, WW_PROCESS];

/** A random graph of a few transactions, and the part of it that is in cycles. */
function graphOf(seed: number): { readonly all: readonly CycleEdge[]; readonly part: CyclicPart } {
  const random = randomOf(seed);
  const nodes = 2 + random(6);
  const all: CycleEdge[] = [];
  for (let n = nodes + random(nodes); n > 0; n -= 1) {
    const kind = KINDS[random(KINDS.length)] ?? WW;
    const ends = [random(nodes), random(nodes)];
    // Time goes one way.
    if (kind === PROCESS || kind === REALTIME) ends.sort((a, b) => a - b);
    const [from = 0, to = 0] = ends;
    if (from === to) continue;
    all.push({ from, to, kind, about: all.length });
  }
  return { all, part: partOf(nodes, all) };
}

/** The part of a graph that is in cycles. */
function partOf(nodes: number, all: readonly CycleEdge[]): CyclicPart {
  const rows = rowsOf(nodes, (edges) => {
    for (const { from, to, kind, about } of all) edges.add(from, to, kind, about);
  });
  return cyclicPartOf(rows, componentsOf(rows, ANY_KIND), nodes);
}

/** All cycles of a graph that come to no transaction twice, by trying. */
function cyclesOf(all: readonly CycleEdge[]): readonly (readonly CycleEdge[])[] {
  const found: (readonly CycleEdge[])[] = [];
  const extend = (path: readonly CycleEdge[]): void => {
    const [start, end] = [path[0]?.from ?? -1, path.at(-1)?.to];
    if (start === end) {
      found.push(path);
      return;
    }
    for (const edge of all) {
      const isNew = edge.to > start && path.every(({ from }) => from !== edge.to);
      if (edge.from === end && (isNew || edge.to === start)) extend([...path, edge]);
    }
  };
  for (const edge of all) if (edge.to !== edge.from) extend([edge]);
  // The first is the lowest, so that each stands there once.
  return found.filter((cycle) => cycle.every(({ from }) => from >= (cycle[0]?.from ?? 0)));
}

/** How much each cycle needs beside what reads and writes prove, by the component and its name: the least. */
function leastNeeds(
  cycles: readonly (readonly CycleEdge[])[],
  { original, component }: CyclicPart,
): Map<string, number> {
  const needs = new Map<string, number>();
  for (const cycle of cycles) {
    const key = `${component[original.indexOf(cycle[0]?.from ?? -1)]} ${cycleNameOf(cycle)}`;
    const need = ORDERS.indexOf(orderNeededBy(cycle));
    needs.set(key, Math.min(need, needs.get(key) ?? ORDERS.length));
  }
  return needs;
}

const INSTEAD: Partial<Record<CycleName, readonly CycleName[]>> = {
  'G-nonadjacent': ['G-single'],
  'G2-item': ['G-single', 'G-nonadjacent'],
};

const SEEDS = Array.from({ length: 300 }, (_, seed) => seed);
const LARGE = { perComponent: 1e6, perType: 1e6 };

describe('the cycles that are found', () => {
  it.each(SEEDS)('are of each name, and need as little as any of this name: graph %i', (seed) => {
    const { all, part } = graphOf(seed);
    const expected = leastNeeds(cyclesOf(all), part);
    const { found, cut } = findCycles(part, LARGE);
    expect(cut).toEqual([]);
    for (const { type, edges } of found) {
      for (const [at, edge] of edges.entries()) {
        expect(all).toContainEqual(edge);
        expect(edges[(at + 1) % edges.length]?.from).toBe(edge.to);
      }
      const isFuture = edges.every(({ kind }) => kind === WR || kind === PROCESS);
      if (type === 'future-read') expect(isFuture && orderNeededBy(edges) === 'process').toBe(true);
      else expect(type).toBe(cycleType(cycleNameOf(edges), orderNeededBy(edges)));
    }
    const actual = leastNeeds(
      found.filter(({ type }) => type !== 'future-read').map(({ edges }) => edges),
      part,
    );
    for (const [key, need] of expected) {
      const [component, name] = key.split(' ');
      // Where a cycle that weaker levels forbid needs no more, it may be shown instead.
      const instead = INSTEAD[name as CycleName] ?? [];
      const names = [name, ...instead].map((one) => actual.get(`${component} ${one}`) ?? Infinity);
      expect([key, Math.min(...names)]).toEqual([key, Math.min(need, ...names)]);
      expect(Math.min(...names)).toBeLessThan(ORDERS.length);
    }
    for (const [key, need] of actual) expect(need).toBeGreaterThanOrEqual(expected.get(key) ?? 9);
  });

  it.each(SEEDS)(
    'are of the same types if the search is cut, but for read skew that may be missed, and is said to: graph %i',
    (seed) => {
      const { part } = graphOf(seed);
      const whole = findCycles(part, LARGE);
      const types = (cycles: typeof whole) =>
        new Set(cycles.found.map(({ type }) => type).filter((type) => !/G-single|G2/.test(type)));
      for (const [perComponent, perType] of [
        [0, 1e6],
        [1e6, 0],
        [4, 8],
      ] as const) {
        const short = findCycles(part, { perComponent, perType });
        expect(short.found.length > 0).toBe(whole.found.length > 0);
        expect([...types(whole)].filter((type) => !types(short).has(type))).toEqual([]);
        const told = new Set<string>([...short.found.map(({ type }) => type), ...short.cut]);
        const needsOf = (type: string) => ORDERS.findIndex((one) => type.endsWith(`-${one}`));
        const isToldBy = (type: string) =>
          ORDERS.some((order, need) => {
            return need <= Math.max(0, needsOf(type)) && told.has(cycleType('G-single', order));
          });
        for (const { type } of whole.found) {
          if (type.startsWith('G-single')) expect(isToldBy(type)).toBe(true);
        }
        for (const type of short.cut) {
          expect(type).toMatch(/^G-single/);
          expect(short.found.map((one) => one.type)).not.toContain(type);
        }
      }
    },
  );

  it('are read skew, too, where reads told who wrote first, beside a cycle of writes', () => {
    const ends = [
      [0, 1, WW],
      [1, 0, WW],
      [1, 2, WW_READ],
      [2, 1, WR],
    ] as const;
    const all = ends.map(([from, to, kind], about) => ({ from, to, kind, about }));
    const { found } = findCycles(partOf(3, all));
    expect(found.map(({ type }) => type)).toEqual(['G0', 'G-single']);
  });

  it('are of every name, and need every order', () => {
    const all = SEEDS.flatMap((seed) => findCycles(graphOf(seed).part).found);
    const named = all.filter(({ type }) => type !== 'future-read').map(({ edges }) => edges);
    expect(named.length).toBeLessThan(all.length);
    expect(new Set(named.map(cycleNameOf))).toEqual(new Set(CYCLE_NAMES));
    expect(new Set(named.map(orderNeededBy))).toEqual(new Set(ORDERS));
  });
});
