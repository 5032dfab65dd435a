import { describe, expect, test } from 'vitest';
import { ToldHistory } from '../../tests/support/told-history.js';
import type { Schedule } from '../../harness/core/schedule.js';
import type { Verdict } from '../../harness/core/verdict.js';
import { planOf } from '../../tests/fixtures/plan.js';
import { faultsProven } from './checker.js';

const PARTITION_ONCE = {
  kind: 'steps',
  steps: [{ fault: 'start-partition' }, { fault: 'stop-partition' }],
} as const satisfies Schedule;

function judged(builder: ToldHistory, schedule: Schedule = { kind: 'none' }): Verdict {
  return faultsProven.check(planOf({ schedule }), builder.build());
}

function partition(proven = true): ToldHistory {
  return new ToldHistory()
    .fault({
      f: 'start-partition',
      start_ms: 10,
      end_ms: 20,
      proven,
      evidence: ['n1 still hears n2'],
    })
    .fault({ f: 'stop-partition', start_ms: 50, end_ms: 60 });
}

const client = { process: 0, f: 'add', value: 1 };

describe('faults-proven', () => {
  test('is valid when no faults were planned', () => {
    expect(judged(new ToldHistory())).toMatchObject({
      outcome: 'valid',
      reason: 'no faults were planned',
    });
  });

  test('is valid when every fault is proven and met ops in flight', () => {
    const builder = partition().op({ ...client, start_ms: 30, end_ms: 31 });
    expect(judged(builder, PARTITION_ONCE).outcome).toBe('valid');
  });

  test('an op that spans the whole fault was in flight', () => {
    const builder = partition().op({ ...client, start_ms: 5, end_ms: 90 });
    expect(judged(builder, PARTITION_ONCE).outcome).toBe('valid');
  });

  test('is unknown when a fault is not proven, and names it with the evidence', () => {
    const verdict = judged(partition(false).op({ ...client, start_ms: 30, end_ms: 31 }));
    expect(verdict.outcome).toBe('unknown');
    expect(verdict.reason).toBe(
      'start-partition at 0.010 s was not proven to take effect (n1 still hears n2)',
    );
  });

  test('is unknown when a fault was over before its end, and says where, since when, and why', () => {
    const watched = {
      fault: 'partition',
      looks: 3,
      lapses: [
        { node: 'n2', lastSeen_ns: 31e6, firstMissed_ns: 42e6, evidence: ['n2 hears n1 again'] },
      ],
    };
    for (const f of ['stop-partition', 'heal']) {
      const builder = new ToldHistory()
        .fault({ f: 'start-kill', start_ms: 2, end_ms: 4 })
        .fault({
          f: 'stop-kill',
          start_ms: 6,
          end_ms: 8,
          watched: { fault: 'kill', looks: 1, lapses: [] },
        })
        .fault({ f: 'start-partition', start_ms: 10, end_ms: 20 })
        .fault({ f, start_ms: 50, end_ms: 60, watched })
        .op({ ...client, start_ms: 1, end_ms: 45 });
      const verdict = judged(builder);
      expect(verdict.outcome).toBe('unknown');
      expect(verdict.reason).toBe(
        'partition was no longer in effect on n2 from some moment between 0.031 s and 0.042 s on (n2 hears n1 again)',
      );
    }
  });

  test('is unknown when no client op was in flight during a fault', () => {
    const builder = partition()
      .op({ ...client, start_ms: 1, end_ms: 15 })
      .op({ ...client, start_ms: 55, end_ms: 56 });
    const verdict = judged(builder, PARTITION_ONCE);
    expect(verdict.outcome).toBe('unknown');
    expect(verdict.reason).toBe('no client op was in flight during start-partition at 0.010 s');
  });

  test.each([
    [{ inEffectAfter_ms: 1 }, 'valid'],
    [{}, 'unknown'],
  ])(
    'what was in effect long before it was proven met ops in flight then: %j',
    (effect, outcome) => {
      const builder = new ToldHistory()
        .fault({ f: 'start-remove-replica', start_ms: 10, end_ms: 20, effect })
        .fault({ f: 'heal', start_ms: 50, end_ms: 60 })
        .op({ ...client, start_ms: 12, end_ms: 15 });
      expect(judged(builder).outcome).toBe(outcome);
    },
  );

  test('is unknown when a state that was awaited did not come', () => {
    const builder = new ToldHistory().fault({
      f: 'await',
      intent: { primary: 'changed' },
      start_ms: 10,
      end_ms: 20,
      effect: { reached: false },
      proven: false,
    });
    const verdict = judged(builder);
    expect(verdict.outcome).toBe('unknown');
    expect(verdict.reason).toBe('not reached from 0.010 s on: another node promoted');
  });

  test('is unknown when a planned fault never ran', () => {
    const verdict = judged(new ToldHistory(), PARTITION_ONCE);
    expect(verdict.outcome).toBe('unknown');
    expect(verdict.reason).toContain('start-partition was planned 1 time and ran 0');
    const twice: Schedule = {
      kind: 'steps',
      steps: [...PARTITION_ONCE.steps, ...PARTITION_ONCE.steps],
    };
    const once = partition().op({ ...client, start_ms: 30, end_ms: 31 });
    expect(judged(once, twice).reason).toContain('start-partition was planned 2 times and ran 1');
    const periodic: Schedule = { kind: 'periodic', faults: [], quiet_ms: 1, active_ms: 1 };
    expect(judged(new ToldHistory(), periodic).outcome).toBe('unknown');
  });

  test('says that the time limit cut the steps, and what to do', () => {
    const builder = partition()
      .op({ ...client, start_ms: 0, end_ms: 31 })
      .fault({ f: 'heal', start_ms: 30_000, end_ms: 30_001 });
    const plan = planOf({
      schedule: { kind: 'steps', steps: [{ fault: 'failover' }] },
      timeLimit_ms: 30_000,
    });
    expect(faultsProven.check(plan, builder.build()).reason).toBe(
      'failover was planned 1 time and ran 0: the time limit of 30 s ended the steps; give --time-limit more',
    );
  });

  const none = {
    process: 'nemesis' as const,
    f: 'start-kill',
    start_ms: 25,
    end_ms: 26,
    type: 'info' as const,
    error: { code: 'not-begun', message: 'expected a node that is primary\n  but there is none' },
  };
  const periodic: Schedule = { kind: 'periodic', faults: [], quiet_ms: 1, active_ms: 1 };

  test('tells a fault of a random mix that could not begin, and counts the others', () => {
    const builder = partition()
      .op(none)
      .op({ ...client, start_ms: 30, end_ms: 31 });
    const verdict = judged(builder, periodic);
    expect(verdict).toMatchObject({
      outcome: 'valid',
      reason: expect.stringMatching(
        /^1 fault proven .*; start-kill at 0\.025 s did not begin \(expected a node that is primary, but there is none\)$/,
      ) as unknown,
      details: { notBegun: [{ fault: 'start-kill' }] },
    });
  });

  test('tells which faults of a random mix never came, and nothing where all did', () => {
    const both = {
      ...periodic,
      faults: [
        { start: { fault: 'start-partition' } },
        { start: { fault: 'start-kill', value: { target: 'any' } } },
      ],
    };
    const builder = partition().op({ ...client, start_ms: 30, end_ms: 31 });
    expect(judged(builder, both)).toMatchObject({
      outcome: 'valid',
      reason: expect.stringMatching(
        /; the run was over before chance drew start-kill \{"target":"any"\}: a longer --time-limit/,
      ) as unknown,
    });
    const [came] = both.faults;
    const all = came === undefined ? both : { ...both, faults: [came] };
    expect(judged(builder, all).reason).not.toContain('chance');
  });

  const asked = (...names: readonly string[]): Schedule => ({
    kind: 'periodic',
    faults: [
      { start: { fault: 'start-partition' }, nemesis: 'cut' },
      { start: { fault: 'start-kill' }, nemesis: 'kill-any' },
      { start: { fault: 'start-pause' }, nemesis: 'kill-any' },
    ].filter(({ nemesis }) => names.includes(nemesis)),
    quiet_ms: 4000,
    active_ms: 6000,
  });

  test('is unknown when a nemesis that was named never came, and says how long a run has to be', () => {
    const builder = partition().op({ ...client, start_ms: 30, end_ms: 31 });
    expect(judged(builder, asked('cut')).outcome).toBe('valid');
    expect(judged(builder, asked('cut', 'kill-any'))).toMatchObject({
      outcome: 'unknown',
      reason:
        'kill-any was asked for and never came: the run was over before; ' +
        '--time-limit 20 or more has a turn for each nemesis',
    });
  });

  test('is unknown when a nemesis that was named never found a node to be about', () => {
    const builder = partition()
      .op(none)
      .op({ ...client, start_ms: 30, end_ms: 31 });
    expect(judged(builder, asked('cut', 'kill-any'))).toMatchObject({
      outcome: 'unknown',
      reason:
        'kill-any was asked for: start-kill at 0.025 s did not begin (expected a node that is primary, but there is none)',
    });
  });

  test('is valid when each nemesis that was named came, and tells what of them chance did not draw', () => {
    const builder = partition()
      .fault({ f: 'start-kill', start_ms: 61, end_ms: 62 })
      .fault({ f: 'stop-kill', start_ms: 66, end_ms: 67 })
      .op({ ...client, start_ms: 30, end_ms: 31 })
      .op({ ...client, start_ms: 63, end_ms: 64 });
    expect(judged(builder, asked('cut', 'kill-any'))).toMatchObject({
      outcome: 'valid',
      reason: expect.stringMatching(/over before chance drew start-pause: a longer/) as unknown,
    });
  });

  test('is unknown when no fault of a random mix could begin, and when one of steps could not', () => {
    const alone = new ToldHistory().op(none).op({ ...client, start_ms: 30, end_ms: 31 });
    expect(judged(alone, periodic).outcome).toBe('unknown');
    const inSteps = partition()
      .op(none)
      .op({ ...client, start_ms: 30, end_ms: 31 });
    expect(judged(inSteps, PARTITION_ONCE).reason).toContain('start-kill at 0.025 s went wrong');
  });

  test('is unknown when a fault broke, never ended or left no record', () => {
    const busy = () => new ToldHistory().op({ ...client, start_ms: 1, end_ms: 99 });
    const nemesis = { process: 'nemesis' as const, f: 'failover', start_ms: 10 };
    const broken = busy().op({
      ...nemesis,
      end_ms: 20,
      type: 'info',
      error: { code: 'refused', message: 'NOGOODSLAVE' },
    });
    expect(judged(broken).reason).toBe('failover at 0.010 s went wrong: NOGOODSLAVE');
    expect(judged(busy().op(nemesis)).reason).toBe('failover at 0.010 s never ended');
    const silent = busy().op({ ...nemesis, end_ms: 20, type: 'info' });
    expect(judged(silent).reason).toBe('failover at 0.010 s left no record of its effect');
  });

  test('a heal that had nothing to end is no doubt; one that was not proven is', () => {
    const nothing = new ToldHistory().op({
      process: 'nemesis',
      f: 'heal',
      start_ms: 1,
      end_ms: 2,
      type: 'info',
      result: null,
    });
    expect(judged(nothing).outcome).toBe('valid');
    const unhealed = new ToldHistory().fault({
      f: 'heal',
      start_ms: 1,
      end_ms: 2,
      proven: false,
    });
    expect(judged(unhealed).outcome).toBe('unknown');
  });
});
