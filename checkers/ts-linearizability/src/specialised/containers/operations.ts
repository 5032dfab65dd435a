import { gather } from '../../history/columns.js';
import type { Operation, Value } from '../../types.js';
import { intervalsOf } from '../intervals.js';
import { ValueIds } from '../value-ids.js';
import type { ContainerKind } from './kind.js';

/** No operation. */
export const NONE = -1;

/** The value of a removal that found the container empty. */
export const EMPTY = -1;

/** The operations of a container as columns. */
export interface ContainerOperations {
  readonly isPut: Uint8Array;
  /** What an operation puts in or takes, as a small integer; `EMPTY` if it took nothing. */
  readonly value: Int32Array;
  /** Of what is put in, if it has one. */
  readonly priority: Float64Array | undefined;
  readonly call: Float64Array;
  /** `Infinity` for operations without an answer. */
  readonly return: Float64Array;
  /** How many different values there are. */
  readonly values: number;
}

/** Reads the operations of a container, or says in words why they cannot be judged. */
export function containerOperations<Input>(
  { noun, initial, elementPut, priorityOf }: ContainerKind<Input>,
  operations: readonly Operation<Input, Value>[],
): ContainerOperations | string {
  if (initial > 0) {
    return `the ${noun} is not empty at first`;
  }
  const ids = new ValueIds(operations.length);
  const isPut = new Uint8Array(operations.length);
  const value = new Int32Array(operations.length).fill(EMPTY);
  for (let at = 0; at < operations.length; at++) {
    const { input, output, return: returned } = operations[at] as Operation<Input, Value>;
    const element = elementPut(input);
    if (element !== undefined) {
      isPut[at] = 1;
      value[at] = ids.idOf(element);
    } else if ((output === undefined) !== (returned === Infinity)) {
      return `it is not known whether or when operation ${at} was answered`;
    } else if (output !== undefined && output !== null) {
      value[at] = ids.idOf(output);
    }
  }
  const priority = priorityOf && Float64Array.from(operations, ({ input }) => priorityOf(input));
  return { isPut, value, priority, ...intervalsOf(operations), values: ids.count };
}

/** Those of the operations that are at given positions. */
export function atPositions(
  { isPut, value, priority, call, return: returned, values }: ContainerOperations,
  positions: readonly number[],
): ContainerOperations {
  return {
    isPut: Uint8Array.from(positions, (at) => isPut[at] as number),
    value: Int32Array.from(gather(value, positions)),
    priority: priority && gather(priority, positions),
    call: gather(call, positions),
    return: gather(returned, positions),
    values,
  };
}
