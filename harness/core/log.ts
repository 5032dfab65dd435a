import type { JsonObject } from './json.js';

/** The harness' own log; goes to the run's `harness.log`, people read the console instead. */
export interface Log {
  info(message: string, data?: JsonObject): void;
  warn(message: string, data?: JsonObject): void;
}

/** A log that keeps nothing. */
export const silentLog: Log = { info: () => undefined, warn: () => undefined };
