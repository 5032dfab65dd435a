import type { Intervals } from '../intervals.js';
import { ValueIds } from '../value-ids.js';
import type { Operation, Value } from '../../types.js';

/** What an operation does to a register, as far as its answer tells. */
export const Kind = {
  /** Proves nothing: an unanswered operation that changes nothing. */
  ignored: 0,
  /** Sets the value. */
  write: 1,
  /** Saw `from` and set the value. */
  cas: 2,
  /** Saw the value. */
  read: 3,
  /** A read whose answer is not known: legal at any point of its interval. */
  anytime: 4,
  /** A failed cas that does not say what it saw: anything but the value. */
  avoids: 5,
  /** An answered cas of which is not known whether it set the value. */
  maybe: 6,
  /** Its answer contradicts itself. */
  impossible: 7,
} as const;

/** The initial value has the first identity. */
export const INITIAL = 0;

/** What decoders say of one operation. */
export interface Decoded {
  kind: number;
  /** The value written or seen; of `avoids`: the value not seen. */
  value: Value;
  /** Of `cas` and `maybe`: the value that is replaced. */
  from: Value;
}

/** Reads one operation, by its position; returns false if the checker does not know this kind. */
export type Decode<Input, Output> = (
  operation: Operation<Input, Output>,
  decoded: Decoded,
  position: number,
) => boolean;

/** A history of one register as columns. */
export interface RegisterColumns extends Intervals {
  readonly kind: Uint8Array;
  /** Identity of the value; see `Decoded`. */
  readonly value: Int32Array;
  /** Identity of the replaced value; empty if no operation replaces one. */
  readonly from: Int32Array;
  /** How many different values there are, with the initial one. */
  readonly values: number;
}

/** Columns of a history, or in words why not. */
export function registerColumns<Input, Output>(
  operations: readonly Operation<Input, Output>[],
  initial: Value,
  decode: Decode<Input, Output>,
): RegisterColumns | string {
  const ids = new ValueIds(operations.length);
  ids.idOf(initial);
  const kind = new Uint8Array(operations.length);
  const value = new Int32Array(operations.length);
  const call = new Float64Array(operations.length);
  const returned = new Float64Array(operations.length);
  let from = new Int32Array(0);
  const decoded: Decoded = { kind: Kind.ignored, value: null, from: null };
  for (let i = 0; i < operations.length; i++) {
    const operation = operations[i] as Operation<Input, Output>;
    if (!decode(operation, decoded, i)) {
      return `operation ${i} is of a kind that has no zones`;
    }
    call[i] = operation.call;
    returned[i] = operation.return;
    kind[i] = decoded.kind;
    if (decoded.kind === Kind.ignored || decoded.kind === Kind.anytime) {
      continue;
    }
    value[i] = ids.idOf(decoded.value);
    if (decoded.kind === Kind.cas || decoded.kind === Kind.maybe) {
      if (from.length === 0) {
        from = new Int32Array(operations.length);
      }
      from[i] = ids.idOf(decoded.from);
    }
  }
  return { call, return: returned, kind, value, from, values: ids.count };
}
