import { distinct } from '../../history/columns.js';
import type { LogInput, LogOutput } from '../../models/inputs.js';
import type { Operation, Value } from '../../types.js';
import { HIGHEST, LOWEST, UNRANKED } from '../ranks.js';
import type { Contradiction, Sorted } from '../steps/check.js';
import { ValueIds } from '../value-ids.js';

type LogOperations = readonly Operation<LogInput, LogOutput>[];

const NONE = -1;
const SEVERAL = -2;

/** Sorts out the operations of a log by its entries: it goes through the steps 0, 1, 2... by its appends. */
export function logEntries(operations: LogOperations): Sorted {
  const { length } = operations;
  const ids = new ValueIds(length);
  const rank = new Int32Array(length).fill(UNRANKED);
  const low = new Int32Array(length).fill(LOWEST);
  const high = new Int32Array(length).fill(HIGHEST);
  /** By offset: the value that must be there, an operation that says so, and the append that put it there. */
  const valueAt = new Int32Array(length);
  const saidBy = new Int32Array(length).fill(NONE);
  const appendAt = new Int32Array(length).fill(NONE);
  const mutators: number[] = [];
  const passive: number[] = [];
  /** Appends that do not say their offset. */
  const silent: number[] = [];
  const knownFrom = new Map<number, number>();
  let last = 0;

  const fix = (operation: number, to: number): void => {
    rank[operation] = low[operation] = high[operation] = to;
    last = Math.max(last, to >> 1);
  };
  const place = (append: number, offset: number): void => {
    fix(append, 2 * (offset + 1));
    appendAt[offset] = append;
  };
  /** No offset can be as large as the number of operations. */
  const isOffset = (value: LogOutput): value is number =>
    typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < length;
  /** Notes that an operation says which value is at an offset. */
  const say = (operation: number, offset: number, value: Value): Contradiction | undefined => {
    const other = saidBy[offset] as number;
    const id = ids.idOf(value);
    if (other !== NONE && valueAt[offset] !== id) {
      const why = ' say that different values are at one offset';
      return { impossible: distinct([other, operation]), why };
    }
    valueAt[offset] = id;
    saidBy[offset] = operation;
    return undefined;
  };
  const take = (i: number): Contradiction | string | undefined => {
    const { input, output, return: returned } = operations[i] as LogOperations[number];
    if (output !== undefined && returned === Infinity) {
      return `operation ${i} has an answer, but no time of it`;
    }
    if (input.f === 'append') {
      mutators.push(i);
    }
    if (input.f === 'append' && output === undefined) {
      silent.push(i);
    } else if (output === undefined) {
      passive.push(...(returned === Infinity ? [] : [i]));
    } else if (input.f !== 'read') {
      if (!isOffset(output)) {
        return { impossible: [i], why: ' answered what the log cannot have come to' };
      }
      if (input.f === 'append') {
        place(i, output);
        return say(i, output, input.value);
      }
      // A length is the offset that comes next.
      fix(i, 2 * output + 1);
    } else if (!Number.isSafeInteger(input.offset) || input.offset < 0) {
      return `operation ${i} reads at ${input.offset}, which is no offset`;
    } else {
      const { offset } = input;
      passive.push(i);
      if (output !== null) {
        low[i] = 2 * offset + 3;
        last = Math.max(last, offset + 1);
        return isOffset(offset) ? say(i, offset, output) : { impossible: [i], why: NEVER_APPENDED };
      }
      // Beyond the number of operations, nothing can be.
      high[i] = isOffset(offset) ? 2 * offset + 1 : HIGHEST;
    }
    return undefined;
  };
  /** Finds the append of a value that was read where no append said that it put it. */
  const placeSeen = (
    offset: number,
    reader: number,
    append = NONE,
  ): Contradiction | string | undefined => {
    if (append === SEVERAL) {
      return `operation ${reader} saw a value that was appended more than once`;
    }
    if (append === NONE) {
      return { impossible: [reader], why: NEVER_APPENDED };
    }
    if (rank[append] !== UNRANKED) {
      const known = [append, knownFrom.get(append) ?? NONE, reader];
      return { impossible: distinct(known), why: ': one append cannot be at two offsets' };
    }
    place(append, offset);
    knownFrom.set(append, reader);
    return undefined;
  };

  for (let i = 0; i < length; i++) {
    const flaw = take(i);
    if (flaw !== undefined) {
      return flaw;
    }
  }
  const appendOf = new Map<number, number>();
  for (const append of silent) {
    const input = operations[append]?.input;
    const id = ids.idOf(input?.f === 'append' ? input.value : null);
    appendOf.set(id, appendOf.has(id) ? SEVERAL : append);
  }
  for (const [offset, reader] of saidBy.entries()) {
    const isSeen = reader !== NONE && appendAt[offset] === NONE;
    const append = appendOf.get(valueAt[offset] as number);
    const flaw = isSeen ? placeSeen(offset, reader, append) : undefined;
    if (flaw !== undefined) {
      return flaw;
    }
  }
  const free = silent.filter((append) => rank[append] === UNRANKED);
  return { steps: { rank, low, high, free, last }, mutators, passive, knownFrom };
}

const NEVER_APPENDED = ' saw what no append can have put there';
