import type { MicroOp, Transaction, Value } from '../types.js';
import { randomOf } from './random.test.support.js';

export type DataType = 'list-append' | 'rw-register';

/** What may go wrong in a small history; in percent. */
export interface Chances {
  /** That a read sees another version than the one that is there. */
  readonly stray: number;
  readonly crash: number;
  readonly failure: number;
}

interface Draft {
  readonly process: number;
  readonly outcome: Transaction['outcome'];
  readonly ops: MicroOp[];
  readonly call: number;
  readonly end: number;
}

/**
 * A small history: up to six transactions that take effect one after another, in the order in which they
 * stand; and reads of which some see what was there before or after. Without strays it is
 * strictly serializable.
 */
export function smallHistory(seed: number, type: DataType, chances: Chances): Transaction[] {
  const random = randomOf(seed);
  const [count, keys, processes] = [2 + random(5), 1 + random(3), 1 + random(4)];
  /** The versions of each key, in the order in which they came to be. */
  const versions: Value[][] = Array.from({ length: keys }, () => []);
  const reads: (() => void)[] = [];
  const free = Array.from({ length: processes }, () => 0);
  const crashed = Array.from({ length: processes }, () => 0);
  let value = 0;
  return Array.from({ length: count }, (_, at): Draft => {
    const slot = random(processes);
    const [moment, fate] = [10 * at, random(100)];
    const outcome =
      fate < chances.crash ? 'info' : fate < chances.crash + chances.failure ? 'fail' : 'ok';
    const happens = outcome === 'ok' || (outcome === 'info' && random(2) === 0);
    const call = Math.max(free[slot] ?? 0, moment - random(30));
    const end = Math.max(call, moment) + 1 + random(30);
    const process = slot + processes * (crashed[slot] ?? 0);
    free[slot] = end + random(2);
    // Now and then a process goes on after a transaction of which nobody knows.
    if (outcome === 'info' && random(3) > 0) crashed[slot] = (crashed[slot] ?? 0) + 1;
    const ops: MicroOp[] = [];
    const own: number[] = Array.from({ length: keys }, () => 0);
    for (let n = 1 + random(3); n > 0; n -= 1) {
      const key = random(keys);
      const all = versions[key] ?? [];
      if (random(2) === 0) {
        value += 1;
        ops.push([type === 'list-append' ? 'append' : 'w', key, value]);
        // What does not happen may still be seen, where reads go astray.
        if (happens || random(3) === 0) all.push(value);
        own[key] = (own[key] ?? 0) + 1;
        continue;
      }
      const place = ops.length;
      const there = all.length;
      ops.push(['r', key, undefined]);
      if (outcome !== 'ok') continue;
      reads.push(() => {
        const isStray = random(100) < chances.stray;
        const upTo = isStray ? random(all.length + 1) : there;
        const list = all.slice(0, upTo);
        if (isStray && type === 'list-append' && random(12) === 0) list.reverse();
        if (isStray && random(40) === 0) list.push(99);
        ops[place] = ['r', key, type === 'list-append' ? list : (list.at(-1) ?? null)] as MicroOp;
      });
    }
    return { process, outcome, ops, call, end };
  }).map(({ process, outcome, ops, call, end }, at, all): Transaction => {
    if (at === 0) for (const read of reads) read();
    return {
      process,
      call,
      return: outcome === 'info' ? Number.POSITIVE_INFINITY : end,
      outcome,
      ops: (all[at] as Draft).ops ?? ops,
    };
  });
}
