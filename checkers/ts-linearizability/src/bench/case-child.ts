/// <reference types="node" />
import process from 'node:process';
import type { CheckResult } from '../types.js';
import { CASES } from './cases.js';

/** What one case costs, measured in a process of its own. */
export interface Measurement {
  readonly verdict: string;
  readonly method: string;
  /** The first check, in a process that has not checked anything before. */
  readonly firstMs: number;
  /** The best of three checks. */
  readonly bestMs: number;
  /** The least processor time of a check, of all threads: it does not depend on the neighbours. */
  readonly processorMs: number;
  /** A check with linearization or explanation. */
  readonly explainedMs: number;
  /** The most memory that the process held up to the end of the first check. */
  readonly peakMB: number;
  /** What it held before, mostly the history. */
  readonly historyMB: number;
}

const RUNS = 3;

function measure(index: number): Measurement {
  const check = CASES[index]?.prepare();
  if (check === undefined) {
    throw new Error(`there is no case ${index}`);
  }
  (globalThis as { gc?: () => void }).gc?.();
  const historyMB = process.memoryUsage.rss() / 1e6;
  const times: number[] = [];
  let processorMs = Infinity;
  const run = (): CheckResult => {
    const before = process.cpuUsage();
    const result = check({ explain: false });
    const { user, system } = process.cpuUsage(before);
    processorMs = Math.min(processorMs, (user + system) / 1e3);
    times.push(result.elapsedMs);
    return result;
  };
  let result = run();
  const peakMB = process.resourceUsage().maxRSS / 1e3;
  while (times.length < RUNS) {
    (globalThis as { gc?: () => void }).gc?.();
    result = run();
  }
  const explained = check({});
  const settled = result.verdict === 'illegal' ? result.illegal : result.partitions[0];
  return {
    verdict: result.verdict,
    method: settled !== undefined && 'method' in settled ? settled.method : '-',
    firstMs: times[0] ?? 0,
    bestMs: Math.min(...times),
    processorMs,
    explainedMs: explained.elapsedMs,
    peakMB,
    historyMB,
  };
}

process.stdout.write(JSON.stringify(measure(Number(process.argv[2]))));
