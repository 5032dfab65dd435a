/// <reference types="node" />
import process from 'node:process';
import { checkOperations } from '../check/check.js';
import type { CheckOptions } from '../types.js';
import type { Subject } from './benchmark-case.js';
import { CASES } from './cases.js';
import { textbookCheck } from './textbook.js';

/** What a case costs: processor times of all threads, which do not depend on the neighbours. */
export interface Measurement {
  readonly verdicts: readonly string[];
  readonly method: string;
  /** The first check, in a process that has not checked anything before. */
  readonly coldMs: number;
  /** The best of some more checks. */
  readonly warmMs: number;
  /** The same, with linearization or explanation. */
  readonly provenMs: number;
  /** The most memory that the process held up to the end of the first check. */
  readonly peakMB: number;
  /** What it held before, mostly the history. */
  readonly historyMB: number;
  /** Missing if the textbook was not asked; null if it gave up. */
  readonly textbookMs?: number | null;
}

const LEAST_RUNS = 3;
const MOST_RUNS = 30;
/** No more runs after so long. */
const ENOUGH_MS = 500;
const CHECK_LIMIT_MS = 60_000;
const TEXTBOOK_LIMIT_MS = 10_000;

function collect(): void {
  (globalThis as { gc?: () => void }).gc?.();
}

function timeOf(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e3;
}

/** The best of some runs. */
function bestOf(run: () => void): number {
  let best = Infinity;
  let spent = 0;
  for (let runs = 0; runs < LEAST_RUNS || (runs < MOST_RUNS && spent < ENOUGH_MS); runs++) {
    const ms = timeOf(run);
    best = Math.min(best, ms);
    spent += ms;
  }
  return best;
}

function measure({ model, histories }: Subject, withTextbook: boolean): Measurement {
  const check = (options: CheckOptions) =>
    histories.map((history) =>
      checkOperations(model, history, { timeoutMs: CHECK_LIMIT_MS, ...options }),
    );
  collect();
  const historyMB = process.memoryUsage.rss() / 1e6;
  let results: ReturnType<typeof check> = [];
  const coldMs = timeOf(() => {
    results = check({ explain: false });
  });
  const peakMB = process.resourceUsage().maxRSS / 1e3;
  const methods = results.map((result) => {
    const settled = result.verdict === 'illegal' ? result.illegal : result.partitions[0];
    return settled !== undefined && 'method' in settled ? settled.method : '-';
  });
  return {
    verdicts: [...new Set(results.map(({ verdict }) => verdict))],
    method: [...new Set(methods)].join(', '),
    coldMs,
    warmMs: bestOf(() => void check({ explain: false })),
    provenMs: bestOf(() => void check({})),
    peakMB,
    historyMB,
    ...(withTextbook ? { textbookMs: textbookTime({ model, histories }) } : {}),
  };
}

function textbookTime({ model, histories }: Subject): number | null {
  let gaveUp = false;
  const run = (): void => {
    const deadline = performance.now() + TEXTBOOK_LIMIT_MS;
    for (const history of histories) {
      const verdict = textbookCheck(model, history, deadline - performance.now());
      gaveUp ||= verdict === 'unknown';
    }
  };
  const ms = timeOf(run);
  return gaveUp ? null : Math.min(ms, bestOf(run));
}

/** How fast this machine is now: the best time of some work that does not change. */
function calibrate(): number {
  const numbers = Float64Array.from({ length: 200_000 }, (_, i) => Math.sin(i));
  return bestOf(() => {
    const known = new Map<string, number>();
    for (const number of numbers.slice().sort()) {
      known.set(number.toFixed(4), number);
    }
  });
}

/** Measures the case of that index, or, without one, how fast the machine is. */
function measured(index: string | undefined): Measurement | number {
  if (index === undefined) {
    return calibrate();
  }
  const one = CASES[Number(index)];
  if (one === undefined) {
    throw new Error(`there is no case ${index}`);
  }
  return measure(one.prepare(), one.textbook !== undefined);
}

process.stdout.write(JSON.stringify(measured(process.argv[2])));
