import { dirname, resolve } from 'node:path';

import type { RunReport } from '../core/results.js';
import type { Judgement } from '../core/scenario.js';
import {
  judgedState,
  renderJUnit,
  renderMarkdown,
  type TestCase,
  type TestCaseState,
} from '../report/index.js';
import { writeText } from '../store/run-writer.js';
import { errorText } from './exit-code.js';

/** Where a command writes the summaries of its runs; none where absent. */
export interface SummaryFiles {
  readonly junit?: string | undefined;
  readonly markdown?: string | undefined;
}

/** A run that a command is going to do. */
export type PlannedRun = Pick<TestCase, 'name' | 'system' | 'workload'>;

/**
 * The summaries of a command's runs, written when the first one begins and anew whenever one
 * begins or ends: whatever ends the command, they hold what is known by then.
 */
export class Summaries {
  readonly #files: SummaryFiles;
  readonly #cases: TestCase[];
  /** Runs that go on beside each other write the same files: one after the other. */
  #written: Promise<void> = Promise.resolve();

  constructor(files: SummaryFiles, planned: readonly PlannedRun[]) {
    this.#files = files;
    this.#cases = planned.map((run) => ({ ...run, state: { kind: 'not-run' } }));
  }

  /**
   * Does one of the planned runs and writes down what it came to.
   * @throws what the run throws, and EnvironmentError where a summary can't be written.
   */
  async during(index: number, run: () => Promise<RunReport>): Promise<RunReport> {
    await this.#write(index, { kind: 'running' }, new Date().toISOString());
    try {
      const report = await run();
      await this.#write(index, judgedState(report));
      return report;
    } catch (error) {
      await this.#write(index, { kind: 'broke', reason: errorText(error, false) });
      throw error;
    }
  }

  /**
   * Writes down what came of a test that was judged by its plan alone.
   * @throws EnvironmentError where a summary can't be written.
   */
  planJudged(index: number, judgement: Judgement): Promise<void> {
    return this.#write(index, { kind: 'plan-judged', judgement });
  }

  #write(index: number, state: TestCaseState, startedAt?: string): Promise<void> {
    const one = this.#cases[index];
    if (one === undefined) throw new RangeError(`no run ${index} was planned`);
    this.#cases[index] = { ...one, ...(startedAt === undefined ? {} : { startedAt }), state };
    const before = this.#written.catch(() => undefined);
    this.#written = before.then(() => this.#writeFiles());
    return this.#written;
  }

  async #writeFiles(): Promise<void> {
    const { junit, markdown } = this.#files;
    if (junit !== undefined) await writeText(junit, renderJUnit(this.#cases, folderOf(junit)));
    if (markdown !== undefined) {
      await writeText(markdown, renderMarkdown(this.#cases, folderOf(markdown)));
    }
  }
}

function folderOf(file: string): string {
  return dirname(resolve(file));
}

/** The names of a run's repeats: each has one of its own, the same every time. */
export function repeatedName(name: string, run: number, repeats: number): string {
  return repeats === 1 ? name : `${name} #${run + 1}`;
}
