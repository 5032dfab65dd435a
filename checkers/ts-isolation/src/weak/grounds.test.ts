import { describe, expect, it } from 'vitest';

import { CO_PROCESS, INITIAL_PROCESS, PROCESS, WR } from '../graph/edge-kind.js';
import { rowsOf, type Rows } from '../graph/edges.js';
import { checkRwRegister } from '../rw-register/check.js';
import { registersOf } from '../testing/notation.test.support.js';
import { randomOf } from '../testing/random.test.support.js';
import { groundsOf, sourceOf } from './grounds.js';

interface Order {
  readonly first: number;
  readonly second: number;
  readonly reader: number;
}

/** Edges of sessions and of reads, and orders of which each follows from them and from those before it. */
interface Graph {
  readonly plain: readonly (readonly [from: number, to: number])[];
  readonly orders: readonly Order[];
}

/** Whether a node leads to another over edges, by trying. */
function leads(edges: Graph['plain'], from: number, to: number): boolean {
  const reached = new Set([from]);
  for (const node of reached) {
    for (const [first, second] of edges) if (first === node) reached.add(second);
  }
  return from !== to && reached.has(to);
}

const pairOf = ({ first, second }: Order) => [first, second] as const;

function rowsOfGraph(nodes: number, { plain, orders }: Graph): Rows {
  return rowsOf(nodes, (edges) => {
    for (const [at, [from, to]] of plain.entries()) edges.add(from, to, at % 2 ? WR : PROCESS, -1);
    for (const [number, { first, second }] of orders.entries()) {
      edges.add(first, second, CO_PROCESS, number);
    }
    // Nobody comes after a write because a read did not see it.
    for (let node = 0; node < nodes; node += 1) {
      edges.add(node, (node + 1) % nodes, INITIAL_PROCESS, 1000);
    }
  });
}

/** The numbers of the grounds of orders. */
function groundsBeside(rows: Rows, { orders }: Graph, cycle: readonly number[]): readonly number[] {
  const places = Array.from(rows.kind.keys()).filter((place) => rows.kind[place] === CO_PROCESS);
  const chosen = places.filter((place) => cycle.includes(rows.about[place] as number));
  const grounds = groundsOf(rows, chosen, (order) => orders[order]?.reader ?? -1);
  return grounds.map((place) => {
    const number = rows.about[place] as number;
    expect([sourceOf(rows, place), rows.to[place]]).toEqual(pairOf(orders[number] as Order));
    return number;
  });
}

function randomGraph(nodes: number, seed: number): Graph {
  const random = randomOf(seed);
  const plain = Array.from({ length: nodes - 2 }, () => [random(nodes), random(nodes)] as const);
  const orders: Order[] = [];
  for (let tries = 0; tries < 40; tries += 1) {
    const [first, second, reader] = [random(nodes), random(nodes), random(nodes)];
    const known = [...plain, ...orders.map(pairOf)];
    if (first !== second && leads(known, first, reader)) orders.push({ first, second, reader });
  }
  return { plain, orders };
}

describe('the grounds of orders', () => {
  it.each(Array.from({ length: 30 }, (_, seed) => seed))(
    'are enough, and are none where sessions and reads are enough: graph %i',
    (seed) => {
      const nodes = 8;
      const graph = randomGraph(nodes, seed);
      const rows = rowsOfGraph(nodes, graph);
      for (const [number, order] of graph.orders.entries()) {
        const grounds = groundsBeside(rows, graph, [number]);
        expect(grounds).toEqual(grounds.toSorted((a, b) => a - b));
        const known = [...graph.plain];
        for (const one of [...grounds, number]) {
          expect(one).toBeLessThanOrEqual(number);
          const { first, reader } = graph.orders[one] as Order;
          expect(leads(known, first, reader)).toBe(true);
          known.push(pairOf(graph.orders[one] as Order));
        }
        const isPlain = leads(graph.plain, order.first, order.reader);
        expect(grounds.length === 0).toBe(isPlain);
      }
    },
  );

  // Nodes 0 to 2 are in one session, and 3 to 5 in another.
  const plain = [
    [0, 1],
    [1, 2],
    [3, 4],
    [4, 5],
  ] as const;

  it('are those on which the reader rests, and what these rest on, the first before the others', () => {
    const orders = [
      { first: 0, second: 3, reader: 1 },
      { first: 0, second: 6, reader: 4 },
      { first: 0, second: 7, reader: 6 },
    ];
    const graph = { plain, orders };
    expect(groundsBeside(rowsOfGraph(8, graph), graph, [2])).toEqual([0, 1]);
    expect(groundsBeside(rowsOfGraph(8, graph), graph, [0, 2])).toEqual([1]);
    expect(groundsBeside(rowsOfGraph(8, graph), graph, [0])).toEqual([]);
  });

  it('are as few as can be', () => {
    const orders = [
      { first: 0, second: 6, reader: 1 },
      { first: 6, second: 3, reader: 7 },
      { first: 1, second: 4, reader: 2 },
      { first: 0, second: 8, reader: 5 },
    ];
    const graph = { plain: [...plain, [6, 7]] as const, orders };
    expect(groundsBeside(rowsOfGraph(9, graph), graph, [3])).toEqual([2]);
  });
});

describe('the reason of a PRAM violation', () => {
  /** What Q wrote must come before what A wrote, therefore before what B wrote, and so on. */
  const WRITTEN_OVER = 'wa2 wb2 wc2 wd2 we2 wz1 ; A@a: wa1 ; B@b: wb1 ; C@c: wc1 ; D@d: wd1';
  const SEEN = 'S3@s: rd1 re1 ; S4@s: rc1 rd1 ; S5@s: rb1 rc1 ; S6@s: ra1 rb1 ; S7@s: rz1 ra1';

  it.each([
    ['all orders that follow first, if they are few', 4, 'S2@s: re1 rz_', ''],
    ['four of more', 5, 'F@f: wf1 ; S1@s: rf1 rz_ ; S2@s: re1 rf1', '; and 1 more'],
  ])('names %s', (_, count, first, end) => {
    const text = `Q@q: wf2 ${WRITTEN_OVER} ; E@e: we1 ; ${first} ; ${SEEN}`;
    const { anomalies } = checkRwRegister(registersOf(text), { consistencyModel: 'pram' });
    const one = anomalies.find(({ type }) => type === 'pram-violation');
    expect(one?.grounds).toHaveLength(count);
    const [, told = ''] = one?.reason.split('First it follows that ') ?? [];
    expect(told.split('; then that ')).toHaveLength(4);
    expect(told.endsWith(`which T${one?.grounds?.[3]?.to} wrote${end}.`)).toBe(true);
  });
});
