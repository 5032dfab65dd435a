import type { QueueInput, QueueOutput } from '../../models/inputs.js';
import { sort } from '../../history/sort.js';
import type { Operation } from '../../types.js';
import { ValueIds } from '../value-ids.js';
import type { ByCall } from './ideals.js';
import type { QueueRoles } from './search.js';

type QueueOperations = readonly Operation<QueueInput, QueueOutput>[];

/** A queue's history by roles, and where each operation is in the history. */
export interface QueueHistory {
  readonly roles: QueueRoles;
  readonly enqueues: readonly number[];
  readonly dequeues: readonly number[];
  readonly empties: readonly number[];
  readonly openEnqueues: ReadonlyMap<number, readonly number[]>;
  readonly openDequeues: readonly number[];
  readonly operations: QueueOperations;
}

/** Sorts operations out, or says in words why not. */
export function rolesOf(operations: QueueOperations): QueueHistory | string {
  const ids = new ValueIds(operations.length);
  const enqueues: number[] = [];
  const dequeues: number[] = [];
  const empties: number[] = [];
  const openEnqueues = new Map<number, number[]>();
  const openDequeues: number[] = [];
  const order = sort(Float64Array.from(operations, ({ call }) => call));
  for (const at of order) {
    const { input, output, return: returned } = operations[at] as QueueOperations[number];
    const isOpen = returned === Infinity;
    if (input.f === 'enqueue') {
      const id = ids.idOf(input.value);
      if (isOpen) {
        openEnqueues.set(id, [...(openEnqueues.get(id) ?? []), at]);
      } else {
        enqueues.push(at);
      }
    } else if (isOpen) {
      if (output !== undefined) {
        return `operation ${at} has an answer, but no time of it`;
      }
      openDequeues.push(at);
    } else if (output === undefined) {
      return `the answer of operation ${at} is not known`;
    } else {
      (output === null ? empties : dequeues).push(at);
    }
  }
  const call = (at: number): number => (operations[at] as QueueOperations[number]).call;
  const byCall = (positions: readonly number[]): ByCall => ({
    call: Float64Array.from(positions, call),
    return: Float64Array.from(positions, (at) => operations[at]?.return ?? Infinity),
    value: Int32Array.from(positions, (at) => {
      const { input, output } = operations[at] as QueueOperations[number];
      return ids.idOf(input.f === 'enqueue' ? input.value : (output ?? null));
    }),
  });
  const roles = {
    enqueues: byCall(enqueues),
    dequeues: byCall(dequeues),
    empties: byCall(empties),
    openEnqueues: new Map([...openEnqueues].map(([id, positions]) => [id, positions.map(call)])),
    openDequeues: openDequeues.map(call),
  };
  return { roles, enqueues, dequeues, empties, openEnqueues, openDequeues, operations };
}

/** A history as far as a return can know it: what returns later may have happened or not. */
export function upTo(operations: QueueOperations, end: number): QueueOperations {
  const kept: Operation<QueueInput, QueueOutput>[] = [];
  for (let at = 0; at < operations.length; at++) {
    const operation = operations[at] as QueueOperations[number];
    if (operation.call <= end) {
      kept.push(
        operation.return > end
          ? { input: operation.input, call: operation.call, return: Infinity }
          : operation,
      );
    }
  }
  return kept;
}
