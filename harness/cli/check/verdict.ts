import type { CheckResult, UnknownCause } from 'ts-linearizability';

import type { CheckReport } from './check-report.js';
import type { Operations } from './collect.js';

const UNKNOWN: Readonly<Record<UnknownCause, string>> = {
  time: 'the time bound was reached: raise --timeout, or record fewer concurrent ops per key',
  memory: 'the memory bound was reached: raise --memory, or check a part of the history',
  aborted: 'it was interrupted',
  'infinite-states': 'the model has too many states for this history: check a part of it',
  'not-needed': 'another part settled it',
};

/** The verdict in one word and in one sentence. */
export function verdictOf(
  result: CheckResult,
  operations: Operations,
  model: string,
): Pick<CheckReport, 'outcome' | 'sentence'> {
  if (operations.events === 0) {
    return { outcome: 'unknown', sentence: 'there is nothing to judge: the history is empty' };
  }
  switch (result.verdict) {
    case 'ok': {
      const hollow = operations.all.length === 0 ? ', but no client op in it says anything' : '';
      const sentence = `the history is linearizable as a ${model}${hollow}`;
      return { outcome: 'valid', sentence };
    }
    case 'illegal': {
      const { key } = result.illegal;
      const about = key === '' ? '' : `: key ${key} has no legal order`;
      const sentence = `the history is not linearizable as a ${model}${about}`;
      return { outcome: 'invalid', sentence };
    }
    default:
      return { outcome: 'unknown', sentence: `no verdict: ${UNKNOWN[result.cause]}` };
  }
}

/** How many partitions each method judged. */
export function methodsOf(result: CheckResult): Record<string, number> {
  const methods: Record<string, number> = {};
  for (const partition of result.partitions) {
    if (partition.verdict === 'unknown') continue;
    methods[partition.method] = (methods[partition.method] ?? 0) + 1;
  }
  return methods;
}
