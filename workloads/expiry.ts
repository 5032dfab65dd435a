import { expiringType } from '../harness/core/data-types/index.js';
import { concurrentKeys, limit, unfold } from '../harness/core/generator/index.js';
import type { Workload } from '../harness/core/workload.js';

/** Keys with values that are there for a time only, seldom enough written that many expire. */
export const expiry: Workload = {
  name: 'expiry',
  summary: 'writes of unique values that expire, and reads before and after their time',
  invariant: 'a read sees the last value of a key until its time is over, and not after that',
  dataType: expiringType,
  checkers: ['expiry'],
  defaults: {
    threadsPerKey: 5,
    liveKeys: 4,
    opsPerKey: 150,
    writeShare: 0.15,
    skew: 0,
    longestLifetime_ms: 100,
    clockError_ms: 5,
  },
  main({ random, options }) {
    const threadsPerKey = Number(options['threadsPerKey']);
    const liveKeys = Number(options['liveKeys']);
    const skew = Number(options['skew']);
    const longest_ms = Number(options['longestLifetime_ms']);
    return concurrentKeys({ threadsPerKey, liveKeys, random, skew }, (key) =>
      limit(
        Number(options['opsPerKey']),
        unfold({ from: random.fork(`key ${key}`), value: 1 }, ({ from, value }) => {
          const [share, afterShare] = from.fraction();
          const [part, next] = afterShare.fraction();
          if (share >= Number(options['writeShare'])) {
            return [
              { f: 'read', value: null },
              { from: next, value },
            ];
          }
          const lifetime_ms = Math.round(longest_ms * (0.5 + part / 2));
          return [
            { f: 'write', value: [value, lifetime_ms] },
            { from: next, value: value + 1 },
          ];
        }),
      ),
    );
  },
  final: () => null,
};
