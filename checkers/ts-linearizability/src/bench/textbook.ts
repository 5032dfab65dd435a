import { partitionsOf } from '../check/partitions.js';
import type { Model, Operation } from '../types.js';
import { structuralKey } from '../values/key.js';

/** One call or return in the textbook's doubly linked list. */
interface Entry {
  readonly operation: number;
  /** The return of a call; a return has none. */
  match: Entry | undefined;
  previous: Entry | undefined;
  next: Entry | undefined;
}

/**
 * Wing and Gong's search with Lowe's cache as Porcupine does it, written down literally: linked
 * list of calls and returns, a bit set of the placed operations (a BigInt), a cache of pairs of
 * set and state under string keys. An operation without an answer returns at the end, and is
 * forced to take effect there, as in Porcupine. The yardstick of the benchmark, nothing else.
 */
export function textbookCheck<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  timeoutMs = Infinity,
): 'ok' | 'illegal' | 'unknown' {
  const deadline = performance.now() + timeoutMs;
  for (const { indices } of partitionsOf(model, operations)) {
    const part = Array.from(indices, (at) => operations[at] as Operation<Input, Output>);
    const verdict = checkPart(model, part, deadline);
    if (verdict !== 'ok') {
      return verdict;
    }
  }
  return 'ok';
}

function checkPart<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  deadline: number,
): 'ok' | 'illegal' | 'unknown' {
  const head = linkedList(operations);
  const cache = new Set<string>();
  const calls: { entry: Entry; state: State }[] = [];
  let state = model.init()[0] as State;
  let placed = 0n;
  let steps = 0;
  let entry = head.next;
  while (head.next !== undefined && entry !== undefined) {
    if ((++steps & 0xff) === 0 && performance.now() > deadline) {
      return 'unknown';
    }
    if (entry.match === undefined) {
      const top = calls.pop();
      if (top === undefined) {
        return 'illegal';
      }
      entry = top.entry;
      ({ state } = top);
      placed &= ~(1n << BigInt(entry.operation));
      unlift(entry);
      entry = entry.next;
      continue;
    }
    const { input, output } = operations[entry.operation] as Operation<Input, Output>;
    const [next] = model.step(state, input, output);
    if (next !== undefined) {
      const together = placed | (1n << BigInt(entry.operation));
      const key = `${together.toString(16)}/${structuralKey(next)}`;
      if (!cache.has(key)) {
        cache.add(key);
        calls.push({ entry, state });
        state = next;
        placed = together;
        lift(entry);
        entry = head.next;
        continue;
      }
    }
    entry = entry.next;
  }
  return 'ok';
}

/** Calls and returns by time; calls first at ties. */
function linkedList(operations: readonly Operation<unknown, unknown>[]): Entry {
  const events = operations.flatMap(({ call, return: returned }, operation) => [
    { time: call, isReturn: 0, operation },
    { time: returned, isReturn: 1, operation },
  ]);
  events.sort((a, b) => (a.time === b.time ? a.isReturn - b.isReturn : a.time - b.time));
  const open = new Map<number, Entry>();
  const head: Entry = { operation: -1, match: undefined, previous: undefined, next: undefined };
  let last = head;
  for (const { operation, isReturn } of events) {
    const entry: Entry = { operation, match: undefined, previous: last, next: undefined };
    if (isReturn === 0) {
      open.set(operation, entry);
    } else {
      (open.get(operation) ?? head).match = entry;
    }
    last.next = entry;
    last = entry;
  }
  return head;
}

function lift({ previous, next, match }: Entry): void {
  if (previous !== undefined) {
    previous.next = next;
  }
  if (next !== undefined) {
    next.previous = previous;
  }
  if (match?.previous !== undefined) {
    match.previous.next = match.next;
  }
  if (match?.next !== undefined) {
    match.next.previous = match.previous;
  }
}

function unlift(entry: Entry): void {
  const { match } = entry;
  if (match?.previous !== undefined) {
    match.previous.next = match;
  }
  if (match?.next !== undefined) {
    match.next.previous = match;
  }
  if (entry.previous !== undefined) {
    entry.previous.next = entry;
  }
  if (entry.next !== undefined) {
    entry.next.previous = entry;
  }
}
