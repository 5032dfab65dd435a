import type { SetInput, SetOutput } from '../../models/inputs.js';
import type { Operation, Value } from '../../types.js';
import { ROLE } from '../flags/roles.js';
import { ValueIds } from '../value-ids.js';

type SetOperation = Operation<SetInput, SetOutput>;

/** A count that is not needed more exactly. */
const SEVERAL = 2;

/** The operations of a set, sorted out by elements. */
export interface SetHistory {
  /** Of the elements, those that are there at first before all others. */
  readonly ids: ValueIds;
  /** Per operation, what it did to its element. Reads of everything have the role `looks`. */
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
  operations: readonly SetOperation[],
  initial: readonly Value[],
): SetHistory | DoubleSight | string {
  const ids = new ValueIds(operations.length);
  initial.forEach((value) => ids.idOf(value));
  const atFirst = ids.count;
  const role = new Uint8Array(operations.length);
  const flag = new Int32Array(operations.length);
  const adds = new Uint8Array(operations.length + atFirst);
  for (let i = 0; i < operations.length; i++) {
    const operation = operations[i] as SetOperation;
    const known = roleOf(operation);
    if (known === undefined) {
      return `operation ${i} has an answer, but no time of it, or not one of its kind`;
    }
    role[i] = known;
    const { input } = operation;
    if (input.f !== 'read') {
      const element = ids.idOf(input.value);
      flag[i] = element;
      if (input.f === 'add') {
        adds[element] = Math.min(SEVERAL, (adds[element] as number) + 1);
      }
    }
  }
  const seen: (Int32Array | undefined)[] = [];
  const reads: number[] = [];
  const latest: number[] = [];
  for (let i = 0; i < operations.length; i++) {
    const element = flag[i] as number;
    if (role[i] === ROLE.leavesOn && adds[element] === 1 && element >= atFirst) {
      // Nothing else can have added it, so it was not there.
      role[i] = ROLE.turnsOn;
    }
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
  return { ids, role, flag, start: new Uint8Array(ids.count).fill(1, 0, atFirst), seen, reads };
}

/**
 * What an operation did to its element, or saw of it; nothing if it was answered, but not when,
 * or if the answer is not of its kind.
 */
function roleOf({ input, output, return: returned }: SetOperation): number | undefined {
  const isAnswered = returned !== Infinity;
  const isList = typeof output === 'object';
  if (input.f === 'read' || input.f === 'contains') {
    if (!isAnswered) {
      return ROLE.none;
    }
    if (output === undefined || (isList && input.f === 'read')) {
      return ROLE.looks;
    }
    return isList || input.f === 'read' ? undefined : ROLE[output ? 'seesOn' : 'seesOff'];
  }
  if (isList || (output !== undefined && !isAnswered)) {
    return undefined;
  }
  const adds = input.f === 'add';
  if (output === undefined && isAnswered) {
    return ROLE[adds ? 'leavesOn' : 'leavesOff'];
  }
  return output === false ? ROLE[adds ? 'seesOn' : 'seesOff'] : ROLE[adds ? 'turnsOn' : 'turnsOff'];
}
