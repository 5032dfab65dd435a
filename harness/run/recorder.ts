import type { Op } from '../core/op.js';

/** Where the interpreter records events, in order. */
export interface Recorder {
  /**
   * Takes one event. An invocation handed over here is on its way to the disk before the op is
   * sent to the store.
   */
  append(op: Op): void;
  /**
   * Resolves when the recorder can take more; at once unless the disk has fallen behind.
   * @throws EnvironmentError when the disk refuses what was appended.
   */
  ready(): Promise<void> | undefined;
}
