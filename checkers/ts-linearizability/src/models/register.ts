import type { Model, Value } from '../types.js';
import { registerJustInTime } from '../specialised/register-just-in-time.js';
import { registerZones } from '../specialised/register-zones.js';
import { decodeRegister } from '../specialised/register/decode.js';
import { describeValue } from '../values/describe.js';
import { valueKey } from '../values/key.js';
import type { RegisterInput, RegisterOutput } from './inputs.js';

/** A read/write register that holds `initial` (default `null`) at first. */
export function register(initial: Value = null): Model<Value, RegisterInput, RegisterOutput> {
  return {
    name: 'register',
    init: () => [initial],
    step(state, input, output) {
      if (input.f === 'write') {
        return [input.value];
      }
      return output === undefined || valueKey(output) === valueKey(state) ? [state] : [];
    },
    key: valueKey,
    operationKey: (input, output) =>
      input.f === 'write' ? `w${keyText(input.value)}` : `r${keyText(output)}`,
    readOnly: (input) => input.f === 'read',
    describeOperation,
    describeState: describeValue,
    specialised: [registerZones, registerJustInTime].map((checker) =>
      checker(initial, decodeRegister, describeOperation),
    ),
  };
}

function describeOperation(input: RegisterInput, output: RegisterOutput | undefined): string {
  return input.f === 'write'
    ? `write(${describeValue(input.value)})`
    : `read() -> ${describeValue(output)}`;
}

/** The identity of a value that may be unknown as text: its type, then its key. */
export function keyText(value: Value | undefined): string {
  return value === undefined ? '?' : `${(typeof value)[0]}${String(valueKey(value))}`;
}
