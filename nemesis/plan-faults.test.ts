import { describe, expect, test } from 'vitest';
import type { Schedule, Step } from '../harness/core/schedule.js';
import type { SystemDefinition } from '../harness/core/system.js';
import { FAULTS } from './faults.js';
import { planFaults } from './plan-faults.js';

const NODES = ['n1', 'n2', 'n3'];

function system(changes: Partial<SystemDefinition> = {}): SystemDefinition {
  return {
    name: 'stub',
    summary: 'nothing',
    runsOn: 'in-process',
    image: null,
    defaultNodeCount: 3,
    dataTypes: ['set'],
    clientModes: ['pinned'],
    capabilities: ['links', 'primaries', 'failover', 'processes'],
    defaults: {},
    create: () => {
      throw new Error('planning starts nothing');
    },
    ...changes,
  };
}

function steps(...all: Step[]): Schedule {
  return { kind: 'steps', steps: all };
}

function planned(schedule: Schedule, definition = system()) {
  return planFaults(schedule, definition, NODES, FAULTS);
}

test('a schedule that the system can have names its faults and what they need', () => {
  const plan = planned(
    steps(
      { fault: 'start-partition', value: { grudge: 'primary' } },
      { until: { primary: 'changed' }, within_ms: 1000 },
      { for_ms: 100 },
      { fault: 'stop-partition' },
      { fault: 'heal' },
    ),
  );
  expect(plan).toMatchObject({ supported: true, capabilities: ['links', 'primaries'] });
  expect(plan.supported && plan.faults.map(({ name }) => name)).toEqual(['partition']);
});

test('no faults need nothing', () => {
  expect(planned({ kind: 'none' }, system({ capabilities: [] }))).toEqual({
    supported: true,
    faults: [],
    capabilities: [],
  });
});

describe('a missing capability is refused with the reason', () => {
  test('for a fault that always needs it', () => {
    const definition = system({
      capabilities: ['links'],
      refusals: { processes: 'the store lives inside the harness' },
    });
    expect(planned(steps({ fault: 'start-kill', value: { target: 'n1' } }), definition)).toEqual({
      supported: false,
      reasons: [
        'start-kill needs "processes", which stub does not offer: the store lives inside the harness',
      ],
    });
  });

  test('for a role that has to be looked up, but not for a node', () => {
    const definition = system({ capabilities: ['links', 'processes'] });
    const start = (value: Step) => planned(steps(value), definition).supported;
    expect(start({ fault: 'start-partition', value: { grudge: 'primary' } })).toBe(false);
    expect(start({ fault: 'start-partition', value: { grudge: 'one-node', target: 'n1' } })).toBe(
      true,
    );
    expect(start({ fault: 'start-kill', value: { target: 'replica' } })).toBe(false);
    expect(start({ fault: 'start-kill', value: { target: 'all' } })).toBe(true);
  });

  test('for a condition', () => {
    const definition = system({ capabilities: ['links'] });
    expect(
      planned(steps({ until: { primary: 'changed' }, within_ms: 10 }), definition),
    ).toMatchObject({ supported: false });
  });

  test('in a periodic schedule', () => {
    const schedule: Schedule = {
      kind: 'periodic',
      quiet_ms: 1,
      active_ms: 1,
      faults: [{ start: { fault: 'failover' } }],
    };
    expect(planned(schedule, system({ capabilities: ['primaries'] })).supported).toBe(false);
  });
});

describe('what makes no sense is an error of the input', () => {
  test.each<[string, Schedule, string]>([
    ['an unknown fault', steps({ fault: 'meteor' }), 'asks for meteor'],
    ['a bad value', steps({ fault: 'start-partition', value: { grudge: 'x' } }), 'grudge'],
    ['a bad condition', steps({ until: { acknowledged: -1 }, within_ms: 1 }), 'await'],
    [
      'a periodic schedule without faults',
      { kind: 'periodic', faults: [], quiet_ms: 1, active_ms: 1 },
      'with faults',
    ],
  ])('%s', (_, schedule, problem) => {
    expect(() => planned(schedule)).toThrow(problem);
  });
});

describe('faults that may not be active together', () => {
  const whole = system({
    capabilities: ['links', 'primaries', 'failover', 'processes', 'machine', 'clocks'],
  });
  const freeze = { fault: 'start-freeze', value: { target: 'n1' } };
  const kill = { fault: 'start-kill', value: { target: 'n2' } };

  test('are refused in steps, with the reason', () => {
    expect(planned(steps(freeze, { for_ms: 10 }, kill), whole)).toEqual({
      supported: false,
      reasons: [
        'start-kill would meet start-freeze, which is active then: one of them relies on commands running on every node and the processes of the store running, which the other takes away',
      ],
    });
  });

  test.each(['stop-freeze', 'heal'])('may follow each other after %s', (fault) => {
    expect(planned(steps(freeze, { fault }, kill), whole)).toMatchObject({ supported: true });
  });

  test('are no matter where one is over before the other begins', () => {
    const restart = { fault: 'restart', value: { target: 'n1' } };
    expect(planned(steps(restart, freeze), whole)).toMatchObject({ supported: true });
    expect(planned(steps(freeze, restart), whole)).toMatchObject({ supported: false });
  });

  test('may be of one kind: its faults add up', () => {
    const other = { fault: 'start-kill', value: { target: 'n3' } };
    expect(planned(steps(kill, other), whole)).toMatchObject({ supported: true });
  });
});
