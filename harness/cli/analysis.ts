import { join } from 'node:path';

import { analyse } from '../analysis/index.js';
import type { LoadedCatalogue } from '../catalogue/index.js';
import { InputError } from '../core/errors.js';
import type { History } from '../core/history.js';
import { isJsonObject, type Json } from '../core/json.js';
import type { TestPlan } from '../core/plan.js';
import type { RunReport } from '../core/results.js';
import type { Verdict } from '../core/verdict.js';
import { formats } from '../histories/index.js';
import { renderHtml } from '../report/index.js';
import { FILES } from '../store/layout.js';
import { understoodBy } from '../store/import-run.js';
import type { JudgedBy } from './model-options.js';
import { readRun, type StoredRun } from '../store/run-reader.js';
import { writeAnalysis, writeTest, writeText } from '../store/run-writer.js';

export interface AnalysisOptions {
  /** What an imported history is judged as from now on. Default: as its plan says. */
  readonly judgedBy?: JudgedBy;
  /** Whether whole legal orders are wanted in verdicts. */
  readonly explain?: boolean;
  readonly signal?: AbortSignal;
  /** Bound on one event of the history, in units of 2^20 characters. */
  readonly maxEvent_MiB?: number;
  /** Bound on each checker. */
  readonly timeout_ms?: number;
  readonly memory_bytes?: number;
}

/** Each checker has so long, and longer on a long history: reading it alone takes time. */
const TIMEOUT_MS = 60_000;
const TIMEOUT_PER_EVENT_MS = 0.02;

function defaultTimeout_ms(history: History): number {
  return Math.ceil(TIMEOUT_MS + TIMEOUT_PER_EVENT_MS * history.length);
}

/**
 * Judges a stored run and writes `results.json` and `report.html` beside it. A fresh run and an
 * old one take the same way.
 * @throws InputError when the folder is not that of a run, and when an imported history is none of the
 *   model that it is to be judged by.
 */
export async function analyseStored(
  folder: string,
  catalogue: LoadedCatalogue,
  options: AnalysisOptions,
): Promise<RunReport> {
  const started = performance.now();
  const { maxEvent_MiB } = options;
  const read = await readRun(folder, maxEvent_MiB === undefined ? {} : { maxEvent_MiB });
  const plan = judgedAs(read.plan, options.judgedBy);
  const report = await judgeRun({ ...read, plan }, catalogue, options, started);
  if (plan !== read.plan) await writeTest(report.folder, plan, report.scenario);
  await writeAnalysis(report.folder, report.analysis);
  await writeText(join(report.folder, FILES.report), renderHtml(report));
  return report;
}

/**
 * Judges a run that was read; nothing is written.
 * @param started - since when the analysis takes time.
 * @throws InputError when an imported history is none of the model of its plan.
 */
export async function judgeRun(
  run: StoredRun,
  { sources }: LoadedCatalogue,
  options: AnalysisOptions,
  started = performance.now(),
): Promise<RunReport> {
  const judged = await analyse(run, {
    sources,
    bounds: {
      timeout_ms: options.timeout_ms ?? defaultTimeout_ms(run.history),
      memory_bytes: options.memory_bytes ?? 2 * 1024 ** 3,
    },
    threads: 2,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ...(options.explain === undefined ? {} : { explain: options.explain }),
  });
  refuseUnfit(run, judged.verdicts);
  const duration_ms = Math.round(performance.now() - started);
  return { ...run, analysis: { ...judged, duration_ms } };
}

/** @throws InputError where another model is asked for than a run of ours was made for. */
function judgedAs(plan: TestPlan, judgedBy: JudgedBy | undefined): TestPlan {
  if (judgedBy === undefined) return plan;
  const { imported } = plan;
  if (imported === undefined) {
    throw new InputError({
      code: 'E_OPTION',
      expected: 'an imported history for --model',
      actual: `this is a run of ${plan.system.name}, and its workload says what it is judged as`,
      advice: 'judge its history as something else with `faultline check <run> --model <name>`',
    });
  }
  const format = formats.find(({ name }) => name === imported.format);
  return { ...plan, ...judgedBy, model: understoodBy(judgedBy.model, format) };
}

/**
 * What a checker can't read in an imported history is a fault of the file, or of the model that was
 * named: no verdict, but bad input.
 * @throws InputError with the line of the file.
 */
export function refuseUnfit({ plan, history }: StoredRun, verdicts: readonly Verdict[]): void {
  const refused = verdicts.map(({ details }) => details['refused']).find(isJsonObject);
  if (refused === undefined || plan.imported === undefined) return;
  const { code, op, expected, actual, advice } = refused;
  const line = typeof op === 'number' ? history.line(op) : undefined;
  const place = line === undefined ? '' : ` at line ${line} of ${plan.imported.file}`;
  throw new InputError({
    code: wordsOf(code),
    expected: `${wordsOf(expected)}${place}`,
    actual: typeof op === 'number' ? `there is ${wordsOf(actual)}` : wordsOf(actual),
    advice: wordsOf(advice),
  });
}

function wordsOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
