import type { Model, Value } from '../types.js';
import { registerJustInTime } from '../specialised/register-just-in-time.js';
import { registerZones } from '../specialised/register-zones.js';
import { decodeRegister } from '../specialised/register/decode.js';
import { describeValue } from '../values/describe.js';
import { isSameValue, keyText, valueKey } from '../values/key.js';
import type { CasRegisterInput, CasRegisterOutput } from './inputs.js';

/** A compare-and-set register that holds `initial` (default `null`) at first. */
export function casRegister(
  initial: Value = null,
): Model<Value, CasRegisterInput, CasRegisterOutput> {
  return {
    name: 'cas-register',
    init: () => [initial],
    step(state, input, output) {
      switch (input.f) {
        case 'write':
          return [input.value];
        case 'read':
          return output === undefined || isSameValue(output, state) ? [state] : [];
        default: {
          const sets = isSameValue(state, input.from);
          if (output === undefined) {
            return [sets ? input.to : state];
          }
          if (output === true) {
            return sets ? [input.to] : [];
          }
          const seen = seenValue(output);
          return !sets && (seen === undefined || isSameValue(seen, state)) ? [state] : [];
        }
      }
    },
    key: valueKey,
    operationKey(input, output) {
      switch (input.f) {
        case 'write':
          return `w${keyText(input.value)}`;
        case 'read':
          return `r${keyText(output)}`;
        default: {
          const seen = seenValue(output);
          // A failed cas that says what it saw is a read of that.
          if (seen !== undefined && !isSameValue(seen, input.from)) {
            return `r${keyText(seen)}`;
          }
          return `c${JSON.stringify([keyText(input.from), keyText(input.to), keyText(output)])}`;
        }
      }
    },
    readOnly: (input, output) =>
      input.f === 'read' || (input.f === 'cas' && output !== undefined && output !== true),
    describeOperation: describeCasRegisterOperation,
    describeState: describeValue,
    specialised: [registerZones, registerJustInTime].map((checker) =>
      checker(initial, decodeRegister, describeCasRegisterOperation),
    ),
  };
}

/** The value that a failed cas says it saw. */
function seenValue(output: CasRegisterOutput | undefined): Value | undefined {
  return typeof output === 'object' && output !== null && 'seen' in output
    ? output['seen']
    : undefined;
}

function describeCasRegisterOperation(
  input: CasRegisterInput,
  output: CasRegisterOutput | undefined,
): string {
  switch (input.f) {
    case 'write':
      return `write(${describeValue(input.value)})`;
    case 'read':
      return `read() -> ${describeValue(output)}`;
    default:
      return `cas(${describeValue(input.from)}, ${describeValue(input.to)}) -> ${describeCas(output)}`;
  }
}

function describeCas(output: CasRegisterOutput | undefined): string {
  if (output === undefined || output === true) {
    return output === undefined ? '?' : 'ok';
  }
  const seen = seenValue(output);
  return seen === undefined ? 'failed' : `failed, saw ${describeValue(seen)}`;
}
