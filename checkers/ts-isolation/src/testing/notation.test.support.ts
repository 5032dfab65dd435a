import type { ListOp, MicroOp, RegisterOp, Transaction, Value } from '../types.js';

/**
 * Histories as text. Transactions with `|` between them run at the same time; those after a `;` begin
 * when those before it have ended.
 *
 *     T1: ax1 rx[1] | T2@p!: ry[] ; T3?: wz2 rz_
 *
 * A transaction has a name, and may have a process (`@p`, otherwise one of its own). With a `+` it lasts until those
 * after the next `;` have ended. `!` says that it failed, and `?` that nobody knows whether it committed. `ax1` appends 1 to the list x, `rx[1,2]` reads that list;
 * `wx1` writes 1 to the register x, `rx1` reads it, and `rx_` reads it before all writes. `rx?` is a read
 * whose answer is not known. Keys are single letters, and values JSON.
 */
export function listsOf(text: string): Transaction<ListOp>[] {
  return parse(text) as Transaction<ListOp>[];
}

/** The same, for transactions on registers. */
export function registersOf(text: string): Transaction<RegisterOp>[] {
  return parse(text) as Transaction<RegisterOp>[];
}

function parse(text: string): Transaction[] {
  return text.split(';').flatMap((group, at) =>
    group.split('|').map((one): Transaction => {
      const [, head = '', body = ''] = /^([^:]*):?(.*)$/s.exec(one) ?? [];
      const matched = /^\s*(\w+)(?:@(\w+))?(\+*)([!?]?)\s*$/.exec(head);
      if (matched === null) throw new Error(`not a transaction: ${one}`);
      const [, name = '', process = name, longer = '', mark] = matched;
      const outcome = mark === '!' ? 'fail' : mark === '?' ? 'info' : 'ok';
      const ends = outcome === 'info' ? Number.POSITIVE_INFINITY : 10 * (at + longer.length) + 5;
      const ops = body
        .trim()
        .split(/\s+/)
        .filter((op) => op !== '')
        .map(opOf);
      return { process, call: 10 * at, return: ends, outcome, ops };
    }),
  );
}

function opOf(text: string): MicroOp {
  const [, f, key = '', value = ''] = /^([arw])([a-z])(.*)$/.exec(text) ?? [];
  if (f === 'a') return ['append', key, JSON.parse(value) as Value];
  if (f === 'w') return ['w', key, JSON.parse(value) as Value];
  if (f !== 'r') throw new Error(`not a micro-op: ${text}`);
  if (value === '?') return ['r', key, undefined];
  return ['r', key, value === '_' ? null : (JSON.parse(value) as Value)] as MicroOp;
}
