/// <reference types="node" />
import process from 'node:process';
import { CASES, CURVES } from './cases.js';

/** What one case took. */
export interface Measurement {
  readonly verdict: string;
  /** Processor time of all threads, in seconds. */
  readonly processor_s: number;
  /** What a clock showed, in seconds: other processes make it longer. */
  readonly elapsed_s: number;
  /** The most that the process held, the history included, in MB. */
  readonly memory_MB: number;
  readonly history_MB: number;
}

function measure(name: string): Measurement {
  const subject = [...CASES, ...CURVES].find((one) => one.name === name);
  if (subject === undefined) throw new Error(`no case is called ${name}`);
  const check = subject.prepare();
  globalThis.gc?.();
  const history = process.memoryUsage().rss;
  const before = process.cpuUsage();
  const started = performance.now();
  const verdict = check();
  const elapsed = performance.now() - started;
  const { user, system } = process.cpuUsage(before);
  return {
    verdict,
    processor_s: (user + system) / 1e6,
    elapsed_s: elapsed / 1e3,
    memory_MB: process.resourceUsage().maxRSS / 1024,
    history_MB: history / 2 ** 20,
  };
}

process.stdout.write(JSON.stringify(measure(process.argv[2] ?? '')));
