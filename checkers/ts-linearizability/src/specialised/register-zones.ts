import type { SpecialisedChecker, SpecialisedVerdict, Value } from '../types.js';
import { chainsOf } from './register/chains.js';
import { clustersOf } from './register/clusters.js';
import { resolveEffects, type Effects } from './register/effects.js';
import { linearize } from './register/linearize.js';
import { registerColumns, type Decode, type RegisterColumns } from './register/operations.js';
import { illegalChain, illegalSight, illegalZones } from './register/witness.js';
import { wordsFor, type DescribeOperation, type Words } from './words.js';
import { orderBlocks } from './zones.js';

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
            check: () => judge(columns, effects, wordsFor(operations, describe)),
          };
    },
  };
}

function judge(columns: RegisterColumns, effects: Effects, words: Words): SpecialisedVerdict {
  const clusters = clustersOf(columns, effects);
  if ('by' in clusters) {
    return illegalSight(columns, effects, clusters, words);
  }
  const facts = { columns, effects, clusters };
  const chains = chainsOf(columns, effects, clusters);
  if ('broken' in chains) {
    return illegalChain(facts, chains, words);
  }
  const order = orderBlocks(chains);
  return order instanceof Int32Array
    ? { verdict: 'ok', linearize: () => linearize(columns, clusters, chains, order) }
    : illegalZones(facts, chains, order, words);
}
