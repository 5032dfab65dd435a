import { registerType } from '../harness/core/data-types/index.js';
import { skewedInteger, unfold } from '../harness/core/generator/index.js';
import type { Workload } from '../harness/core/workload.js';
import { eachNodeReads, readsOfKeys } from './readers.js';

/**
 * Registers that all processes read and write, so that each comes back to what it has seen. Some keys are hot. A key that
 * is seldom written keeps its value until somebody finds that a later one was lost.
 */
export const sessions: Workload = {
  name: 'sessions',
  summary: 'reads and unique writes of registers, some of them hot, by every process',
  invariant:
    'each process sees its own writes, and the versions of a key in one order; in the end all nodes agree',
  dataType: registerType,
  checkers: ['session-guarantees', 'convergence'],
  model: { name: 'cas-register', options: { independent: true } },
  defaults: {
    keys: 32,
    skew: 1,
    readShare: 0.8,
    readYourWrites: true,
    monotonicReads: true,
    monotonicWrites: true,
    writesFollowReads: true,
  },
  main: ({ random, options }) =>
    unfold({ from: random, value: 1 }, ({ from, value }) => {
      const [key, afterKey] = skewedInteger(from, Number(options['keys']), Number(options['skew']));
      const [share, next] = afterKey.fraction();
      return share < Number(options['readShare'])
        ? [
            { f: 'read', value: [key, null] },
            { from: next, value },
          ]
        : [
            { f: 'write', value: [key, value] },
            { from: next, value: value + 1 },
          ];
    }),
  final: ({ nodeCount, keys }) => eachNodeReads(nodeCount, readsOfKeys(keys), 0),
};
