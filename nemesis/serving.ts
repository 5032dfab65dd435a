import { InputError } from '../harness/core/errors.js';
import type { Fault } from '../harness/core/fault.js';
import { HEAL } from '../harness/core/nemesis-record.js';

/** The fault that serves an f. @throws InputError with the names there are. */
export function serving(faults: readonly Fault[], f: string): Fault {
  const fault = faults.find((one) => one.fs.includes(f));
  if (fault !== undefined) return fault;
  throw new InputError({
    code: 'E_FAULT',
    expected: `one of ${[...faults.flatMap((one) => one.fs), HEAL].join(', ')}`,
    actual: `the schedule asks for ${f}`,
    advice: '`faultline list faults` shows all',
  });
}
