import { join } from 'node:path';

import { InputError } from '../core/errors.js';
import type { ScenarioRun } from '../core/results.js';
import { FILES } from './layout.js';
import { readJson } from './run-reader.js';
import { runSchema, testSchema } from './run-schema.js';
import { storedRuns } from './stored-runs.js';

/**
 * The judged runs of scenarios in a results folder, the oldest first.
 * @param leftOut - told of each run that is left out, since its files are not what a run writes.
 * @throws EnvironmentError when a folder can't be read.
 */
export async function scenarioRuns(
  results: string,
  leftOut: (folder: string, why: InputError) => void,
): Promise<ScenarioRun[]> {
  const runs: ScenarioRun[] = [];
  for (const { folder, analysis } of await storedRuns(results)) {
    if (analysis === null) continue;
    try {
      const { plan, scenario } = await readJson(join(folder, FILES.test), testSchema);
      if (scenario === null) continue;
      const run = await readJson(join(folder, FILES.run), runSchema);
      runs.push({ plan, scenario, run, analysis });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      leftOut(folder, error);
    }
  }
  return runs;
}
