import { InvalidOptionError } from '../errors/errors.js';
import type { CheckOptions } from '../types.js';

/** Options with their defaults. */
export interface Settings {
  readonly explain: boolean;
  /** `undefined`: about as long as the verdict took. */
  readonly explainTimeoutMs: number | undefined;
  readonly maxStates: number | undefined;
  readonly useSpecialised: boolean;
}

/** @throws InvalidOptionError if a number is out of its range. */
export function settingsOf(options: CheckOptions): Settings {
  const { explainTimeoutMs, maxStates } = options;
  if (explainTimeoutMs !== undefined && !(explainTimeoutMs >= 0)) {
    throw new InvalidOptionError('explainTimeoutMs', 'zero or more', explainTimeoutMs);
  }
  if (maxStates !== undefined && !(maxStates >= 1)) {
    throw new InvalidOptionError('maxStates', 'one or more', maxStates);
  }
  return {
    explain: options.explain ?? true,
    explainTimeoutMs,
    maxStates,
    useSpecialised: options.method !== 'search',
  };
}
