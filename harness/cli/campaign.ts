import { join } from 'node:path';

import { createNemesis, overlapIn, scheduleGenerator } from '../../nemesis/index.js';
import { systemClock } from '../core/clock.js';
import { writeRolesOf } from '../core/write-roles.js';
import { Random } from '../core/random.js';
import type { RunReport, ScenarioRecord } from '../core/results.js';
import type { PlannedTest } from '../plan/index.js';
import { executeRun } from '../run/run.js';
import type { RunSink } from '../run/sink.js';
import { FILES } from '../store/layout.js';
import { runLog } from '../store/run-log.js';
import { RunWriter } from '../store/run-writer.js';
import { analyseStored } from './analysis.js';
import { errorText, SetupFailed } from './exit-code.js';
import { faultlineVersion } from './package-info.js';
import { boundResults } from './prune.js';
import type { RunPlace } from './session.js';
import { Watcher } from './watcher.js';

export interface CampaignRun {
  readonly test: PlannedTest;
  readonly scenario: ScenarioRecord | null;
  /** Shell command that runs the same test again. */
  readonly command: string;
}

/**
 * One run from its plan to its reports: cluster, run, recovery, collect, analysis, judgement,
 * reports. The record is on disk before anything is judged.
 * A run that failed while clients were at work is judged as well: it proved nothing, and its record says why.
 * @throws SetupFailed where its clients never began: there is nothing to judge.
 * @throws Interrupted when it was ended from outside; what was recorded stays.
 */
export async function campaignRun(place: RunPlace, run: CampaignRun): Promise<RunReport> {
  const { scenario, command } = run;
  const { plan, system, workload, capabilities } = run.test;
  const { catalogue } = place;
  const { faults } = catalogue;
  const startedAt = new Date().toISOString();
  const pool = await place.pool(system);
  await boundResults(place.results, place.resultsLimit_bytes, (line) => place.screen.log(line));
  const writer = await RunWriter.create(place.results, plan, scenario, startedAt);
  await writer.pointLatest();
  place.screen.log(`${plan.name}: seed ${plan.seed}, results in ${writer.folder}`);
  const log = runLog(join(writer.folder, FILES.harnessLog));
  const watcher = new Watcher(place.screen, writeRolesOf(plan));
  try {
    const outcome = await executeRun({
      plan,
      system,
      workload,
      faults: scheduleGenerator(
        plan.schedule,
        overlapIn(faults, plan.nodes),
        Random.fromSeed(plan.seed).fork('schedule'),
        plan.timeLimit_ms,
      ),
      capabilitiesNeeded: capabilities,
      createNemesis: (context) => createNemesis(faults, context),
      pool,
      sink: watched(writer, watcher),
      clock: systemClock(),
      signal: place.signal,
      log,
      observer: watcher,
      identity: { id: writer.id, startedAt, faultlineVersion: faultlineVersion(), command },
    });
    if (outcome.error !== null) {
      const hasBegun = outcome.record.phases.some(({ name }) => name === 'main');
      // What is thrown is told where it ends.
      if (hasBegun) place.screen.log(errorText(outcome.error, false));
      place.screen.log(`what was recorded is in ${writer.folder}`);
      place.signal.throwIfAborted();
      if (!hasBegun) throw new SetupFailed(outcome.error);
    }
  } finally {
    watcher.stop();
    log.close();
  }
  place.screen.log('- judging the history');
  const report = await analyseStored(writer.folder, catalogue, { signal: place.signal });
  place.signal.throwIfAborted();
  return report;
}

/** The folder's writer, with the watcher told of roles. */
function watched(writer: RunWriter, watcher: Watcher): RunSink {
  return {
    history: writer.history,
    role(sample) {
      watcher.role(sample);
      writer.role(sample);
    },
    clock: (sample) => writer.clock(sample),
    witness: (sample) => writer.witness(sample),
    event: (event) => writer.event(event),
    nodeLog: (node, name, text) => writer.nodeLog(node, name, text),
    record: (record) => writer.record(record),
    close: () => writer.close(),
  };
}
