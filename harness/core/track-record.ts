import { isDeepStrictEqual } from 'node:util';

import type { ScenarioRecord, ScenarioRun } from './results.js';
import { mergedByVersions, tallyOf, type VersionTally } from './tally.js';

/** What the runs of a scenario came to. */
export interface TalliedScenario {
  /** As its newest run has it. All runs that are counted have the same expectation, bound and conditions. */
  readonly scenario: ScenarioRecord;
  readonly system: string;
  readonly workload: string;
  /** One for each set of versions that nodes told. */
  readonly tallies: readonly VersionTally[];
}

/** What scenarios came to, in runs whose folders may be gone: `record.json`. */
export interface TrackRecord {
  /** By their names. */
  readonly scenarios: readonly TalliedScenario[];
}

/** A record with the runs of a results folder in it. */
export interface Addition {
  readonly record: TrackRecord;
  readonly added: number;
  /** So many runs were counted before. */
  readonly known: number;
  /** By the name of a scenario: how many of its runs do not count (any more), since something else was expected later. */
  readonly outdated: ReadonlyMap<string, number>;
}

/**
 * Counts runs in a record. A run is known by its id: one that is counted already changes nothing.
 *
 * Runs of one scenario only count together where the same was expected of them: the same expectation, kind of anomaly,
 * bound and conditions of proof. What the newest run has counts, and runs that were judged otherwise are left out.
 */
export function addRuns(before: TrackRecord, runs: readonly ScenarioRun[]): Addition {
  const scenarios = new Map(before.scenarios.map((one) => [one.scenario.name, one]));
  const outdated = new Map<string, number>();
  let [added, known] = [0, 0];
  // So the newest run says first what counts, and no run is added that a newer one takes out again.
  const newestFirst = [...runs].sort((a, b) => b.run.startedAt.localeCompare(a.run.startedAt));
  for (const run of newestFirst) {
    const { name } = run.scenario;
    const had = scenarios.get(name);
    const isOutdated = (count: number) => outdated.set(name, (outdated.get(name) ?? 0) + count);
    if (had?.tallies.some(({ counted }) => counted.includes(run.run.id)) === true) {
      known += 1;
    } else if (had === undefined || judgedAlike(had.scenario, run.scenario)) {
      scenarios.set(name, withRun(had, run));
      added += 1;
    } else if (isNewer(run, had)) {
      isOutdated(had.tallies.reduce((sum, tally) => sum + tally.runs, 0));
      scenarios.set(name, withRun(undefined, run));
      added += 1;
    } else {
      isOutdated(1);
    }
  }
  return {
    record: {
      scenarios: [...scenarios.values()].sort((a, b) =>
        a.scenario.name.localeCompare(b.scenario.name),
      ),
    },
    added,
    known,
    outdated,
  };
}

function withRun(had: TalliedScenario | undefined, run: ScenarioRun): TalliedScenario {
  const tallies = mergedByVersions([...(had?.tallies ?? []), tallyOf(run)]);
  if (had !== undefined && !isNewer(run, had)) return { ...had, tallies };
  const { scenario, plan } = run;
  return { scenario, system: plan.system.name, workload: plan.workload.name, tallies };
}

/** Whether the same was expected of the runs of both. Words and the test itself may differ. */
function judgedAlike(a: ScenarioRecord, b: ScenarioRecord): boolean {
  return isDeepStrictEqual(judgedBy(a), judgedBy(b));
}

function judgedBy({ expectation, anomaly, bound, conditions }: ScenarioRecord) {
  return { expectation, anomaly, bound, conditions };
}

/** Whether a run started after all that are counted, as far as anybody knows when those started. */
function isNewer({ run }: ScenarioRun, { tallies }: TalliedScenario): boolean {
  return tallies.every(({ started }) => started === undefined || run.startedAt > started[1]);
}
