import { writerOf, type Columns } from '../history/columns.js';
import type { ProcessOrder } from '../order/process-order.js';
import { int32Array, uint8Array } from '../values/typed-arrays.js';
import type { Reads } from '../versions/reads.js';
import type { Pairs } from './certain-order.js';
import type { Sessions } from './sessions.js';

const ENTERED = 1;
const LEFT = 2;

/** What happened before what: by sessions, and by reads, unless these are left out. */
interface Causes {
  readonly columns: Columns;
  readonly reads: Reads | null;
  readonly processOrder: ProcessOrder;
}

/**
 * The transactions, each after those that happened before it, and after those that pairs put before it; null where that
 * leads in a circle.
 */
export function causalOrderOf(
  { columns, reads, processOrder }: Causes,
  { of, transactions }: Sessions,
  pairs: Pairs,
): Int32Array | null {
  const { starts, items } = pairs.byAfter;
  const firstRead = reads?.firstOf(of.length) ?? int32Array(of.length + 1);
  const seen = reads?.version.items() ?? int32Array(0);
  const order = int32Array(transactions);
  const state = uint8Array(of.length);
  const path = int32Array(transactions);
  /** How many of those before it were looked at, of each transaction on the path. */
  const looked = int32Array(transactions);
  let [depth, count] = [0, 0];
  const enter = (transaction: number): void => {
    state[transaction] = ENTERED;
    path[depth] = transaction;
    looked[depth] = 0;
    depth += 1;
  };

  for (let root = 0; root < of.length; root += 1) {
    if (of[root] === -1 || state[root] === LEFT) continue;
    enter(root);
    while (depth > 0) {
      const t = path[depth - 1] as number;
      const at = looked[depth - 1] as number;
      looked[depth - 1] = at + 1;
      const read = (firstRead[t] as number) + at - 1;
      const pair = (starts[t] as number) + read - (firstRead[t + 1] as number);
      let other = -1;
      if (at === 0) {
        other = processOrder.before[t] as number;
      } else if (read < (firstRead[t + 1] as number)) {
        other = writerOf(columns, seen[read] as number);
      } else if (pair < (starts[t + 1] as number)) {
        other = pairs.before[items[pair] as number] as number;
      } else {
        state[t] = LEFT;
        order[count] = t;
        count += 1;
        depth -= 1;
        continue;
      }
      if (other === -1 || other === t || of[other] === -1 || state[other] === LEFT) continue;
      if (state[other] === ENTERED) return null;
      enter(other);
    }
  }
  return order;
}
