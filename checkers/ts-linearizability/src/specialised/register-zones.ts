import type { SpecialisedChecker, Value } from '../types.js';
import { checkRegister } from './register/check.js';
import { resolveEffects } from './register/effects.js';
import { registerColumns, type Decode } from './register/operations.js';
import { wordsFor, type DescribeOperation } from './words.js';

/**
 * Registers that are set to a different value each time, in O(n log n): the zones of Gibbons and
 * Korach ("Testing shared memories", 1997); values that compare-and-sets link are one block of
 * the zone test. A failed compare-and-set that says what it saw is a read; those that do not are left to
 * others. A write without an answer counts once its value was read.
 */
export function registerZones<Input, Output>(
  initial: Value,
  decode: Decode<Input, Output>,
  describe: DescribeOperation<Input, Output>,
): SpecialisedChecker<Input, Output> {
  return {
    name: 'register-zones',
    recognise(operations) {
      const columns = registerColumns(operations, initial, decode);
      if (typeof columns === 'string') {
        return { recognised: false, because: columns };
      }
      const effects = resolveEffects(columns);
      return typeof effects === 'string'
        ? { recognised: false, because: effects }
        : {
            recognised: true,
            check: () => checkRegister(columns, effects, wordsFor(operations, describe)),
          };
    },
  };
}
