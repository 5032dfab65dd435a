import { gather } from '../../history/columns.js';
import { sort } from '../../history/sort.js';
import type { Item, Operation, Value } from '../../types.js';
import { intervalsOf } from '../intervals.js';
import { ValueIds } from '../value-ids.js';
import type { DescribeOperation } from '../words.js';

/** No operation. */
export const NONE = -1;

/** The value of a removal that found the container empty. */
export const EMPTY = -1;

/** The operations of a container as columns. */
export interface ContainerOperations {
  readonly isPut: Uint8Array;
  /** What an operation puts in or takes, as a small integer; `EMPTY` if it took nothing. */
  readonly value: Int32Array;
  /** The same, but values put in with different priorities are different. */
  readonly item: Int32Array;
  readonly call: Float64Array;
  /** `Infinity` for operations without an answer. */
  readonly return: Float64Array;
  /** How many different values and items there are. */
  readonly values: number;
  readonly items: number;
}

/** What makes a container, whichever checker judges it. */
export interface Container<Input> {
  /** What it is called. */
  readonly noun: string;
  /** How many elements it holds at first. */
  readonly initial: number;
  /** The element that an operation puts in; nothing if it takes one. */
  readonly elementPut: (input: Input) => Item | undefined;
  readonly describe: DescribeOperation<Input, Value>;
}

/** Reads the operations of a container, or says in words why they cannot be judged. */
export function containerOperations<Input>(
  { noun, initial, elementPut }: Container<Input>,
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
  const values = ids.count;
  return { isPut, value, item: value, ...intervalsOf(operations), values, items: values };
}

/** Those of the operations that are at given positions. */
export function atPositions(
  { isPut, value, item, call, return: returned, ...counts }: ContainerOperations,
  positions: readonly number[],
): ContainerOperations {
  return {
    isPut: Uint8Array.from(positions, (at) => isPut[at] as number),
    value: Int32Array.from(gather(value, positions)),
    item: Int32Array.from(gather(item, positions)),
    call: gather(call, positions),
    return: gather(returned, positions),
    ...counts,
  };
}

/** The positions of operations that returned, by their returns. */
export function byReturn({ return: returned }: ContainerOperations): Int32Array {
  return sort(returned).filter((at) => returned[at] !== Infinity);
}
