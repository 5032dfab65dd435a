import { join } from 'node:path';

import type { Analysis, RunRecord, ScenarioRecord } from '../core/results.js';
import { FILES } from './layout.js';
import { readJson } from './run-reader.js';
import { runSchema, testSchema } from './run-schema.js';
import { storedRuns } from './stored-runs.js';

/** A stored run of a scenario with what was decided of it, without its history. */
export interface ScenarioRun {
  readonly scenario: ScenarioRecord;
  readonly run: RunRecord;
  readonly analysis: Analysis;
}

/**
 * The judged runs of scenarios in a results folder, the oldest first.
 * @throws EnvironmentError when a folder can't be read; InputError when a run's file is not what a run writes.
 */
export async function scenarioRuns(results: string): Promise<ScenarioRun[]> {
  const runs: ScenarioRun[] = [];
  for (const { folder, analysis } of await storedRuns(results)) {
    if (analysis === null) continue;
    const { scenario } = await readJson(join(folder, FILES.test), testSchema);
    if (scenario === null) continue;
    runs.push({ scenario, run: await readJson(join(folder, FILES.run), runSchema), analysis });
  }
  return runs;
}
