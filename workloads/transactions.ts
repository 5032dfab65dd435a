import type { TransactionStep } from '../harness/core/data-types/index.js';
import { unfold, type Generator } from '../harness/core/generator/index.js';
import type { JsonObject } from '../harness/core/json.js';
import type { Random } from '../harness/core/random.js';

/** What random transactions are made of, and how they are judged. */
export const transactionDefaults = {
  /** The level that the store claims. */
  consistencyModel: 'strict-serializable',
  /** Keys in use at a time. The first is chosen for half of the steps, the next for a quarter, and so on. */
  liveKeys: 10,
  writesPerKey: 32,
  longestTransaction: 4,
  readShare: 0.5,
} as const;

interface KeysInUse {
  readonly random: Random;
  /** Keys in use with the number of their writes. */
  readonly keys: readonly (readonly [key: number, writes: number])[];
  readonly nextKey: number;
}

/**
 * Random transactions of reads and of writes of unique values over keys that are replaced after so
 * many writes, so that no value grows for ever.
 */
export function transactions(
  random: Random,
  write: 'w' | 'append',
  options: JsonObject,
): Generator {
  const liveKeys = Number(options['liveKeys']);
  const keys = Array.from({ length: liveKeys }, (_, key) => [key, 0] as const);
  return unfold<KeysInUse>({ random, keys, nextKey: liveKeys }, (state) => {
    const [more, afterLength] = state.random.integer(Number(options['longestTransaction']));
    let now: KeysInUse = { ...state, random: afterLength };
    const steps: TransactionStep[] = [];
    for (let left = more + 1; left > 0; left -= 1) {
      const [step, next] = randomStep(now, write, options);
      steps.push(step);
      now = next;
    }
    return [{ f: 'txn', value: steps }, now];
  });
}

function randomStep(
  state: KeysInUse,
  write: 'w' | 'append',
  options: JsonObject,
): [TransactionStep, KeysInUse] {
  const [fraction, afterKey] = state.random.fraction();
  const [share, random] = afterKey.fraction();
  // The first of n with a probability of 1/2, the second of 1/4, …
  const range = 1 - 2 ** -state.keys.length;
  const at = Math.min(state.keys.length - 1, Math.floor(-Math.log2(1 - fraction * range)));
  const [key, writes] = state.keys[at] as readonly [number, number];
  if (share < Number(options['readShare'])) return [['r', key, null], { ...state, random }];
  const step: TransactionStep = [write, key, writes + 1];
  return writes + 1 < Number(options['writesPerKey'])
    ? [step, { ...state, random, keys: state.keys.with(at, [key, writes + 1]) }]
    : [step, { random, keys: state.keys.with(at, [state.nextKey, 0]), nextKey: state.nextKey + 1 }];
}
