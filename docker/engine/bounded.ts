import { type Clock, NS_PER_MS } from '../../harness/core/clock.js';

/** Settles with the work, or rejects with `late()` once the bound is passed. */
export function bounded<T>(
  clock: Clock,
  timeout_ms: number,
  work: Promise<T>,
  late: () => Error,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = clock.at(clock.now() + timeout_ms * NS_PER_MS, () => {
      reject(late());
    });
    work.then(resolve, reject).finally(cancel);
  });
}
