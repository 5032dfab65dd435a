import { InvalidOptionError } from '../errors/errors.js';
import type { CheckOptions } from '../types.js';

/** Options with their defaults. */
export interface Settings {
  readonly explain: boolean;
  readonly explainTimeoutMs: number;
  readonly maxStates: number | undefined;
  readonly useSpecialised: boolean;
}

/** @throws InvalidOptionError if a number is out of its range. */
export function settingsOf(options: CheckOptions): Settings {
  const { explainTimeoutMs = 2000, maxStates } = options;
  if (!(explainTimeoutMs >= 0)) {
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
