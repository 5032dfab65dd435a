import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../harness/core/json.js';
import type { NodeLayout } from '../harness/core/layout.js';
import type { Schedule, Step } from '../harness/core/schedule.js';
import type { Kernel, KernelFeature } from '../harness/core/kernel.js';
import type { SystemDefinition } from '../harness/core/system.js';
import { REDIS_FAULTS } from '../systems/redis/faults/testing/stub-redis.js';
import { planFaults } from './plan-faults.js';

const NODES = ['n1', 'n2', 'n3'];

function system(changes: Partial<SystemDefinition> = {}): SystemDefinition {
  return {
    name: 'stub',
    summary: 'nothing',
    runsOn: 'in-process',
    image: null,
    defaultNodeCount: 3,
    client: { open: () => null },
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

/** A kernel without the given features, and what it was asked for. */
function kernelWithout(...absent: KernelFeature[]): Kernel & { readonly asked: KernelFeature[] } {
  const asked: KernelFeature[] = [];
  return {
    asked,
    lacks(feature) {
      asked.push(feature);
      return Promise.resolve(absent.includes(feature) ? `this kernel has no ${feature}` : null);
    },
  };
}

const TOGETHER: NodeLayout = { data: NODES, watchers: NODES };

function planned(
  schedule: Schedule,
  definition = system(),
  kernel: Kernel = kernelWithout(),
  layout = TOGETHER,
) {
  return planFaults(schedule, { system: definition, nodes: NODES, layout, kernel }, REDIS_FAULTS);
}

test('a schedule that the system can have names its faults and what they need', async () => {
  const plan = await planned(
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

test('no faults need nothing', async () => {
  expect(await planned({ kind: 'none' }, system({ capabilities: [] }))).toEqual({
    supported: true,
    faults: [],
    capabilities: [],
  });
});

describe('a missing capability is refused with the reason', () => {
  test('for a fault that always needs it', async () => {
    const definition = system({
      capabilities: ['links'],
      refusals: { processes: 'the store lives inside the harness' },
    });
    const plan = await planned(steps({ fault: 'start-kill', value: { target: 'n1' } }), definition);
    expect(plan).toEqual({
      supported: false,
      reasons: [
        'start-kill needs "processes", which stub does not offer: the store lives inside the harness',
      ],
    });
  });

  test('for options of the system with which it cannot have it', async () => {
    const definition = system({
      refusalsWith: ({ durable }) =>
        durable === true ? {} : { processes: 'what is killed would be lost' },
    });
    const kill = steps({ fault: 'start-kill', value: { target: 'n1' } });
    const parts = { system: definition, nodes: NODES, layout: TOGETHER, kernel: kernelWithout() };
    const at = (options: JsonObject) => planFaults(kill, { ...parts, options }, REDIS_FAULTS);
    expect(await at({ durable: true })).toMatchObject({ supported: true });
    expect(await at({})).toEqual({
      supported: false,
      reasons: ['start-kill needs "processes": what is killed would be lost'],
    });
  });

  test('for a role that has to be looked up, but not for a node', async () => {
    const definition = system({ capabilities: ['links', 'processes'] });
    const start = async (value: Step) => (await planned(steps(value), definition)).supported;
    expect(await start({ fault: 'start-partition', value: { grudge: 'primary' } })).toBe(false);
    expect(
      await start({ fault: 'start-partition', value: { grudge: 'one-node', target: 'n1' } }),
    ).toBe(true);
    expect(await start({ fault: 'start-kill', value: { target: 'replica' } })).toBe(false);
    expect(await start({ fault: 'start-kill', value: { target: 'all' } })).toBe(true);
  });

  test('for a condition', async () => {
    const definition = system({ capabilities: ['links'] });
    expect(
      await planned(steps({ until: { primary: 'changed' }, within_ms: 10 }), definition),
    ).toMatchObject({ supported: false });
  });

  test('in a periodic schedule', async () => {
    const schedule: Schedule = {
      kind: 'periodic',
      quiet_ms: 1,
      active_ms: 1,
      faults: [{ start: { fault: 'failover' } }],
    };
    const plan = await planned(schedule, system({ capabilities: ['primaries'] }));
    expect(plan.supported).toBe(false);
  });
});

describe('a feature that the kernel lacks', () => {
  const onContainers = system({ runsOn: 'containers', capabilities: ['traffic', 'links'] });
  const slow = steps({ fault: 'start-slow', value: { target: 'n1', rate_kbit: 64 } });

  test('is refused with what the kernel says', async () => {
    expect(await planned(slow, onContainers, kernelWithout('tbf'))).toEqual({
      supported: false,
      reasons: ['start-slow needs "tbf": this kernel has no tbf'],
    });
  });

  test('is no reason where nothing needs it, and the kernel is not asked for more', async () => {
    const kernel = kernelWithout('statistic');
    expect(await planned(slow, onContainers, kernel)).toMatchObject({ supported: true });
    expect(kernel.asked).toEqual(['tbf']);
    const cut = steps({ fault: 'start-partition', value: { grudge: 'halves' } });
    const other = kernelWithout('tbf', 'statistic');
    expect(await planned(cut, onContainers, other)).toMatchObject({ supported: true });
    expect(other.asked).toEqual([]);
  });

  test('is not asked for where no node runs on it', async () => {
    const kernel = kernelWithout('tbf');
    const inProcess = system({ capabilities: ['traffic'] });
    expect(await planned(slow, inProcess, kernel)).toMatchObject({ supported: true });
    expect(kernel.asked).toEqual([]);
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
  ])('%s', async (_, schedule, problem) => {
    await expect(planned(schedule)).rejects.toThrow(problem);
  });
});

describe('a fault about nodes that do something', () => {
  const watched = system({ capabilities: ['links', 'primaries', 'administration', 'sentinels'] });
  const apart: NodeLayout = { data: ['n1', 'n2'], watchers: ['n3'] };
  const reasonsFor = async (step: Step, layout: NodeLayout, definition = watched) => {
    const plan = await planned(steps(step), definition, undefined, layout);
    return plan.supported ? [] : plan.reasons;
  };

  test('is refused on a node that does not', async () => {
    expect(await reasonsFor({ fault: 'flushall', value: { target: 'n3' } }, apart)).toEqual([
      'flushall is about nodes that hold data (n1, n2), and n3 does not',
    ]);
    const change = { target: 'n3', parameter: 'timeout', value: '1' };
    expect(await reasonsFor({ fault: 'start-config-change', value: change }, apart)).toEqual([
      'start-config-change is about nodes that hold data (n1, n2), and n3 does not',
    ]);
    expect(await reasonsFor({ fault: 'sentinel-reset', value: { target: 'n1' } }, apart)).toEqual([
      'sentinel-reset is about nodes that watch the others (n3), and n1 does not',
    ]);
  });

  test.each<[Step, NodeLayout]>([
    [{ fault: 'flushall', value: { target: 'n2' } }, apart],
    [{ fault: 'flushall', value: { target: 'any' } }, apart],
    [{ fault: 'sentinel-reset', value: { target: 'n3' } }, apart],
    [{ fault: 'sentinel-reset', value: { target: 'n3' } }, TOGETHER],
    [{ fault: 'start-partition', value: { grudge: 'data-from-watchers' } }, apart],
  ])('can be had where nodes do: %j %j', async (step, layout) => {
    expect(await reasonsFor(step, layout)).toEqual([]);
  });

  test('that cuts data from its watchers is refused where a node has both, with what to do', async () => {
    const cut = { fault: 'start-partition', value: { grudge: 'data-from-watchers' } };
    const [reason] = await reasonsFor(cut, { data: ['n1', 'n2'], watchers: ['n2', 'n3'] });
    expect(reason).toContain('and these have data too: n2;');
    expect(reason).toContain('--system-option dataNodes=');
    const unwatched = { data: NODES, watchers: [] };
    expect((await reasonsFor(cut, unwatched)).join()).toContain('nothing watches this cluster');
    const asBefore = { ...cut, value: { grudge: 'data-from-sentinels' } };
    expect(await reasonsFor(asBefore, apart)).toEqual([]);
  });
});

describe('faults that may not be active together', () => {
  const whole = system({
    capabilities: ['links', 'primaries', 'failover', 'processes', 'machine', 'clocks'],
  });
  const freeze = { fault: 'start-freeze', value: { target: 'n1' } };
  const kill = { fault: 'start-kill', value: { target: 'n1' } };

  test('are refused in steps, with the reason', async () => {
    expect(await planned(steps(freeze, { for_ms: 10 }, kill), whole)).toEqual({
      supported: false,
      reasons: [
        'start-kill would meet start-freeze, which is active then: one of them relies on commands running on the node and the processes of the store running, which the other takes away',
      ],
    });
  });

  test.each(['stop-freeze', 'heal'])('may follow each other after %s', async (fault) => {
    expect(await planned(steps(freeze, { fault }, kill), whole)).toMatchObject({ supported: true });
  });

  test('are no matter where one is over before the other begins', async () => {
    const restart = { fault: 'restart', value: { target: 'n1' } };
    expect(await planned(steps(restart, freeze), whole)).toMatchObject({ supported: true });
    expect(await planned(steps(freeze, restart), whole)).toMatchObject({ supported: false });
  });

  const on = (fault: string, target: string, more = {}) => ({ fault, value: { target, ...more } });
  const powered = system({
    capabilities: ['links', 'primaries', 'processes', 'machine', 'clocks', 'power', 'disks'],
  });

  test.each<[string, readonly Step[]]>([
    ['on different nodes', [on('start-pause', 'n1'), on('start-kill', 'n2')]],
    [
      'also ended by turns',
      [on('start-freeze', 'n1'), on('start-kill', 'n2'), { fault: 'stop-freeze' }],
    ],
    ['where one node has lost its power', [on('start-pause', 'n2'), on('start-power-loss', 'n1')]],
    [
      'a killed process with a clock that was set',
      [
        on('start-clock', 'all', { offset_ms: 9 }),
        on('start-kill', 'primary'),
        { fault: 'stop-kill' },
        { fault: 'stop-clock' },
      ],
    ],
    [
      'a paused node that loses its power',
      [
        on('start-pause', 'n1'),
        on('start-power-loss', 'n1'),
        { fault: 'stop-power-loss' },
        { fault: 'stop-pause' },
      ],
    ],
    [
      'a node that is cut off and loses its power',
      [
        { fault: 'start-partition', value: { grudge: 'one-node', target: 'n1' } },
        on('start-outage', 'n1'),
        { fault: 'stop-outage' },
        { fault: 'stop-partition' },
      ],
    ],
    [
      'where the first was ended on this node',
      [
        on('start-pause', 'all'),
        { fault: 'stop-pause', value: { target: 'n2' } },
        on('start-kill', 'n2'),
      ],
    ],
  ])('may be active together: %s', async (_, order) => {
    expect(await planned(steps(...order), powered)).toMatchObject({ supported: true });
  });

  test.each<[string, readonly Step[], string]>([
    [
      'on one node',
      [on('start-pause', 'n1'), on('start-kill', 'n1')],
      'start-kill would meet start-pause',
    ],
    [
      'by role, which may be any node',
      [on('start-pause', 'n1'), on('start-kill', 'primary')],
      'start-kill would meet',
    ],
    [
      'at the end of one',
      [on('start-clock', 'n1', { offset_ms: 9 }), on('start-kill', 'n1'), { fault: 'stop-clock' }],
      'stop-clock relies on the processes of the store running, which start-kill takes away: end that one first',
    ],
    [
      'in the order of their beginnings',
      [on('start-kill', 'n1'), on('start-clock', 'n1', { offset_ms: 9 })],
      'start-clock would meet start-kill',
    ],
    [
      'on a node that is off',
      [on('start-pause', 'n1'), on('start-outage', 'n1'), on('start-kill', 'n1')],
      'start-kill would meet start-outage',
    ],
    [
      'on nodes where the first goes on',
      [
        on('start-pause', 'all'),
        { fault: 'stop-pause', value: { target: 'n2' } },
        on('start-kill', 'n3'),
      ],
      'would meet',
    ],
  ])('are refused %s', async (_, order, reason) => {
    const plan = await planned(steps(...order), powered);
    expect(plan.supported ? '' : plan.reasons.join()).toContain(reason);
  });

  test('may be of one kind: its faults add up', async () => {
    const other = { fault: 'start-kill', value: { target: 'n3' } };
    expect(await planned(steps(kill, other), whole)).toMatchObject({ supported: true });
  });
});
