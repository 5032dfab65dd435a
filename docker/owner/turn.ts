import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { type Clock, NS_PER_MS } from '../../harness/core/clock.js';
import { EnvironmentError } from '../../harness/core/errors.js';
import type { Progress } from '../engine/engine.js';

const TELL_AFTER_MS = 500;

/** Runs work while no other harness process of this machine does such work. */
export type Exclusively = <T>(
  work: () => Promise<T>,
  progress: Progress,
  signal: AbortSignal,
) => Promise<T>;

/**
 * Turns by flock(1) on a file in a folder. A child holds the lock for as long as its input is
 * open, so the kernel ends our turn when we are killed, and nothing stale can be left.
 */
export function turnsIn(folder: string, clock: Clock): Exclusively {
  return async (work, progress, signal) => {
    await mkdir(folder, { recursive: true });
    const command = ['sh', '-c', 'echo held; exec cat >/dev/null'];
    const holder = execa('flock', [join(folder, 'build.lock'), ...command], {
      stdin: 'pipe',
      buffer: { stdout: false },
      reject: false,
      cancelSignal: signal,
    });
    const stopTelling = clock.at(clock.now() + TELL_AFTER_MS * NS_PER_MS, () => {
      progress('waiting for another run on this machine, which is making images');
    });
    try {
      const held = once(holder.stdout, 'data').then(() => true);
      const ended = holder.then(() => false);
      if (!(await Promise.race([held, ended]))) {
        signal.throwIfAborted();
        throw noTurn((await holder).stderr);
      }
      stopTelling();
      return await work();
    } finally {
      stopTelling();
      holder.stdin.end();
      await holder;
    }
  };
}

function noTurn(stderr: string): EnvironmentError {
  return new EnvironmentError({
    code: 'E_TURN',
    expected: '`flock` to give this run its turn at making images',
    actual: stderr === '' ? 'it ended' : stderr,
    advice: 'run as root on Linux, with util-linux installed',
  });
}
