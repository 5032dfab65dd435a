import type { CheckOptions } from '../types.js';
import type { WorkerPort } from './port.js';

/** What the pool needs besides the usual options. */
export interface PoolOptions extends CheckOptions {
  /** Starts a worker whose script calls `serveChecks`. */
  readonly startWorker: () => WorkerPort;
  /** How many workers, at most. */
  readonly workers: number;
  /** The name of the model in the workers' registry. */
  readonly model: string;
  /** Passed to the factory in the registry; must be data that can be cloned. */
  readonly modelOptions?: unknown;
  /**
   * How long a worker that has something to do may say nothing before it counts as dead, default:
   * 30,000. A worker says how far it is every 100 ms, unless a single step of the model takes
   * longer.
   */
  readonly silenceTimeoutMs?: number;
}
