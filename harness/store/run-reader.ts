import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

import { InputError, messageOf } from '../core/errors.js';
import type { History } from '../core/history.js';
import { asksForLogMatches, logMatchesIn, type LogMatches } from '../core/log-patterns.js';
import type { TestPlan } from '../core/plan.js';
import type { ClockSample, RoleSample, RunRecord, ScenarioRecord } from '../core/results.js';
import type { StoreEvent } from '../core/store-event.js';
import type { WitnessSample } from '../core/witness.js';
import { parseJson } from '../histories/index.js';
import { historyIn, readHistory, type ReadHistoryOptions } from './history-reader.js';
import { FILES } from './layout.js';
import {
  clockSampleSchema,
  roleSampleSchema,
  runSchema,
  storeEventSchema,
  testSchema,
  witnessSampleSchema,
} from './run-schema.js';

/** A run that was read back: all that `analyze` and `report` start from. */
export interface StoredRun {
  readonly folder: string;
  readonly plan: TestPlan;
  readonly scenario: ScenarioRecord | null;
  readonly run: RunRecord;
  readonly history: History;
  readonly roles: readonly RoleSample[];
  readonly clocks: readonly ClockSample[];
  readonly witness: readonly WitnessSample[];
  readonly events: readonly StoreEvent[];
  /** Last lines of each node's logs, by `n1/redis-server.log`. */
  readonly logTails: Readonly<Record<string, string>>;
  /** Lines of these logs that the plan's patterns fit; absent where it does not ask for them. */
  readonly logMatches?: LogMatches;
}

const LOG_TAIL_CHARS = 8 * 1024;

/**
 * Reads a run's folder (or a link to one).
 * @throws InputError naming the file, what was expected in it and what came.
 */
export async function readRun(path: string, options: ReadHistoryOptions = {}): Promise<StoredRun> {
  const folder = await existingFolder(path);
  const { plan, scenario } = await readJson(join(folder, FILES.test), testSchema);
  const run = await readJson(join(folder, FILES.run), runSchema);
  const { history } = await readHistory(await historyIn(folder), {
    ...options,
    cutNemesis: plan.imported !== undefined,
  });
  return {
    folder,
    plan,
    scenario,
    run,
    history,
    roles: await readSamples(join(folder, FILES.roles), roleSampleSchema),
    clocks: await readSamples(join(folder, FILES.clocks), clockSampleSchema),
    witness: await readSamples(join(folder, FILES.witness), witnessSampleSchema),
    events: await readSamples(join(folder, FILES.events), storeEventSchema),
    ...(await readLogs(join(folder, FILES.nodes), plan)),
  };
}

async function existingFolder(path: string): Promise<string> {
  try {
    const folder = await realpath(path);
    if ((await stat(folder)).isDirectory()) return folder;
  } catch {
    // Said below, in words.
  }
  throw new InputError({
    code: 'E_RUN_FOLDER',
    expected: `the folder of a run at ${path}`,
    actual: 'there is no such folder',
    advice: 'name a folder as printed at the end of a run, or results/latest',
  });
}

/** @throws InputError naming the file, what was expected in it and what came. */
export async function readJson<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  let parsed: unknown;
  try {
    parsed = parseJson(await readFile(path, 'utf8'), { line: 1, column: 1 });
  } catch (error) {
    throw new InputError({
      code: 'E_RUN_FILE',
      expected: `JSON in ${path}`,
      actual: messageOf(error),
      advice: 'name the folder of a run; if it is one, its file was changed or lost',
      cause: error,
    });
  }
  const result = schema.safeParse(parsed);
  if (result.success) return result.data;
  throw new InputError({
    code: 'E_RUN_FILE',
    expected: `what a run writes into ${path}`,
    actual: z.prettifyError(result.error),
    advice: 'the file was changed by hand or written by another version of Faultline',
  });
}

/** Samples are an ornament of the report: what can't be read of them is left out. */
async function readSamples<T>(path: string, schema: z.ZodType<T>): Promise<T[]> {
  let text = '';
  try {
    text = await readFile(path, 'utf8');
  } catch {
    return [];
  }
  return text.split('\n').flatMap((line) => {
    try {
      const sample = schema.safeParse(JSON.parse(line));
      return sample.success ? [sample.data] : [];
    } catch {
      return [];
    }
  });
}

async function readLogs(
  folder: string,
  plan: TestPlan,
): Promise<Pick<StoredRun, 'logTails' | 'logMatches'>> {
  const logs: Record<string, string> = {};
  for (const node of await entries(folder)) {
    for (const file of await entries(join(folder, node))) {
      logs[`${node}/${file}`] = await readFile(join(folder, node, file), 'utf8');
    }
  }
  const tails = Object.entries(logs).map(([name, text]) => [name, text.slice(-LOG_TAIL_CHARS)]);
  return {
    logTails: Object.fromEntries(tails) as StoredRun['logTails'],
    ...(asksForLogMatches(plan) && { logMatches: logMatchesIn(logs, plan.logPatterns) }),
  };
}

async function entries(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch {
    return [];
  }
}
