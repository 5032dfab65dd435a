import type { SetInput, SetOutput } from '../../models/inputs.js';
import type { Operation, Value } from '../../types.js';
import { ROLE } from '../flags/roles.js';
import { ValueIds } from '../value-ids.js';

type SetOperation = Operation<SetInput, SetOutput>;

/** A count that is not needed more exactly. */
const SEVERAL = 2;

/** What the operations of a set did, by elements. */
export interface ElementRoles {
  readonly ids: ValueIds;
  /** How many elements there are at first: they have the first identities. */
  readonly initial: number;
  /** Per operation; for the elements one by one, reads of everything only look. */
  readonly role: Uint8Array;
  readonly flag: Int32Array;
}

/** What the operations of a set did, or in words why that makes no sense. */
export function elementRoles(
  operations: readonly SetOperation[],
  initial: readonly Value[],
): ElementRoles | string {
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
  for (let i = 0; i < operations.length; i++) {
    const element = flag[i] as number;
    if (role[i] === ROLE.leavesOn && adds[element] === 1 && element >= atFirst) {
      // Nothing else can have added it, so it was not there.
      role[i] = ROLE.turnsOn;
    }
  }
  return { ids, initial: atFirst, role, flag };
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
