import type { Model } from '../types.js';
import { counterJustInTime } from '../specialised/counter-just-in-time.js';
import { countedSteps } from '../specialised/counter-steps.js';
import { decimalSum } from '../values/decimal-sum.js';
import { isSameValue, valueKey } from '../values/key.js';
import type { CounterInput, CounterOutput } from './inputs.js';

/** A counter that holds `initial` (default 0) at first. */
export function counter(initial = 0): Model<number, CounterInput, CounterOutput> {
  return {
    name: 'counter',
    init: () => [initial],
    step(state, input, output) {
      const sum = input.f === 'add' ? decimalSum(state, input.value) : state;
      return output === undefined || isSameValue(output, sum) ? [sum] : [];
    },
    key: valueKey,
    operationKey: (input, output) => `${input.f === 'add' ? input.value : 'r'},${output}`,
    readOnly: (input) => input.f === 'read',
    describeOperation,
    describeState: String,
    specialised: [
      countedSteps(initial, describeOperation),
      counterJustInTime(initial, describeOperation),
    ],
  };
}

function describeOperation(input: CounterInput, output: CounterOutput | undefined): string {
  return input.f === 'add'
    ? `add(${input.value})${output === undefined ? '' : ` -> ${output}`}`
    : `read() -> ${output ?? '?'}`;
}
