import type { MicroOp, Transaction, Value } from '../types.js';

/** Numbers from 0 up to a bound, from a seed (mulberry32). */
export function randomOf(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

export interface HistoryOptions {
  readonly seed: number;
  readonly transactions: number;
  readonly processes: number;
  readonly keys: number;
  /** At most so many micro-ops in one transaction. */
  readonly ops: number;
  /** A key gives way to a new one after so many appends. */
  readonly appendsPerKey?: number;
  /** In percent. */
  readonly crashes?: number;
  readonly failures?: number;
}

/**
 * A history that a strictly serializable store could give: processes that run at the same time, each
 * transaction done at once at a moment between its call and its return.
 */
export function strictHistory(options: HistoryOptions): Transaction[] {
  const random = randomOf(options.seed);
  const { crashes = 0, failures = 0, appendsPerKey = Number.POSITIVE_INFINITY } = options;
  const lists = new Map<number, Value[]>();
  const keys = Array.from({ length: options.keys }, (_, key) => key);
  let [fresh, value] = [options.keys, 0];
  const history: Transaction[] = [];
  const free = Array.from({ length: options.processes }, () => 0);
  for (let i = 0; i < options.transactions; i += 1) {
    const process = free.indexOf(Math.min(...free));
    // Moments are those at which it takes effect; these only ever grow.
    const moment = i * 10;
    const call = Math.max(free[process] ?? 0, moment - random(10 * options.processes)) + 0.1;
    const at = Math.max(call, moment);
    const end = at + 0.1 + random(10 * options.processes);
    const fate = random(100);
    const outcome = fate < crashes ? 'info' : fate < crashes + failures ? 'fail' : 'ok';
    const happens = outcome === 'ok' || (outcome === 'info' && random(2) === 0);
    const ops: MicroOp[] = [];
    const own = new Map<number, Value[]>();
    for (let n = 1 + random(options.ops); n > 0; n -= 1) {
      const slot = random(keys.length);
      const key = keys[slot] ?? 0;
      const list = own.get(key) ?? lists.get(key) ?? [];
      if (random(2) === 0) {
        value += 1;
        own.set(key, [...list, value]);
        ops.push(['append', key, value]);
        if (list.length + 1 >= appendsPerKey) {
          keys[slot] = fresh;
          fresh += 1;
        }
      } else {
        ops.push(['r', key, outcome === 'ok' ? list : undefined]);
      }
    }
    if (happens) for (const [key, list] of own) lists.set(key, list);
    history.push({
      process: outcome === 'ok' ? process : `${process} crashed ${i}`,
      call,
      return: outcome === 'info' ? Number.POSITIVE_INFINITY : end,
      outcome,
      ops,
    });
    free[process] = end;
  }
  return history;
}

/** Changes what some transactions say that they read, or when they ran. */
export function disturbed(history: readonly Transaction[], seed: number): Transaction[] {
  const random = randomOf(seed);
  const values = history.flatMap(({ ops }) =>
    ops.flatMap(([f, , v]) => (f === 'append' ? [v] : [])),
  );
  return history.map((transaction) => {
    if (random(3) > 0) return transaction;
    const call = transaction.call + (random(4) === 0 ? random(60) - 30 : 0);
    const length = random(30);
    const end = transaction.outcome === 'info' ? transaction.return : call + 0.1 + length;
    const ops = transaction.ops.map((op): MicroOp => {
      const list = op[2];
      if (op[0] !== 'r' || !Array.isArray(list) || random(2) > 0) return op;
      const seen = [...(list as readonly Value[])];
      const way = random(6);
      const extra = random(20) === 0 ? 999 : values[random(values.length)];
      if (way < 2) seen.pop();
      else if (way === 2 && extra !== undefined) seen.push(extra);
      else if (way === 3) seen.reverse();
      else if (way === 4) seen.splice(random(seen.length + 1), 1);
      else if (extra !== undefined) seen.splice(random(seen.length + 1), 0, extra);
      return ['r', op[1], seen];
    });
    return { ...transaction, call, return: end, ops };
  });
}

/** Any small history at all: what is read are the appended values in any selection and order. */
export function anyHistory(seed: number): Transaction[] {
  const random = randomOf(seed);
  const [count, keys] = [2 + random(4), 1 + random(2)];
  const appended: number[][] = [[], []];
  let value = 0;
  const drafts = Array.from({ length: count }, () =>
    Array.from({ length: 1 + random(3) }, () => {
      const key = random(keys);
      if (random(2) > 0) return { key };
      value += 1;
      appended[key]?.push(value);
      return { key, value };
    }),
  );
  return drafts.map((draft, process) => {
    const call = random(20);
    const fate = random(10);
    const outcome = fate === 0 ? 'fail' : fate < 3 ? 'info' : 'ok';
    const ops = draft.map(({ key, value: own }): MicroOp => {
      if (own !== undefined) return ['append', key, own];
      const left = [...(appended[key] ?? [])];
      if (random(3) > 0) left.sort((a, b) => a - b);
      else left.sort(() => random(3) - 1);
      const list = left.slice(0, random(left.length + 1));
      return ['r', key, outcome === 'ok' ? list : undefined];
    });
    const end = outcome === 'info' ? Number.POSITIVE_INFINITY : call + 1 + random(12);
    return { process, call, return: end, outcome, ops };
  });
}
