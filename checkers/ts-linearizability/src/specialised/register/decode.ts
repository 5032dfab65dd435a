import type { CasRegisterInput, CasRegisterOutput } from '../../models/inputs.js';
import type { Value } from '../../types.js';
import { isSameValue } from '../../values/key.js';
import { Kind, type Decode } from './operations.js';

/** Reads, writes and compare-and-sets. */
export const decodeRegister: Decode<CasRegisterInput, CasRegisterOutput> = (operation, decoded) => {
  const { input, output } = operation;
  if (input.f === 'write') {
    decoded.kind = Kind.write;
    decoded.value = input.value;
    return true;
  }
  if (input.f === 'read') {
    return decodeRead(operation.return, output, decoded);
  }
  const answered = operation.return !== Infinity;
  decoded.value = input.to;
  decoded.from = input.from;
  if (output === undefined || output === true) {
    if (isSameValue(input.from, input.to)) {
      // It changes nothing, so it is a read, if it is known to have seen anything.
      return decodeRead(operation.return, output === true ? input.from : output, decoded);
    }
    decoded.kind = output === true || !answered ? Kind.cas : Kind.maybe;
    return true;
  }
  if (!answered) {
    decoded.kind = Kind.ignored;
    return true;
  }
  if (typeof output === 'object' && output !== null && 'seen' in output) {
    const seen = output['seen'];
    if (seen !== undefined) {
      decoded.kind = isSameValue(seen, input.from) ? Kind.impossible : Kind.read;
      decoded.value = seen;
      return true;
    }
  }
  decoded.kind = Kind.avoids;
  decoded.value = input.from;
  return true;
};

/** A read: of a value, or of one that is not known. */
export function decodeRead(
  returned: number,
  output: Value | undefined,
  decoded: { kind: number; value: Value },
): boolean {
  decoded.kind =
    returned === Infinity ? Kind.ignored : output === undefined ? Kind.anytime : Kind.read;
  decoded.value = output ?? null;
  return true;
}
