import { join } from 'node:path';

import { analyse } from '../analysis/index.js';
import type { LoadedCatalogue } from '../catalogue/index.js';
import type { History } from '../core/history.js';
import type { RunReport } from '../core/results.js';
import { renderHtml } from '../report/index.js';
import { FILES } from '../store/layout.js';
import { readRun } from '../store/run-reader.js';
import { writeAnalysis, writeText } from '../store/run-writer.js';

export interface AnalysisOptions {
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
 * @throws InputError when the folder is not that of a run.
 */
export async function analyseStored(
  folder: string,
  { sources }: LoadedCatalogue,
  options: AnalysisOptions,
): Promise<RunReport> {
  const started = performance.now();
  const { maxEvent_MiB } = options;
  const stored = await readRun(folder, maxEvent_MiB === undefined ? {} : { maxEvent_MiB });
  const judged = await analyse(stored, {
    sources,
    bounds: {
      timeout_ms: options.timeout_ms ?? defaultTimeout_ms(stored.history),
      memory_bytes: options.memory_bytes ?? 2 * 1024 ** 3,
    },
    threads: 2,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  const analysis = { ...judged, duration_ms: Math.round(performance.now() - started) };
  const report: RunReport = { ...stored, analysis };
  await writeAnalysis(stored.folder, analysis);
  await writeText(join(stored.folder, FILES.report), renderHtml(report));
  return report;
}
