import type { Control } from './types.js';

/** The same bounds, and so much time from now on: for a side task. */
export function within({ now, stop, hold }: Control, timeoutMs: number): Control {
  const deadline = now() + timeoutMs;
  return { now, hold, stop: () => stop() ?? (now() >= deadline ? 'time' : undefined) };
}
