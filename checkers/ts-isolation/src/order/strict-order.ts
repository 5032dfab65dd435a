import { groupsOf } from '../graph/groups.js';
import { writerOf, type Columns } from '../history/columns.js';
import { IntList } from '../values/int-list.js';
import { int32Array } from '../values/typed-arrays.js';
import type { Inference } from '../versions/inference.js';
import type { Reads } from '../versions/reads.js';
import type { ProcessOrder } from './process-order.js';
import { earlier, endsOf } from './realtime-edges.js';

const NOBODY = -1;

/**
 * Does the committed transactions one after another, each as soon as all is done that must come before it: by
 * real time, by its process, and by what is known of the order of versions (Kahn 1962). It needs no graph: what a
 * transaction waits for is only counted. Each transaction must read a version at most once.
 * @returns their positions in that order; null where some wait for more than is ever done. That alone proves no cycle:
 *   whether there is one, the graph tells.
 */
export function strictOrderOf(
  columns: Columns,
  { committed, reads, order }: Inference,
  { positions, before: previous }: ProcessOrder,
): Int32Array | null {
  const { transactions, versions, firstOp, written, call, end } = columns;
  const all = versions + columns.keys.length;
  const [reader, seen] = [reads.transaction.items(), reads.version.items()];
  const firstRead = reads.firstOf(transactions);
  const readersOf = groupsOf(seen, all);
  const [before, after] = [order.before.items(), order.after.items()];
  const followers = groupsOf(before, all);
  const ends = endsOf(columns, committed);
  /** How much each transaction waits for. */
  const needs = int32Array(transactions);
  /** Of each version, how many of its writer and of those who only read it are not done. */
  const pending = int32Array(all).fill(1, 0, versions);
  /** Who both read a version and wrote over it. */
  const updater = int32Array(all).fill(NOBODY);
  /** Those that wait for nothing, in the order in which they came to that. */
  const done = int32Array(positions.length);
  let count = 0;

  const meet = (t: number): void => {
    const left = (needs[t] as number) - 1;
    needs[t] = left;
    if (left > 0) return;
    done[count] = t;
    count += 1;
  };
  /** What comes next to a version may be written: at first by who read it, too, if anyone did. */
  const release = (version: number, isFirst: boolean): void => {
    const writer = writerOf(columns, version);
    const first = updater[version] as number;
    for (
      let at = followers.starts[version] as number;
      at < (followers.starts[version + 1] as number);
      at += 1
    ) {
      const next = writerOf(columns, after[followers.items[at] as number] as number);
      if (next !== writer && (first === NOBODY || (next === first) === isFirst)) meet(next);
    }
  };
  const settle = (version: number): void => {
    const left = (pending[version] as number) - 1;
    pending[version] = left;
    if (left === 0) release(version, true);
  };

  const seenBy = seenByWriters(columns, reads);
  for (let pair = 0; pair < before.length; pair += 1) {
    const [first, second] = [before[pair] as number, after[pair] as number];
    const next = writerOf(columns, second);
    if (seenBy[second] === first) updater[first] = next;
    if (next !== writerOf(columns, first)) needs[next] = (needs[next] as number) + 1;
  }
  for (let read = 0; read < seen.length; read += 1) {
    const [t, version] = [reader[read] as number, seen[read] as number];
    if (version < versions) needs[t] = (needs[t] as number) + 1;
    if (updater[version] !== t) pending[version] = (pending[version] as number) + 1;
  }
  /** How many had ended before each began; and the place of its own end among all. */
  const [begin, place] = [int32Array(transactions).fill(NOBODY), int32Array(transactions)];
  const running = int32Array(ends.length + 1);
  /** What real time does not tell of the order of processes. */
  const [leaders, later] = [new IntList(), new IntList()];
  let near = 0;
  for (let at = 0; at < positions.length; at += 1) {
    const t = positions[at] as number;
    needs[t] = (needs[t] as number) + 1;
    near = earlier(ends, call[t] as number, near);
    begin[t] = near;
    near = earlier(ends, end[t] as number, near);
    place[t] = near;
    running[near] = (running[near] as number) + 1;
    const leader = previous[t] as number;
    if (leader === NOBODY || (end[leader] as number) < (call[t] as number)) continue;
    needs[t] = needs[t] + 1;
    leaders.push(leader);
    later.push(t);
  }
  const begins = groupsOf(begin, ends.length + 1);
  const led = groupsOf(leaders.items(), transactions);
  const start = (ended: number): void => {
    for (
      let at = begins.starts[ended] as number;
      at < (begins.starts[ended + 1] as number);
      at += 1
    ) {
      meet(begins.items[at] as number);
    }
  };

  for (let version = versions; version < all; version += 1) {
    if (pending[version] === 0) release(version, true);
  }
  start(0);
  for (let at = 0, ended = 0; at < count; at += 1) {
    const t = done[at] as number;
    for (let read = firstRead[t] as number; read < (firstRead[t + 1] as number); read += 1) {
      const version = seen[read] as number;
      if (updater[version] === t) release(version, false);
      else settle(version);
    }
    for (let op = firstOp[t] as number; op < (firstOp[t + 1] as number); op += 1) {
      const version = written[op] as number;
      if (version === -1) continue;
      for (
        let item = readersOf.starts[version] as number;
        item < (readersOf.starts[version + 1] as number);
        item += 1
      ) {
        meet(reader[readersOf.items[item] as number] as number);
      }
      settle(version);
    }
    for (let item = led.starts[t] as number; item < (led.starts[t + 1] as number); item += 1) {
      meet(later.at(led.items[item] as number));
    }
    running[place[t] as number] = (running[place[t] as number] as number) - 1;
    for (; ended < ends.length && running[ended] === 0; start(ended)) ended += 1;
  }
  return count === positions.length ? done : null;
}

/** Of each version, what its writer read of the key that it did not write itself; or -1. */
function seenByWriters(columns: Columns, reads: Reads): Int32Array {
  const { versions, previous, nextWrite, written } = columns;
  const seen = int32Array(versions).fill(-1);
  for (let read = 0; read < reads.length; read += 1) {
    const [op, version] = [reads.op.at(read), reads.version.at(read)];
    for (let at = previous[op] as number; at !== -1; at = previous[at] as number) {
      if (written[at] !== -1) seen[written[at] as number] = version;
    }
    for (let at = nextWrite[op] as number; at !== -1; at = nextWrite[at] as number) {
      seen[written[at] as number] = version;
    }
  }
  return seen;
}
