import {
  log,
  valueKey,
  type Item,
  type LogState,
  type Model,
  type Operation,
  type Value,
} from 'ts-linearizability';
import type { LogRecord } from './sends-and-polls.js';

export type GapLogInput =
  | { readonly f: 'append'; readonly value: Item }
  | { readonly f: 'read'; readonly offset: number }
  | { readonly f: 'length' }
  | { readonly f: 'poll' };

/** The offset of an append, what a read saw, a length, or the records of a poll. */
export type GapLogOutput = Value | readonly LogRecord[];

/**
 * A log that may leave out offsets, as Kafka's do. Offsets only ever grow. An append of which the
 * offset is not known takes one at which its value was seen, or another that nobody looks at.
 */
export function logWithGaps(
  initial: readonly Item[],
  operations: readonly Operation<GapLogInput, GapLogOutput>[],
): Model<LogState, GapLogInput, GapLogOutput> {
  // A log of pairs: the offset, and the value there.
  const pairs = log(initial.map((value, offset) => [offset, value]));
  const append = (state: LogState, offset: number, value: Item): readonly LogState[] =>
    offset > lastOffset(state)
      ? pairs.step(state, { f: 'append', value: [offset, value] }, undefined)
      : [];
  const seenAt = offsetsSeen(operations);

  return {
    name: 'log',
    init: pairs.init,
    step(state, input, output) {
      if (input.f === 'append') {
        if (typeof output === 'number') return append(state, output, input.value);
        const offsets = seenAt.get(valueKey(input.value)) ?? [];
        return [state, ...offsets.flatMap((offset) => append(state, offset, input.value))];
      }
      return output === undefined || isSeen(state, input, output) ? [state] : [];
    },
    key: (state) => state.id,
    readOnly: ({ f }) => f !== 'append',
    describeState: (state) => pairs.describeState?.(state) ?? '',
  };
}

/** Whether an answer is what a log holds. */
function isSeen(
  state: LogState,
  input: Exclude<GapLogInput, { readonly f: 'append' }>,
  output: GapLogOutput,
): boolean {
  switch (input.f) {
    case 'read':
      return valueKey(valueAt(state, input.offset)) === valueKey(output);
    case 'length':
      return lastOffset(state) < (output as number);
    default: {
      const records = output as readonly LogRecord[];
      const [first, last] = [records[0]?.[0] ?? 0, records.at(-1)?.[0] ?? -1];
      // What lies between two records of one poll was passed over.
      const there = entriesIn(state, first, last);
      return (
        there.length === records.length &&
        records.every(
          ([offset, value], at) =>
            offset === there[at]?.[0] && valueKey(value) === valueKey(there[at][1]),
        )
      );
    }
  }
}

type Entry = readonly [offset: number, value: Value];

function entryOf({ value }: LogState): Entry | undefined {
  return value as Entry | undefined;
}

function lastOffset(state: LogState): number {
  return entryOf(state)?.[0] ?? -1;
}

function valueAt(state: LogState, offset: number): Value {
  return entriesIn(state, offset, offset)[0]?.[1] ?? null;
}

/** The entries from one offset to another, in their order. */
function entriesIn(state: LogState, first: number, last: number): readonly Entry[] {
  const entries: Entry[] = [];
  for (let node: LogState | undefined = state; node !== undefined; node = node.parent) {
    const entry = entryOf(node);
    if (entry === undefined || entry[0] < first) break;
    if (entry[0] <= last) entries.push(entry);
  }
  return entries.reverse();
}

/** At which offsets reads and polls saw each value. */
function offsetsSeen(
  operations: readonly Operation<GapLogInput, GapLogOutput>[],
): ReadonlyMap<unknown, readonly number[]> {
  const seen = new Map<unknown, number[]>();
  const add = (offset: number, value: Value): void => {
    const own = seen.get(valueKey(value)) ?? [];
    if (!own.includes(offset)) own.push(offset);
    seen.set(valueKey(value), own);
  };
  for (const { input, output } of operations) {
    if (output === undefined) continue;
    if (input.f === 'read') add(input.offset, output);
    else if (input.f === 'poll') {
      for (const [offset, value] of output as readonly LogRecord[]) add(offset, value);
    }
  }
  return seen;
}
