import { expect } from 'vitest';

import { faultline, type Finished } from './cli.js';

/** A short run on the in-process store. */
const QUICK = '--system memory --rate 400 --time-limit 1'.split(' ');
/** Of its faults, where it has some. */
const QUICK_FAULTS = '--quiet 0.2 --active 0.5'.split(' ');

/** Runs a short test on the in-process store. */
export function runMemory(results: string, ...args: readonly string[]): Promise<Finished> {
  const times = args.includes('--nemesis') ? QUICK_FAULTS : [];
  return faultline('run', ...QUICK, ...times, '--results', results, ...args);
}

/** The folder of a run that was made with --json. */
export function folderOf({ stdout }: Finished): string {
  return (JSON.parse(stdout) as { folder: string }).folder;
}

/** A message that says what is wrong, exit code 254, and no stack. */
export function expectBadInput(finished: Finished, message: RegExp): void {
  expect(finished.code).toBe(254);
  expect(finished.stderr).toMatch(message);
  expect(finished.stderr).not.toMatch(/\n\s+at /);
}
