import { NS_PER_MS, type Clock } from './clock.js';

/** What came of work that was given a bound. */
export type Bounded<T> = { readonly ended: true; readonly value: T } | { readonly ended: false };

/** Waits for work to end, but no longer than the bound; rejects if the work does so in time. */
export async function bounded<T>(
  clock: Clock,
  bound_ms: number,
  work: () => Promise<T>,
): Promise<Bounded<T>> {
  let cancel = (): void => undefined;
  const passed = new Promise<Bounded<T>>((resolve) => {
    cancel = clock.at(clock.now() + bound_ms * NS_PER_MS, () => {
      resolve({ ended: false });
    });
  });
  try {
    return await Promise.race([work().then((value) => ({ ended: true as const, value })), passed]);
  } finally {
    cancel();
  }
}
