import type { ListOp, RegisterOp, Transaction } from '../types.js';

/** What a generated history is like. */
interface Shape {
  readonly transactions: number;
  readonly processes: number;
  /** Keys that are in use at a time; one gives way to a new one after so many writes. */
  readonly liveKeys: number;
  readonly writesPerKey: number;
  readonly ops: number;
  readonly seed: number;
}

export const SHAPE: Shape = {
  transactions: 1_000_000,
  processes: 50,
  liveKeys: 10,
  writesPerKey: 32,
  ops: 4,
  seed: 1,
};

/** Numbers from 0 up to a bound, from a seed (xorshift). */
function chance(seed: number): (below: number) => number {
  let state = seed | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

type Step<Op> = (key: number, isRead: boolean) => Op;

/**
 * A history that a strictly serializable store gives: processes that run at the same time, each transaction
 * done at once at a moment between its call and its return.
 */
function strictHistory<Op extends ListOp | RegisterOp>(
  shape: Shape,
  step: Step<Op>,
): Transaction<Op>[] {
  const random = chance(shape.seed);
  const keys = Array.from({ length: shape.liveKeys }, (_, key) => key);
  const writes = Array.from({ length: shape.liveKeys }, () => 0);
  let fresh = shape.liveKeys;
  const free = new Float64Array(shape.processes);
  return Array.from({ length: shape.transactions }, (_, at): Transaction<Op> => {
    // Processes take turns, so a transaction has ended when its process is to take effect again.
    const process = at % shape.processes;
    const moment = at * 10;
    const call = Math.max(free[process] as number, moment - random(10 * shape.processes));
    const end = moment + 0.2 + random(10 * shape.processes);
    free[process] = end;
    const ops: Op[] = [];
    for (let n = 0; n < shape.ops; n += 1) {
      const slot = random(shape.liveKeys);
      const isRead = random(2) === 0;
      ops.push(step(keys[slot] as number, isRead));
      if (isRead) continue;
      writes[slot] = (writes[slot] as number) + 1;
      if (writes[slot] !== shape.writesPerKey) continue;
      writes[slot] = 0;
      keys[slot] = fresh;
      fresh += 1;
    }
    return { process, call, return: end, outcome: 'ok', ops };
  });
}

export function listHistory(shape: Shape): Transaction<ListOp>[] {
  const lists = new Map<number, number[]>();
  let value = 0;
  return strictHistory<ListOp>(shape, (key, isRead) => {
    const list = lists.get(key);
    if (isRead) return ['r', key, list === undefined ? null : list.slice()];
    value += 1;
    if (list === undefined) lists.set(key, [value]);
    else list.push(value);
    if (list?.length === shape.writesPerKey) lists.delete(key);
    return ['append', key, value];
  });
}

export function registerHistory(shape: Shape): Transaction<RegisterOp>[] {
  const registers = new Map<number, number>();
  let value = 0;
  return strictHistory<RegisterOp>(shape, (key, isRead) => {
    if (isRead) return ['r', key, registers.get(key) ?? null];
    value += 1;
    registers.set(key, value);
    return ['w', key, value];
  });
}
