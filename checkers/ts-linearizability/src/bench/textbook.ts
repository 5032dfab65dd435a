import { partitionsOf } from '../check/partitions.js';
import type { Model, Operation } from '../types.js';
import { structuralKey } from '../values/key.js';

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
  const { next, take, putBack, operationOf, isReturn } = linkedList(operations);
  const cache = new Set<string>();
  const calls: { node: number; state: State }[] = [];
  let state = model.init()[0] as State;
  let placed = 0n;
  let node = next[HEAD] as number;
  for (let steps = 1; next[HEAD] !== HEAD; steps++) {
    if ((steps & 0xff) === 0 && performance.now() > deadline) {
      return 'unknown';
    }
    if (isReturn(node)) {
      const top = calls.pop();
      if (top === undefined) {
        return 'illegal';
      }
      ({ node, state } = top);
      placed &= ~(1n << BigInt(operationOf(node)));
      putBack(node);
      node = next[node] as number;
      continue;
    }
    const { input, output } = operations[operationOf(node)] as Operation<Input, Output>;
    const [after] = model.step(state, input, output);
    if (after !== undefined) {
      const together = placed | (1n << BigInt(operationOf(node)));
      const key = `${together.toString(16)}/${structuralKey(after)}`;
      if (!cache.has(key)) {
        cache.add(key);
        calls.push({ node, state });
        state = after;
        placed = together;
        take(node);
        node = next[HEAD] as number;
        continue;
      }
    }
    node = next[node] as number;
  }
  return 'ok';
}

const HEAD = 0;

/** The calls and returns, in a ring by time; calls first at ties. */
function linkedList(operations: readonly Operation<unknown, unknown>[]) {
  const events = operations
    .flatMap(({ call, return: returned }, operation) => [
      { time: call, isReturn: 0, operation },
      { time: returned, isReturn: 1, operation },
    ])
    .sort((a, b) => (a.time === b.time ? a.isReturn - b.isReturn : a.time - b.time));
  const returnOf = new Map(events.map(({ operation }, at) => [operation, at + 1]));
  const size = events.length + 1;
  const next = Array.from({ length: size }, (_, node) => (node + 1) % size);
  const previous = Array.from({ length: size }, (_, node) => (node + size - 1) % size);
  const operationOf = (node: number): number => events[node - 1]?.operation ?? 0;
  const isReturn = (node: number): boolean => events[node - 1]?.isReturn === 1;
  const unlink = (node: number): void => {
    next[previous[node] as number] = next[node] as number;
    previous[next[node] as number] = previous[node] as number;
  };
  const relink = (node: number): void => {
    next[previous[node] as number] = node;
    previous[next[node] as number] = node;
  };
  /** Takes a call and its return out of the list; puts back the last that was taken. */
  const take = (call: number): void => {
    unlink(call);
    unlink(returnOf.get(operationOf(call)) as number);
  };
  const putBack = (call: number): void => {
    relink(returnOf.get(operationOf(call)) as number);
    relink(call);
  };
  return { next, take, putBack, operationOf, isReturn };
}
