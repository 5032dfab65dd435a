import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { hostKernel } from '../../docker/index.js';
import { engineTestsCanRun } from '../../docker/testing/engine-tests.js';
import type { Analysis } from '../../harness/core/results.js';
import type { Step } from '../../harness/core/schedule.js';
import { BUILT_IN, loadCatalogue } from '../../harness/catalogue/index.js';
import { planTest } from '../../harness/plan/index.js';
import { readRun } from '../../harness/store/run-reader.js';
import { start } from '../support/cli.js';
import { hostState, processesMarked, tracesOf } from '../support/host-state.js';
import { belongingsOf, subnetOf } from '../support/leftovers.js';

/** How long the random mix goes on. */
const MIX_S = Number(process.env['FAULTLINE_MIX_SECONDS'] ?? 600);
const SENTINEL = ['run', '--system', 'redis-sentinel', '--json'];

/** In how many runs every fault has its turn; one takes about four minutes. */
const PARTS = 6;
const parts = Array.from({ length: PARTS }, (_, i) => i + 1);

/**
 * A part of the faults that a Sentinel group can have, as steps: one after the other, each from a
 * whole cluster. The parts together are every fault.
 */
async function stepsOfPart(part: number): Promise<readonly Step[]> {
  const catalogue = await loadCatalogue([BUILT_IN]);
  const faults = { nemesis: ['everything'], quiet_ms: 0, active_ms: 0 };
  const request = { system: 'redis-sentinel', workload: 'set', nodeCount: 3, faults, seed: 1 };
  const { plan } = await planTest(request, { catalogue, kernel: hostKernel });
  const { schedule } = plan;
  if (schedule.kind !== 'periodic') throw new Error('there are faults');
  const ofPart = schedule.faults.filter((_, i) => i % PARTS === part - 1);
  return ofPart.flatMap(({ start: begin, stop }): Step[] => [
    { until: { cluster: 'converged' }, within_ms: 90_000 },
    begin,
    // Under some, such as a full disk, nothing may be acknowledged, so there is no state to await.
    { for_ms: 3000 },
    ...(stop === undefined ? [] : [stop]),
  ]);
}

describe.runIf(await engineTestsCanRun())('a campaign of all faults', () => {
  let results = '';
  beforeAll(async () => {
    results = await mkdtemp(join(tmpdir(), 'faultline-campaign-'));
  });
  afterAll(() => rm(results, { recursive: true }));

  /** Runs to its end, and expects that nothing is left of it. */
  async function campaign(args: readonly string[]) {
    const mark = randomUUID();
    const { child, finished, shows } = start([...SENTINEL, ...args, '--results', results], {
      FAULTLINE_TEST_MARK: mark,
    });
    const pid = child.pid ?? 0;
    await shows('clients at work');
    const subnet = subnetOf(pid);
    const { code, stdout, stderr } = await finished;
    const { verdicts } = JSON.parse(stdout) as Pick<Analysis, 'verdicts'>;
    expect(belongingsOf(pid)).toEqual([]);
    expect(tracesOf(subnet)).toEqual([]);
    expect(processesMarked(mark)).toEqual([]);
    const run = await readRun(join(results, 'latest'));
    const proven = verdicts.find(({ checker }) => checker === 'faults-proven');
    expect(proven?.outcome, `--seed ${run.plan.seed}: ${proven?.reason}`).toBe('valid');
    // Writes may be lost: that is what the faults are for. Nothing may be unknown.
    expect([0, 1], `--seed ${run.plan.seed}: ${stderr}`).toContain(code);
    return run;
  }

  it.each(parts)(
    `leaves the host as it was after every fault, part %i of ${PARTS}`,
    async (part) => {
      const schedule = join(results, `part-${part}.json`);
      const steps = await stepsOfPart(part);
      await writeFile(schedule, JSON.stringify({ kind: 'steps', steps }));
      const before = hostState();
      const run = await campaign(['--schedule', schedule, '--time-limit', '500']);
      const after = hostState();
      expect(after).toMatchObject({
        firewall: before.firewall,
        routes: before.routes,
        interfaces: before.interfaces,
        mounts: before.mounts,
        loopDevices: before.loopDevices,
        // A module that was loaded meanwhile may have brought others.
        sysctls: before.sysctls,
      });
      expect(Math.abs(after.clock_ms - before.clock_ms)).toBeLessThan(500);
      expect(run.run).toMatchObject({ ended: 'completed', recovery: { recovered: true } });
      // None was left out because the time was over.
      const wanted = steps.flatMap((step) => ('fault' in step ? [step.fault] : []));
      const ordered = [...run.history]
        .filter(
          ({ process, type, f }) => process === 'nemesis' && type === 'invoke' && f !== 'await',
        )
        .map(({ f }) => f);
      expect(ordered.slice(0, wanted.length)).toEqual(wanted);
    },
    700_000,
  );

  it(
    'at random, several at once, ends with a healthy cluster and every op accounted for',
    async () => {
      const mix = ['--nemesis', 'everything', '--at-once', '3', '--jitter', '0.5'];
      // Several together may stop the store, which is then no fault of theirs.
      mix.push('--acknowledged-per-fault', '0');
      const run = await campaign([
        ...mix,
        '--quiet',
        '2',
        // A third of it, the share of each of three faults, has to be more than its proof takes on a busy machine.
        '--active',
        '12',
        '--time-limit',
        String(MIX_S),
      ]);
      expect(run.run).toMatchObject({ ended: 'completed', recovery: { recovered: true } });
      const open = [...run.history].filter(
        (op) => op.type === 'invoke' && run.history.pairOf(op.index) === null,
      );
      expect(open).toEqual([]);
    },
    (MIX_S + 300) * 1000,
  );
});
