import type { SetInput, SetOutput } from '../../models/inputs.js';
import type { Operation, Value } from '../../types.js';
import { ROLE } from '../flags/roles.js';
import type { ValueIds } from '../value-ids.js';
import { elementRoles } from './roles.js';

type SetOperations = readonly Operation<SetInput, SetOutput>[];

/** The operations of a set, sorted out by elements. */
export interface SetHistory {
  readonly ids: ValueIds;
  /** Per operation. Reads of everything have the role `looks`. */
  readonly role: Uint8Array;
  readonly flag: Int32Array;
  /** Per element, whether it is there at first. */
  readonly start: Uint8Array;
  /** By operation, which elements a read of everything saw. */
  readonly seen: readonly (Int32Array | undefined)[];
  /** Reads of everything of which the answer is known. */
  readonly reads: readonly number[];
}

/** A read that saw one value twice. */
export interface DoubleSight {
  readonly read: number;
  readonly value: Value;
}

/** Sorts out the operations of a set, or says in words why that makes no sense. */
export function setHistory(
  operations: SetOperations,
  initial: readonly Value[],
): SetHistory | DoubleSight | string {
  const roles = elementRoles(operations, initial);
  if (typeof roles === 'string') {
    return roles;
  }
  const { ids, role, flag } = roles;
  const seen: (Int32Array | undefined)[] = [];
  const reads: number[] = [];
  const latest: number[] = [];
  for (let i = 0; i < operations.length; i++) {
    const output = operations[i]?.output;
    if (typeof output !== 'object' || role[i] !== ROLE.looks) {
      continue;
    }
    const elements = new Int32Array(output.length);
    for (let at = 0; at < output.length; at++) {
      const value = output[at] as Value;
      const id = ids.idOf(value);
      if (latest[id] === i) {
        return { read: i, value };
      }
      latest[id] = i;
      elements[at] = id;
    }
    seen[i] = elements;
    reads.push(i);
  }
  const start = new Uint8Array(ids.count).fill(1, 0, roles.initial);
  return { ids, role, flag, start, seen, reads };
}
