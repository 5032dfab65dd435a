import { describe, expect, it } from 'vitest';

import { planFaults } from '../../nemesis/index.js';
import { BUILT_IN, loadCatalogue } from '../catalogue/index.js';
import { UnsupportedError } from '../core/errors.js';
import type { Fault } from '../core/fault.js';
import type { ScheduledFault } from '../core/schedule.js';
import type { SystemDefinition } from '../core/system.js';
import { presetsOf, scheduleOf } from './nemesis-presets.js';

const { faults, systems } = await loadCatalogue([BUILT_IN]);
const presets = presetsOf(faults);
const timing = { quiet_ms: 1000, active_ms: 2000, at_once: 2, jitter: 0.5 };
const nodes = ['n1', 'n2', 'n3', 'n4', 'n5', 'n6'];
// Presets about Sentinels on nodes of their own can be had on these.
const layout = { data: nodes.slice(0, 3), watchers: nodes.slice(3) };
const possible = () => Promise.resolve(null);
const kernel = { lacks: () => Promise.resolve(null) };

/** Whether a system can have a preset; a mix adapts to it. */
async function planned(name: string, system: SystemDefinition): Promise<boolean> {
  const cluster = { system, nodes, layout, kernel };
  const refusal = async (fault: ScheduledFault) => {
    const alone = { kind: 'periodic', faults: [fault], ...timing } as const;
    const plan = await planFaults(alone, cluster, faults);
    return plan.supported ? null : 'it cannot';
  };
  try {
    const { schedule } = await scheduleOf([name], presets, timing, refusal);
    return (await planFaults(schedule, cluster, faults)).supported;
  } catch (thrown) {
    // Nothing of the mix is for this system.
    if (thrown instanceof UnsupportedError) return false;
    throw thrown;
  }
}

describe('a preset', () => {
  it.each(presets.map(({ name }) => name))(
    '%s is a schedule that some system can have',
    async (name) => {
      const plans = await Promise.all(systems.map((system) => planned(name, system)));
      expect(plans).toContain(true);
    },
  );

  it('has the times that were asked for', async () => {
    const { schedule } = await scheduleOf(['kill-any'], presets, timing, possible);
    expect(schedule).toEqual({
      kind: 'periodic',
      faults: [
        {
          start: { fault: 'start-kill', value: { target: 'any' } },
          stop: { fault: 'stop-kill' },
          nemesis: 'kill-any',
        },
      ],
      ...timing,
    });
  });

  it('asks for no acknowledged write where its fault stops them all by design', async () => {
    const demands = async (name: string) => {
      const { schedule } = await scheduleOf([name], presets, timing, possible);
      if (schedule.kind !== 'periodic') return [];
      return schedule.faults.map(({ start }) => start.acknowledged);
    };
    for (const name of ['config-change', 'repoint-primary', 'disk-full', 'disk-read-only']) {
      expect(await demands(name), name).toEqual([0]);
    }
    expect(await demands('partition-primary')).toEqual([undefined]);
  });

  it('that is a mix leaves out what the system can’t have, and says why', async () => {
    const refusal = ({ start }: { start: { fault: string } }): Promise<string | null> =>
      Promise.resolve(start.fault === 'start-kill' ? 'it has no processes' : null);
    const { schedule, leftOut } = await scheduleOf(['everything'], presets, timing, refusal);
    const begun =
      schedule.kind === 'periodic' ? schedule.faults.map(({ start }) => start.fault) : [];
    expect(begun).not.toContain('start-kill');
    expect(begun).toEqual(expect.arrayContaining(['start-pause', 'rolling-restart']));
    expect(begun).not.toContain('flushall');
    expect([...leftOut]).toEqual([['start-kill', 'it has no processes']]);
  });

  it('that is a mix of which nothing can be had is refused, with the reasons', async () => {
    const refusal = () => Promise.resolve('it has no processes');
    await expect(scheduleOf(['disk-mix'], presets, timing, refusal)).rejects.toThrow(
      /a fault of disk-mix[^]*it has no processes/,
    );
  });

  it('that is no mix keeps what it names, for planning to refuse', async () => {
    const refusal = () => Promise.resolve('it has no processes');
    const { schedule, leftOut } = await scheduleOf(['kill-any'], presets, timing, refusal);
    expect(schedule.kind).toBe('periodic');
    expect(leftOut.size).toBe(0);
  });

  it('comes with a fault of one’s own, and enters the mixes that it names', async () => {
    const kill = faults.find(({ name }) => name === 'kill');
    if (kill === undefined) throw new Error('there is no kill');
    const compaction: Fault = {
      ...kill,
      name: 'compact',
      fs: ['compact'],
      presets: [
        { name: 'compact-any', summary: 'compacts', mixes: ['disk-mix'] },
        { name: 'compact-hard', summary: 'compacts', values: [{ hard: true }], stopsWrites: true },
      ],
    };
    const own = presetsOf([kill, compaction]);
    const { schedule } = await scheduleOf(['compact-hard', 'disk-mix'], own, timing, possible);
    expect(schedule.kind === 'periodic' ? schedule.faults : []).toEqual([
      {
        start: { fault: 'compact', value: { hard: true }, acknowledged: 0 },
        nemesis: 'compact-hard',
      },
      { start: { fault: 'compact' }, nemesis: 'disk-mix' },
    ]);
  });
});
