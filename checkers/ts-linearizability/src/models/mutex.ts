import type { Model } from '../types.js';
import { mutexCriticalSections } from '../specialised/mutex-critical-sections.js';
import type { MutexInput, MutexOutput } from './inputs.js';

/** A lock without owners, free (or held, if `held` is true) at first. */
export function mutex(held = false): Model<boolean, MutexInput, MutexOutput> {
  return {
    name: 'mutex',
    init: () => [held],
    step(state, input, output) {
      const acquires = input.f === 'acquire';
      const succeeds = state !== acquires;
      if (output !== undefined && output !== succeeds) {
        return [];
      }
      return [succeeds ? acquires : state];
    },
    key: (state) => state,
    operationKey: (input, output) => `${input.f},${output}`,
    readOnly: (_input, output) => output === false,
    describeOperation,
    describeState: (state) => (state ? 'held' : 'free'),
    specialised: [mutexCriticalSections(held, describeOperation)],
  };
}

function describeOperation(input: MutexInput, output: MutexOutput | undefined): string {
  return `${input.f}() -> ${output === undefined ? '?' : output ? 'ok' : 'refused'}`;
}
