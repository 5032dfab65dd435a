import { describe, expect, it } from 'vitest';

import { HistoryBuilder } from '../harness/core/history-builder.js';
import type { Schedule } from '../harness/core/schedule.js';
import { recordedSchedule } from './recorded-schedule.js';

const UNPLANNED: Schedule = { kind: 'none' };

describe('the schedule that a run played', () => {
  it('has its faults in order, the times between them, and the states awaited', () => {
    const history = new HistoryBuilder()
      .op({ process: 0, f: 'add', value: 1, start_ms: 100, end_ms: 101, type: 'ok' })
      .fault({ f: 'start-partition', start_ms: 600, end_ms: 700, intent: { grudge: 'halves' } })
      .fault({
        f: 'await',
        start_ms: 700,
        end_ms: 900,
        intent: { until: { primary: 'changed' }, within_ms: 5000 },
      })
      .fault({ f: 'stop-partition', start_ms: 1400, end_ms: 1500 })
      .fault({ f: 'heal', start_ms: 2000, end_ms: 2001 })
      .fault({
        f: 'await',
        start_ms: 2001,
        end_ms: 2002,
        intent: { until: { cluster: 'converged' }, within_ms: 1 },
      })
      .build();
    expect(recordedSchedule(history, UNPLANNED)).toEqual({
      kind: 'steps',
      steps: [
        { for_ms: 500 },
        { fault: 'start-partition', value: { grudge: 'halves' } },
        { until: { primary: 'changed' }, within_ms: 5000 },
        { for_ms: 500 },
        { fault: 'stop-partition' },
        { for_ms: 500 },
      ],
    });
  });

  it('keeps what a fault asks for itself', () => {
    const value = { target: 'primary' };
    const history = new HistoryBuilder()
      .op({ process: 0, f: 'add', value: 1, start_ms: 0, end_ms: 1, type: 'ok' })
      .fault({ f: 'start-disk-full', start_ms: 10, end_ms: 20, intent: value })
      .fault({ f: 'stop-disk-full', start_ms: 30, end_ms: 40 })
      .build();
    const order = { fault: 'start-disk-full', value, acknowledged: 0 };
    const planned: Schedule = {
      kind: 'periodic',
      faults: [{ start: order, stop: { fault: 'stop-disk-full' } }],
      quiet_ms: 1,
      active_ms: 1,
    };
    expect(recordedSchedule(history, planned)).toMatchObject({
      steps: [{ for_ms: 10 }, order, { for_ms: 10 }, { fault: 'stop-disk-full' }],
    });
  });

  it('is none where nothing went wrong', () => {
    const history = new HistoryBuilder()
      .op({ process: 0, f: 'add', value: 1, start_ms: 1, end_ms: 2, type: 'ok' })
      .fault({ f: 'heal', start_ms: 3, end_ms: 4 })
      .build();
    expect(recordedSchedule(history, UNPLANNED)).toEqual({ kind: 'none' });
  });
});
