import { describe, expect, it } from 'vitest';

import { componentsOf, topologicalOrder } from '../graph/components.js';
import { ANY_KIND } from '../graph/edge-kind.js';
import { rowsOf } from '../graph/edges.js';
import { columnsOf } from '../history/columns.js';
import { randomOf } from '../testing/random.test.support.js';
import type { Transaction } from '../types.js';
import { addRealtimeEdges, endsOf } from './realtime-edges.js';

/** Transactions in no order of time, some of which never ended. */
function intervals(seed: number): Transaction[] {
  const random = randomOf(seed);
  return Array.from({ length: 1 + random(30) }, (_, process): Transaction => {
    const call = random(40);
    const isDone = random(6) > 0;
    return {
      process,
      call,
      return: isDone ? call + random(12) : Number.POSITIVE_INFINITY,
      outcome: isDone ? 'ok' : 'info',
      ops: [],
    };
  });
}

describe('the edges of real time', () => {
  it.each(Array.from({ length: 20 }, (_, seed) => seed))(
    'lead from each transaction to those that began after it had ended, and to no other: history %i',
    (seed) => {
      const history = intervals(seed);
      const columns = columnsOf(history, 'w');
      const committed = Uint8Array.from(history, (_, at) => (at % 5 === 4 ? 0 : 1));
      const ends = endsOf(columns, committed);
      const rows = rowsOf(history.length, (edges) => {
        addRealtimeEdges(columns, committed, ends, edges);
      });
      const components = componentsOf(rows, ANY_KIND);
      expect(components.count).toBe(rows.nodes);
      const order = Array.from(topologicalOrder(components));
      const wrong: string[] = [];
      for (const [from, { return: end = 0 }] of history.entries()) {
        const reached = new Set([from]);
        for (const node of order.slice(order.indexOf(from))) {
          if (!reached.has(node)) continue;
          for (const to of rows.to.subarray(rows.starts[node], rows.starts[node + 1]))
            reached.add(to);
        }
        for (const [to, { call = 0 }] of history.entries()) {
          if (from === to) continue;
          const isBefore = committed[from] === 1 && committed[to] === 1 && end < call;
          if (reached.has(to) !== isBefore) wrong.push(`${from} to ${to}`);
        }
      }
      expect(wrong).toEqual([]);
      // They lead to what there is, and need no other explanation.
      expect(rows.to.every((target) => target < rows.nodes)).toBe(true);
      expect(rows.about.every((about) => about === -1)).toBe(true);
      expect(rows.to.length).toBeLessThanOrEqual(3 * history.length);
    },
  );
});
