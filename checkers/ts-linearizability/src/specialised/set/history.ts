import type { SetInput, SetOutput } from '../../models/inputs.js';
import { isPause } from '../../resumable/pauses.js';
import type { Operation, Resumable, Value } from '../../types.js';
import { ROLE } from '../turns/roles.js';
import { ValueIds } from '../value-ids.js';
import { roleOf } from './roles.js';

type SetOperations = readonly Operation<SetInput, SetOutput>[];

/** The operations of a set, sorted out by elements. */
export interface SetHistory {
  /** Per operation. Reads of everything have the role `looks`. */
  readonly role: Uint8Array;
  readonly thing: Int32Array;
  /** Per element, whether it is there at first, and its value. */
  readonly start: Uint8Array;
  readonly values: readonly Value[];
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

/** Sorts out the operations of a set, or says in words why that is not possible. */
export function* setHistory(
  operations: SetOperations,
  initial: readonly Value[],
): Resumable<SetHistory | DoubleSight | string> {
  const ids = new ValueIds(operations.length);
  const role = new Uint8Array(operations.length);
  const thing = new Int32Array(operations.length);
  const seen: (Int32Array | undefined)[] = [];
  const reads: number[] = [];
  const latest: number[] = [];
  const values: Value[] = [];
  const idOf = (value: Value): number => {
    const id = ids.idOf(value);
    if (id === values.length) {
      values.push(value);
    }
    return id;
  };
  const present = initial.map((value) => idOf(value));
  for (let i = 0; i < operations.length; i++) {
    if (isPause(i)) {
      yield;
    }
    const operation = operations[i] as SetOperations[number];
    const { input, output } = operation;
    const known = roleOf(operation);
    if (known === undefined) {
      return `it is not known what operation ${i} did, or when`;
    }
    role[i] = known;
    if (input.f !== 'read') {
      thing[i] = idOf(input.value);
    } else if (known === ROLE.looks && typeof output === 'object') {
      const things = new Int32Array(output.length);
      for (let at = 0; at < output.length; at++) {
        if (isPause(at)) {
          yield;
        }
        const value = output[at] as Value;
        const id = idOf(value);
        if (latest[id] === i) {
          return { read: i, value };
        }
        latest[id] = i;
        things[at] = id;
      }
      seen[i] = things;
      reads.push(i);
    }
  }
  const start = new Uint8Array(ids.count);
  present.forEach((element) => (start[element] = 1));
  return { role, thing, start, values, seen, reads };
}
