import type {
  CasRegisterInput,
  CasRegisterOutput,
  RegisterInput,
  RegisterOutput,
} from '../models/inputs.js';
import type { Operation, SpecialisedChecker, Value } from '../types.js';
import { valueKey } from '../values/key.js';
import { checkRegister } from './register/check.js';
import { resolveEffects } from './register/effects.js';
import { Kind, registerColumns, type Decode } from './register/operations.js';
import { wordsFor, type DescribeOperation } from './words.js';

/**
 * Registers that are written a different value each time, in O(n log n): the zones of Gibbons and
 * Korach ("Testing shared memories", 1997). A write without an answer counts once its value was
 * read.
 */
export function registerZones(
  initial: Value,
  describe: DescribeOperation<RegisterInput, RegisterOutput>,
): SpecialisedChecker<RegisterInput, RegisterOutput> {
  return zones('register-zones', initial, decodeRegister, describe);
}

/**
 * Compare-and-set registers that are set to a different value each time, in O(n log n): values
 * that cas link are blocks of the zone test. A failed cas that says what it saw is a read; one
 * that does not is decided if it fits in the legal order found for the others.
 */
export function casRegisterZones(
  initial: Value,
  describe: DescribeOperation<CasRegisterInput, CasRegisterOutput>,
): SpecialisedChecker<CasRegisterInput, CasRegisterOutput> {
  return zones('cas-register-zones', initial, decodeCasRegister, describe);
}

/** A checker by zones, of what `decode` makes of the operations. */
export function zones<Input, Output>(
  name: string,
  initial: Value,
  decode: Decode<Input, Output>,
  describe: DescribeOperation<Input, Output>,
): SpecialisedChecker<Input, Output> {
  return {
    name,
    recognise(operations) {
      const columns = registerColumns(operations, initial, decode);
      if (typeof columns === 'string') {
        return { recognised: false, because: columns };
      }
      const effects = resolveEffects(columns);
      if (typeof effects === 'string') {
        return { recognised: false, because: effects };
      }
      return {
        recognised: true,
        check: () => checkRegister(columns, effects, wordsFor(operations, describe)),
      };
    },
  };
}

const decodeRegister: Decode<RegisterInput, RegisterOutput> = (operation, decoded) => {
  const { input, output } = operation;
  if (input.f === 'write') {
    decoded.kind = Kind.write;
    decoded.value = input.value;
    return true;
  }
  return input.f === 'read' && decodeRead(operation.return, output, decoded);
};

const decodeCasRegister: Decode<CasRegisterInput, CasRegisterOutput> = (
  operation,
  decoded,
  position,
) => {
  const { input, output } = operation;
  if (input.f !== 'cas') {
    return decodeRegister(operation as Operation<RegisterInput, RegisterOutput>, decoded, position);
  }
  const answered = operation.return !== Infinity;
  decoded.value = input.to;
  decoded.from = input.from;
  if (output === undefined || output === true) {
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
      decoded.kind = valueKey(seen) === valueKey(input.from) ? Kind.impossible : Kind.read;
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
