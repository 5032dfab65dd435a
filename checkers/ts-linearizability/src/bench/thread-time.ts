/// <reference types="node" />
import { openSync, readSync } from 'node:fs';
import process from 'node:process';

/**
 * How long the main thread has been ready to run without getting a core, in milliseconds; zero
 * where the system does not tell (`schedstat` of Linux).
 */
export const waitedForCoreMs: () => number = openSchedstat();

function openSchedstat(): () => number {
  const buffer = Buffer.alloc(64);
  try {
    const file = openSync(`/proc/self/task/${process.pid}/schedstat`, 'r');
    return () => {
      const length = readSync(file, buffer, 0, buffer.length, 0);
      return Number(buffer.toString('latin1', 0, length).split(' ')[1]) / 1e6;
    };
  } catch {
    return () => 0;
  }
}
