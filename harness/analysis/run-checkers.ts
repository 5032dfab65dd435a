import { Piscina } from 'piscina';
import { type ConfigSource, loadCatalogue } from '../catalogue/index.js';
import type { CheckerBounds } from '../core/checker.js';
import { messageOf } from '../core/errors.js';
import type { History } from '../core/history.js';
import type { Observed } from '../core/observed.js';
import type { TestPlan } from '../core/plan.js';
import type { Subject, Verdict } from '../core/verdict.js';
import { count } from '../core/words.js';
import { compiledModule } from '../core/compiled-module.js';
import type { CheckTask } from './worker.js';

const MIB = 1024 * 1024;
/**
 * Checkers that watch their own bounds get this part of the time, so that they can say more: the
 * rest is for unpacking the history and for explaining a violation.
 */
const OWN_SHARE = 0.8;

/** How checkers are run. */
export interface CheckOptions {
  /** What the catalogue with the checkers is made of. */
  readonly sources: readonly ConfigSource[];
  /** For each checker: its time, and the heap of its thread. */
  readonly bounds: CheckerBounds;
  /** Whether whole legal orders are wanted in verdicts. */
  readonly explain?: boolean;
  /** What was seen of the store beside its clients; nothing when absent. */
  readonly observed?: Observed;
  /** Worker threads at one time. */
  readonly threads: number;
  /** Ends the analysis: verdicts that are not there yet are `unknown`. */
  readonly signal?: AbortSignal;
}

/**
 * Runs the plan's checkers on a history, each in a worker thread. A checker that throws, or
 * runs out of time or memory, gives `unknown` with the reason; never `valid`.
 */
export async function runCheckers(
  plan: TestPlan,
  history: History,
  options: CheckOptions,
): Promise<Verdict[]> {
  if (plan.checkers.length === 0) return [];
  const packed = history.pack();
  const pool = new Piscina<CheckTask, Verdict>({
    filename: compiledModule('harness/analysis/worker', import.meta.url, 2).href,
    minThreads: 1,
    maxThreads: Math.max(1, Math.min(options.threads, plan.checkers.length)),
    resourceLimits: { maxOldGenerationSizeMb: Math.ceil(options.bounds.memory_bytes / MIB) },
    execArgv: [],
  });
  const { explain = false } = options;
  const bounds = { ...options.bounds, timeout_ms: options.bounds.timeout_ms * OWN_SHARE };
  const { sources, observed = {} } = options;
  try {
    const verdicts = new Map<string, Verdict>();
    // A checker is handed over only when a thread is free for it: its time starts then.
    const waiting = [...plan.checkers];
    const lane = async (): Promise<void> => {
      for (let checker = waiting.shift(); checker !== undefined; checker = waiting.shift()) {
        const task = { checker, sources, bounds, plan, explain, history: packed, observed };
        verdicts.set(checker, await runOne(pool, task, options));
      }
    };
    await Promise.all(Array.from({ length: pool.maxThreads }, lane));
    return plan.checkers.flatMap((checker) => verdicts.get(checker) ?? []);
  } finally {
    await pool.destroy();
  }
}

async function runOne(
  pool: Piscina<CheckTask, Verdict>,
  task: CheckTask,
  { bounds, signal, sources }: CheckOptions,
): Promise<Verdict> {
  const deadline = AbortSignal.timeout(bounds.timeout_ms);
  const stop = signal === undefined ? deadline : AbortSignal.any([deadline, signal]);
  try {
    return await pool.run(task, { signal: stop });
  } catch (error) {
    const about = await subjectOf(task.checker, sources);
    return {
      checker: task.checker,
      outcome: 'unknown',
      reason: reasonOf(error, bounds, { late: deadline.aborted, ended: signal?.aborted === true }),
      anomalies: [],
      details: {},
      ...(about === undefined ? {} : { about }),
    };
  }
}

/** What a checker that said nothing would have spoken of. */
async function subjectOf(
  name: string,
  sources: readonly ConfigSource[],
): Promise<Subject | undefined> {
  // Where the catalogue itself cannot be loaded, that is the reason of the verdict.
  const catalogue = await loadCatalogue(sources).catch(() => null);
  return catalogue?.checkers.find((checker) => checker.name === name)?.about;
}

function reasonOf(
  error: unknown,
  bounds: CheckerBounds,
  stopped: { readonly late: boolean; readonly ended: boolean },
): string {
  if (stopped.ended) return 'the analysis was interrupted';
  if (stopped.late) {
    return `no verdict within ${count(bounds.timeout_ms)} ms; give the checker more time, or shorten the run`;
  }
  if (isOutOfMemory(error)) {
    return `no verdict within ${count(Math.ceil(bounds.memory_bytes / MIB))} MiB of memory; give the checker more, or shorten the run`;
  }
  return `the checker failed: ${messageOf(error)}`;
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}
