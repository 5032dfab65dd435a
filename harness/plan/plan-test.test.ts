import { describe, expect, it, test } from 'vitest';

import { BUILT_IN, loadCatalogue } from '../catalogue/index.js';
import type { Bound } from '../core/bound.js';
import { defineDataType } from '../core/data-type.js';
import type { Json } from '../core/json.js';
import { missingMethods } from '../core/client-fit.js';
import { InputError } from '../core/errors.js';
import { History } from '../core/history.js';
import type { TestRequest } from '../core/test-request.js';
import {
  planReplay,
  planScenario,
  planTest,
  refusalOfScenario,
  type Planning,
  type SeededRequest,
} from './index.js';

const catalogue = await loadCatalogue([BUILT_IN]);
const planning: Planning = { catalogue, kernel: { lacks: () => Promise.resolve(null) } };
const memorySet = { system: 'memory', workload: 'set', seed: 7 };

test('every workload fits its own checkers, on every system that serves it', async () => {
  for (const { name: workload, dataType, operations } of catalogue.workloads) {
    for (const system of catalogue.systems) {
      if (missingMethods(system.client, dataType, operations).length > 0) continue;
      await expect(
        planTest({ system: system.name, workload, seed: 1 }, planning),
      ).resolves.toBeDefined();
    }
  }
});

test('every workload has a healthy run, on every system that serves it', () => {
  const pairs = catalogue.systems.flatMap(({ name: system, client }) =>
    catalogue.workloads
      .filter(
        ({ dataType, operations }) => missingMethods(client, dataType, operations).length === 0,
      )
      .map(({ name: workload }) => `${system} ${workload}`),
  );
  const healthy = catalogue.scenarios.filter(({ name }) => name.startsWith('healthy-'));
  expect(healthy.map(({ test: { system, workload } }) => `${system} ${workload}`).sort()).toEqual(
    pairs.sort(),
  );
});

test.each(catalogue.scenarios.map((scenario) => [scenario.name, scenario] as const))(
  'the scenario %s can be planned',
  async (_, scenario) => {
    const { plan } = await planScenario(scenario, 3, planning);
    expect(plan).toMatchObject({ name: scenario.name, seed: 3 });
  },
);

describe('the plan of a request', () => {
  it('names the ops that only read, where the data type is none of Faultline’s own', async () => {
    const dataType = defineDataType<{ peek(): Promise<Json>; push(value: Json): Promise<void> }>({
      name: 'stack',
      summary: 'last in, first out',
      operations: {
        peek: { needs: [], readsOnly: true, serve: () => null },
        push: { needs: [], serve: () => null },
        // As Faultline's own: it needs not say so.
        read: { needs: [], serve: () => null },
        poll: { needs: [], readsOnly: false, serve: () => null },
      },
    });
    const workloads = catalogue.workloads.map((one) =>
      one.name === 'set' ? { ...one, name: 'stack', dataType } : one,
    );
    const withStack = { ...planning, catalogue: { ...catalogue, workloads } };
    const request = { ...memorySet, workload: 'stack', checkers: ['stats'] };
    expect((await planTest(request, withStack)).plan.reads).toEqual(['peek', 'read']);
    expect((await planTest(memorySet, planning)).plan).not.toHaveProperty('reads');
  });

  it('is the same as the request says nothing and as it says the defaults', async () => {
    const { plan } = await planTest(memorySet, planning);
    expect(plan).toMatchObject({ name: 'memory-set', rate: 150, timeLimit_ms: 20_000, seed: 7 });
    expect(plan.nodes).toEqual(['n1', 'n2', 'n3']);
    expect(await planTest({ ...memorySet, rate: 150, nodeCount: 3 }, planning)).toMatchObject({
      plan,
    });
  });

  it.each([[['lost-writes']], [['faults-proven', 'lost-writes']], [[]]])(
    'is judged by the proof of its faults and by its ops that succeeded, whatever is named: %j',
    async (checkers) => {
      const { plan } = await planTest({ ...memorySet, checkers }, planning);
      expect([...plan.checkers].sort()).toEqual(
        [...new Set([...checkers, 'faults-proven', 'stats'])].sort(),
      );
    },
  );

  it('has the options of the system with their defaults, and refuses others', async () => {
    const { plan } = await planTest(
      { ...memorySet, systemOptions: { splitBrain: true } },
      planning,
    );
    expect(plan.system.options).toMatchObject({
      splitBrain: true,
      failoverAfter_ms: catalogue.systems.find(({ name }) => name === 'memory')?.defaults[
        'failoverAfter_ms'
      ],
    });
    const unknown = planTest({ ...memorySet, systemOptions: { splitBrian: true } }, planning);
    await expect(unknown).rejects.toThrow(/"splitBrian" is none/);
  });

  it.each([
    ['system', { system: 'memmory' }, /did you mean memory/],
    ['workload', { workload: 'sett' }, /did you mean set/],
    ['checker', { checkers: ['lost-write'] }, /did you mean lost-writes/],
    ['nemesis', { faults: { nemesis: ['partition-primry'] } }, /did you mean partition-primary/],
  ])('is refused for a %s that is none, with the nearest name', async (_, changes, message) => {
    await expect(planTest({ ...memorySet, ...changes }, planning)).rejects.toThrow(message);
  });

  it('keeps patterns for the logs of nodes, and refuses what is no regular expression', async () => {
    const planned = async (pattern: string) =>
      (await planTest({ ...memorySet, logPatterns: [pattern] }, planning)).plan.logPatterns;
    expect(await planned('panic|abort')).toEqual(['panic|abort']);
    await expect(planned('(')).rejects.toThrow(/logPatterns\[0\] to be a regular expression/);
  });

  it('gives the model those options of the workload that it has, and refuses what it can’t have', async () => {
    const judgedBy = async (consistencyModel: string) => {
      const workloadOptions = { consistencyModel, liveKeys: 3 };
      const request = { ...memorySet, workload: 'list-append', workloadOptions };
      return (await planTest(request, planning)).plan.model?.options;
    };
    expect(await judgedBy('snapshot-isolation')).toEqual({
      consistencyModel: 'snapshot-isolation',
    });
    await expect(judgedBy('serialisable')).rejects.toThrow(
      /consistencyModel of list-append to be one of .*serializable/,
    );
  });

  it.each([
    ['register', 'lost-writes', /can judge a register[^]*lost-writes judges a set only/],
    [
      'set',
      'linearizable',
      /can judge what set does[^]*linearizable judges by a model, and set names/,
    ],
  ])('of a %s workload is refused with the checker %s', async (workload, checker, message) => {
    const request = { ...memorySet, workload, checkers: ['stats', checker] };
    await expect(planTest(request, planning)).rejects.toThrow(message);
  });

  it('is refused where the system can’t have a fault, and leaves it out of a mix', async () => {
    const freezing = { ...memorySet, faults: { nemesis: ['freeze-any'] } };
    await expect(planTest(freezing, planning)).rejects.toThrow(/start-freeze needs "machine"/);
    const mix = await planTest({ ...memorySet, faults: { nemesis: ['mix'] } }, planning);
    expect([...mix.leftOut.keys()]).toContain('start-freeze');
    expect(mix.capabilities).toContain('links');
  });

  it('warns where the time limit may be over before each nemesis had its turn', async () => {
    const short = async (nemesis: readonly string[], timeLimit_ms: number) =>
      (await planTest({ ...memorySet, faults: { nemesis }, timeLimit_ms }, planning)).shortOfTime;
    const two = ['partition-primary', 'partition-halves'];
    expect(await short(two, 20_000)).toBeNull();
    expect(await short(['mix'], 20_000)).toBeNull();
    expect(await short(two, 15_000)).toMatch(
      /15 s may be over before partition-primary and partition-halves had a turn.*give --time-limit 20 or more/,
    );
    expect(await short(['mix'], 3000)).toMatch(
      /before mix had a turn.*give --time-limit 10 or more/,
    );
  });

  it('is refused where its steps do not fit into the time limit', async () => {
    const schedule = { kind: 'steps', steps: [{ for_ms: 30_000 }] } as const;
    const request = { ...memorySet, faults: schedule, timeLimit_ms: 20_000 };
    await expect(planTest(request, planning)).rejects.toThrow(/add up to 30 s/);
  });
});

test('a replay has the plan of the run, another seed where asked, and is refused like any plan', async () => {
  const { plan } = await planTest(memorySet, planning);
  const history = new History();
  expect((await planReplay({ plan, history }, undefined, planning)).plan).toEqual(plan);
  expect((await planReplay({ plan, history }, 9, planning)).plan.seed).toBe(9);
  const gone = { ...plan, workload: { name: 'gone', options: {} } };
  await expect(planReplay({ plan: gone, history }, 9, planning)).rejects.toThrow(/"gone" is none/);
});

describe('a request written without types is refused', () => {
  it.each([
    ['an unknown field', { nodes: 5 }, /it has "nodes"/],
    ['a text for a number', { rate: '150' }, /the test\.rate to be a number[^]*the text "150"/],
    ['clients of no mode', { clientMode: 'smrt' }, /pinned or primary or smart[^]*"smrt"/],
    ['no list of nemeses', { faults: { nemesis: 'kill-any' } }, /faults\.nemesis to be a list/],
    [
      'a step that waits for nothing there is',
      { faults: { kind: 'steps', steps: [{ until: { primary: 'chnged' }, within_ms: 5 }] } },
      /faults\.steps\[0\]\.until\.primary to be changed[^]*"chnged"/,
    ],
  ])('for %s', async (_, changes, message) => {
    const request = { ...memorySet, ...changes } as unknown as SeededRequest;
    await expect(planTest(request, planning)).rejects.toThrow(message);
    await expect(planTest(request, planning)).rejects.toBeInstanceOf(InputError);
  });
});

test('why a scenario can’t be had is told; a mistake of its author stays an error', async () => {
  const [base] = catalogue.scenarios;
  if (base === undefined) throw new Error('there are scenarios');
  const refusal = (request: TestRequest) =>
    refusalOfScenario({ ...base, expectation: 'UNSUPPORTED', test: request }, planning);
  const memory = { system: 'memory', workload: 'set' };
  await expect(refusal({ ...memory, faults: { nemesis: ['freeze-any'] } })).resolves.toMatch(
    /needs "machine"/,
  );
  await expect(refusal(memory)).resolves.toBeNull();
  await expect(refusal({ ...memory, workload: 'sett' })).rejects.toThrow(/did you mean set/);
  await expect(refusal({ ...memory, checkers: ['linearizable'] })).rejects.toThrow(/by a model/);
});

test('steps have time for all that they may wait for, beside the usual time', async () => {
  const steps = [{ until: { acknowledged: 1 }, within_ms: 30_000 }, { for_ms: 1000 }];
  const { plan } = await planTest({ ...memorySet, faults: { kind: 'steps', steps } }, planning);
  expect(plan.timeLimit_ms).toBe(51_000);
});

describe('a scenario that expects a bound', () => {
  const base = catalogue.scenarios.find(({ name }) => name === 'healthy-memory');
  const planned = async (bound: Bound | undefined) => {
    if (base === undefined) throw new Error('there is such a scenario');
    const { expectation: _, ...rest } = base;
    return planScenario(
      { ...rest, expectation: 'BOUNDED', ...(bound === undefined ? {} : { bound }) },
      1,
      planning,
    );
  };
  const checker = 'lost-writes';

  it('is planned where the bound can be judged', async () => {
    await expect(planned({ checker, figure: 'lost', atMost: 5 })).resolves.toBeDefined();
  });

  it.each([
    ['has none', undefined, /a bound in the scenario healthy-memory/],
    ['has no number', { checker, figure: 'lost' }, /a number in atMost or atLeast/],
    ['is about another checker', { checker: 'gone', figure: 'lost', atMost: 1 }, /about gone/],
  ])('is refused where it %s', async (_, bound, message) => {
    await expect(planned(bound)).rejects.toThrow(message);
  });
});
