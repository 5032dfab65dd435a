import { describe, expect, it } from 'vitest';

import { planFaults } from '../../nemesis/index.js';
import { faults, systems } from './catalogue.js';
import { presets, scheduleOf } from './nemesis-presets.js';

const timing = { quiet_ms: 1000, active_ms: 2000, at_once: 2, jitter: 0.5 };
const possible = (): null => null;

describe('a preset', () => {
  it.each(presets.map(({ name }) => name))('%s is a schedule that some system can have', (name) => {
    const { schedule } = scheduleOf([name], timing, possible);
    const plans = systems.map((system) => planFaults(schedule, system, ['n1', 'n2', 'n3'], faults));
    expect(plans.some(({ supported }) => supported)).toBe(true);
  });

  it('has the times that were asked for', () => {
    expect(scheduleOf(['kill-any'], timing, possible).schedule).toEqual({
      kind: 'periodic',
      faults: [
        {
          start: { fault: 'start-kill', value: { target: 'any' } },
          stop: { fault: 'stop-kill' },
        },
      ],
      ...timing,
    });
  });

  it('that is a mix leaves out what the system can’t have, and says why', () => {
    const refusal = ({ start }: { start: { fault: string } }): string | null =>
      start.fault === 'start-kill' ? 'it has no processes' : null;
    const { schedule, leftOut } = scheduleOf(['everything'], timing, refusal);
    const begun =
      schedule.kind === 'periodic' ? schedule.faults.map(({ start }) => start.fault) : [];
    expect(begun).not.toContain('start-kill');
    expect(begun).toEqual(expect.arrayContaining(['start-pause', 'rolling-restart']));
    expect(begun).not.toContain('flushall');
    expect([...leftOut]).toEqual([['start-kill', 'it has no processes']]);
  });

  it('that is no mix keeps what it names, for planning to refuse', () => {
    const { schedule, leftOut } = scheduleOf(['kill-any'], timing, () => 'it has no processes');
    expect(schedule.kind).toBe('periodic');
    expect(leftOut.size).toBe(0);
  });
});
