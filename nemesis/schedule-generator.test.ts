import { describe, expect, test } from 'vitest';
import { NS_PER_MS } from '../harness/core/clock.js';
import {
  alongside,
  always,
  clients,
  Context,
  delay,
  drained,
  nemesis,
  parallel,
  type ThreadStates,
  timeLimit,
} from '../harness/core/generator/index.js';
import { NEMESIS } from '../harness/core/op.js';
import { Random } from '../harness/core/random.js';
import type { Schedule } from '../harness/core/schedule.js';
import { schedule as written, simulate } from '../tests/support/simulation.js';
import type { MayOverlap } from './overlap.js';
import { scheduleGenerator } from './schedule-generator.js';

const periodic: Schedule = {
  kind: 'periodic',
  quiet_ms: 100,
  active_ms: 50,
  faults: [
    { start: { fault: 'start-a' }, stop: { fault: 'stop-a' } },
    { start: { fault: 'b', value: { x: 1 } } },
  ],
};

const anyOverlap: MayOverlap = () => true;

async function played(
  plan: Schedule,
  seed = 1,
  mayOverlap: MayOverlap = anyOverlap,
): Promise<string[]> {
  const generator = timeLimit(
    1000,
    nemesis(scheduleGenerator(plan, mayOverlap, Random.fromSeed(seed), 1000)),
  );
  const { history } = await simulate(generator, { concurrency: 1, nemesisLatency_ms: 10 });
  return written(history).filter((line) => !line.includes(' info '));
}

test('steps come one after the other, each when the one before has ended', async () => {
  const steps: Schedule = {
    kind: 'steps',
    steps: [
      { until: { acknowledged: 3 }, within_ms: 500 },
      { fault: 'start-partition', value: { grudge: 'primary' } },
      { for_ms: 40 },
      { fault: 'stop-partition' },
    ],
  };
  const { history } = await simulate(
    nemesis(drained(scheduleGenerator(steps, anyOverlap, Random.fromSeed(1), 1000))),
    { concurrency: 1, nemesisLatency_ms: 10 },
  );
  const invocations = [...history].filter((op) => op.type === 'invoke');
  expect(invocations.map(({ time, f, value }) => [time / NS_PER_MS, f, value])).toEqual([
    [0, 'await', { until: { acknowledged: 3 }, within_ms: 500 }],
    [10, 'start-partition', { grudge: 'primary' }],
    [60, 'stop-partition', undefined],
  ]);
});

test('clients go on while the schedule sleeps, and end with its last step', async () => {
  const steps: Schedule = { kind: 'steps', steps: [{ for_ms: 30 }, { fault: 'failover' }] };
  const main = alongside(
    nemesis(drained(scheduleGenerator(steps, anyOverlap, Random.fromSeed(1), 1000))),
    clients(delay(10, always({ f: 'r' }))),
  );
  const { history } = await simulate(main, { concurrency: 1, nemesisLatency_ms: 5 });
  const reads = [...history].filter((op) => op.f === 'r' && op.type === 'invoke');
  expect(reads.map((op) => op.time / NS_PER_MS)).toEqual([0, 10, 20, 30]);
});

test('a periodic schedule is quiet, begins a fault, ends it, and goes on until the limit', async () => {
  const lines = await played(periodic);
  expect(lines[0]).toMatch(/^100 nemesis (start-a|b \{"x":1\})$/);
  expect(lines.length).toBeGreaterThan(6);
  for (const [i, line] of lines.entries()) {
    const [time, , f] = line.split(' ');
    if (f !== 'start-a') continue;
    const stop = lines[i + 1];
    if (stop !== undefined) expect(stop).toBe(`${Number(time) + 50} nemesis stop-a`);
  }
});

test.each([
  ['from its order, the time of its proof included', 20, {}, 50],
  ['for half of its time after its proof, where that takes longer', 70, {}, 95],
  ['from when it took effect, where its record tells', 30, { inEffectAfter_ms: 20 }, 70],
  ['from when it found a primary', 30, { waitedForPrimary_ms: 25 }, 75],
])('a fault lasts as long as asked: %s', async (_how, nemesisLatency_ms, effect, length_ms) => {
  const one: Schedule = { ...periodic, faults: periodic.faults.slice(0, 1) };
  const generator = timeLimit(
    400,
    nemesis(scheduleGenerator(one, anyOverlap, Random.fromSeed(1), 400)),
  );
  const { history } = await simulate(generator, {
    concurrency: 1,
    nemesisLatency_ms,
    nemesis: () => ({ effect, proof: { proven: true, evidence: [] } }),
  });
  const [start, stop] = written(history).map((line) => Number(line.split(' ')[0]));
  expect([start, (stop ?? 0) - (start ?? 0)]).toEqual([100, length_ms]);
});

test('the same seed gives the same faults, another one others', async () => {
  const all = await Promise.all([1, 1, 2, 3, 4, 5].map((seed) => played(periodic, seed)));
  expect(all[1]).toEqual(all[0]);
  expect(new Set(all.map((lines) => lines.join('\n'))).size).toBeGreaterThan(1);
});

test('no schedule gives no ops', async () => {
  const generator = parallel([
    nemesis(scheduleGenerator({ kind: 'none' }, anyOverlap, Random.fromSeed(1), 1000)),
    clients(timeLimit(5, delay(10, always({ f: 'r' })))),
  ]);
  const { history } = await simulate(generator, { concurrency: 1 });
  expect([...history].some((op) => op.process === 'nemesis')).toBe(false);
});

const often = (
  name: string,
  weight: number,
): Extract<Schedule, { kind: 'periodic' }>['faults'][0] => ({
  start: { fault: name },
  weight,
});

test('faults are chosen as often as their weights say', async () => {
  const weighted: Schedule = {
    kind: 'periodic',
    quiet_ms: 0,
    active_ms: 0,
    faults: [often('rare', 1), often('common', 4)],
  };
  const generator = timeLimit(
    3000,
    nemesis(scheduleGenerator(weighted, anyOverlap, Random.fromSeed(2), 3000)),
  );
  const { history } = await simulate(generator, { concurrency: 1, nemesisLatency_ms: 5 });
  const all = written(history);
  const share = all.filter((line) => line.includes('rare')).length / all.length;
  expect(all.length).toBeGreaterThan(400);
  expect(share).toBeGreaterThan(0.14);
  expect(share).toBeLessThan(0.26);
});

describe('nemeses that were named', () => {
  const named = (f: string, nemesis: string, weight = 1) => ({
    start: { fault: f },
    weight,
    nemesis,
  });
  const turns = {
    kind: 'periodic',
    quiet_ms: 10,
    active_ms: 0,
    faults: [
      named('a', 'a', 50),
      named('b', 'b'),
      named('rare', 'mix', 1),
      named('common', 'mix', 4),
    ],
  } as const satisfies Schedule;
  const begun = async (schedule: Schedule, seed: number): Promise<string[]> =>
    (await played(schedule, seed)).map((line) => line.split(' ')[2] ?? '');

  test('each get their turn before one comes again, in an order of chance', async () => {
    const orders = new Set<string>();
    for (const seed of [1, 2, 3, 4, 5]) {
      const all = (await begun(turns, seed)).map((f) => (f.length > 1 ? 'mix' : f));
      expect(all.length).toBeGreaterThan(20);
      for (let i = 0; i + 3 <= all.length; i += 3) {
        const cycle = all.slice(i, i + 3);
        expect(cycle.toSorted()).toEqual(['a', 'b', 'mix']);
        orders.add(cycle.join(' '));
      }
    }
    expect(orders.size).toBe(6);
  });

  test('draw by weights where they stand for several faults', async () => {
    const all = await Promise.all([1, 2, 3, 4, 5, 6].map((seed) => begun(turns, seed)));
    const drawn = all.flat().filter((f) => f.length > 1);
    const share = drawn.filter((f) => f === 'rare').length / drawn.length;
    expect(drawn.length).toBeGreaterThan(60);
    expect(share).toBeGreaterThan(0.05);
    expect(share).toBeLessThan(0.4);
  });

  test('get their turns in rounds of several faults too, and wait where they may not overlap', async () => {
    const several = { ...turns, at_once: 3 };
    const apart: MayOverlap = (one, other) =>
      ![one, other].every(({ nemesis }) => nemesis === 'a' || nemesis === 'b');
    for (const mayOverlap of [anyOverlap, apart]) {
      const lines = await played(several, 3, mayOverlap);
      const all = lines.map((line) => line.split(' ')[2] ?? '');
      for (let i = 0; i + 3 <= all.length; i += 3) {
        const cycle = all.slice(i, i + 3).map((f) => (f.length > 1 ? 'mix' : f));
        expect(cycle.toSorted()).toEqual(['a', 'b', 'mix']);
      }
    }
  });
});

test('the defaults of a run hold two rounds, although the end of the first takes a second', async () => {
  const defaults: Schedule = {
    kind: 'periodic',
    quiet_ms: 4000,
    active_ms: 6000,
    faults: ['a', 'b'].map((name) => ({ ...lasting(name), nemesis: name })),
  };
  for (const seed of [1, 2, 3]) {
    const faults = scheduleGenerator(defaults, anyOverlap, Random.fromSeed(seed), 20_000);
    const { history } = await simulate(timeLimit(20_000, nemesis(faults)), {
      concurrency: 1,
      nemesisLatency_ms: 1000,
    });
    const begun = written(history).filter((line) => /nemesis start-[ab]$/.test(line));
    expect(begun.map((line) => line.slice(0, -1))).toEqual([
      '4000 nemesis start-',
      '15000 nemesis start-',
    ]);
    expect(new Set(begun.map((line) => line.at(-1))).size).toBe(2);
  }
});

test('jitter moves each time within its bounds, and the same seed moves it the same way', async () => {
  const jittery: Schedule = {
    kind: 'periodic',
    quiet_ms: 100,
    active_ms: 0,
    jitter: 0.5,
    faults: [often('a', 1)],
  };
  const begins = async (seed: number): Promise<number[]> =>
    (await played(jittery, seed)).map((line) => Number(line.split(' ')[0]));
  const times = await begins(3);
  const gaps = times.map((time, i) => time - (times[i - 1] ?? -10) - 10);
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(50);
  expect(Math.max(...gaps)).toBeLessThanOrEqual(150.1);
  expect(new Set(gaps.map(Math.round)).size).toBeGreaterThan(3);
  expect(await begins(3)).toEqual(times);
  expect(await begins(4)).not.toEqual(times);
});

/** A fault that lasts. */
function lasting(name: string): Extract<Schedule, { kind: 'periodic' }>['faults'][0] {
  return { start: { fault: `start-${name}` }, stop: { fault: `stop-${name}` } };
}

const crowded: Schedule = {
  kind: 'periodic',
  quiet_ms: 20,
  active_ms: 30,
  at_once: 3,
  faults: ['a', 'b', 'c', 'd'].map(lasting),
};

/** The names of what is active after each line of a schedule that was played. */
function activeAfterEach(lines: readonly string[]): ReadonlySet<string>[] {
  const active = new Set<string>();
  return lines.map((line) => {
    const [, , f = ''] = line.split(' ');
    const name = f.replace(/^(start|stop)-/, '');
    if (f.startsWith('start-')) active.add(name);
    else active.delete(name);
    return new Set(active);
  });
}

test('several faults are active at once, as many as allowed, and none at the end of each round', async () => {
  const all = await Promise.all([1, 2, 3, 4].map((seed) => played(crowded, seed)));
  const sizes = all.flatMap(activeAfterEach).map(({ size }) => size);
  expect(Math.max(...sizes)).toBe(3);
  expect(sizes.filter((size) => size === 0).length).toBeGreaterThan(10);
  expect(await played(crowded, 2)).toEqual(all[1]);
});

test('faults that may not overlap never do', async () => {
  const apart: MayOverlap = (a, b) =>
    a !== b && ![a, b].every(({ start }) => /-[ab]$/.test(start.fault));
  const all = await Promise.all([1, 2, 3, 4].map((seed) => played(crowded, seed, apart)));
  const together = all.flatMap(activeAfterEach);
  expect(together.some((active) => active.has('a') && active.has('b'))).toBe(false);
  expect(together.some((active) => active.has('a') && active.size > 1)).toBe(true);
  expect(together.some((active) => active.has('b') && active.size > 1)).toBe(true);
});

test('the ends of a round come in no fixed order', async () => {
  const all = await Promise.all([1, 2, 3, 4, 5].map((seed) => played(crowded, seed)));
  const firstIn = (lines: readonly string[]): boolean[] =>
    lines.flatMap((line, i) => {
      const [begun, ended] = [lines[i - 1], line].map((one) => one?.split(' ')[2] ?? '');
      if (!begun?.startsWith('start-') || !ended?.startsWith('stop-')) return [];
      return [begun.slice(6) === ended.slice(5)];
    });
  expect(new Set(all.flatMap(firstIn))).toEqual(new Set([true, false]));
});

test('a fault that begins last is ended when its time is over, and none begins later', async () => {
  const one: Schedule = {
    kind: 'periodic',
    quiet_ms: 40,
    active_ms: 60,
    faults: [{ start: { fault: 'start-a' }, stop: { fault: 'stop-a' } }],
  };
  const operations = async (limit_ms: number): Promise<string[]> => {
    const faults = scheduleGenerator(one, anyOverlap, Random.fromSeed(1), limit_ms);
    const { history } = await simulate(timeLimit(limit_ms, nemesis(faults)), { concurrency: 1 });
    return written(history).filter((line) => !line.includes(' info '));
  };
  expect(await operations(120)).toEqual(['40 nemesis start-a', '100 nemesis stop-a']);
  // A second one would begin at 140, with less than half of its time left.
  expect(await operations(165)).toEqual(['40 nemesis start-a', '100 nemesis stop-a']);
  expect((await operations(180)).slice(2)).toEqual(['140 nemesis start-a']);
  // The clients stop before it would end: the heal after the main phase ends it.
  expect(await operations(80)).toEqual(['40 nemesis start-a']);
});

test('of a round of several faults, those whose turn comes too late do not begin, and are not ended', async () => {
  // The second would begin at 893 or 940 of 1000 ms, when less than half of 280 ms is left.
  const late: Schedule = { ...crowded, quiet_ms: 800, active_ms: 280 };
  const all = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map((seed) => played(late, seed)));
  expect(all.some(({ length }) => length > 1)).toBe(true);
  for (const [begun = '', ...others] of all) {
    expect(begun).toMatch(/^800 nemesis start-/);
    const end = begun.replace(/.*start-/, 'nemesis stop-');
    expect(others.map((line) => line.replace(/^[\d.]+ /, ''))).toEqual(
      others.length > 0 ? [end] : [],
    );
  }
});

describe('the end of the time limit', () => {
  const one: Schedule = {
    kind: 'periodic',
    quiet_ms: 40,
    active_ms: 60,
    faults: [{ start: { fault: 'start-a' }, stop: { fault: 'stop-a' } }],
  };
  /** The operations, and when the last op of a client was called that goes on beside them. */
  const beside = async (limit_ms: number, nemesisLatency_ms: number, fails = false) => {
    const faults = scheduleGenerator(one, anyOverlap, Random.fromSeed(1), limit_ms);
    const phase = alongside(nemesis(faults), clients(always({ f: 'r' })));
    const failure = () => {
      throw new Error('its command failed');
    };
    const { history } = await simulate(phase, {
      concurrency: 1,
      nemesisLatency_ms,
      ...(fails && { nemesis: failure }),
    });
    const lines = written(history);
    const reads = lines.filter((line) => line.endsWith(' r'));
    return {
      operations: lines.filter((line) => line.includes('nemesis')),
      until_ms: Number(reads.at(-1)?.split(' ')[0]),
    };
  };

  test('is the end of the phase where no fault is to begin any more', async () => {
    const { operations, until_ms } = await beside(165, 0);
    expect(operations).toEqual(['40 nemesis start-a', '100 nemesis stop-a']);
    expect(until_ms).toBe(160);
  });

  test('is the end of a fault that had half of its time', async () => {
    const { operations, until_ms } = await beside(180, 0);
    expect(operations.at(-1)).toBe('140 nemesis start-a');
    expect(until_ms).toBe(170);
  });

  test('is put off for a fault whose proof has taken its time, by the half of it that it lacks', async () => {
    const { operations, until_ms } = await beside(80, 70);
    // In effect from 110 on, and clients meet it for 30 ms.
    expect(operations).toEqual(['40 nemesis start-a']);
    expect(until_ms).toBe(130);
  });

  test('is not put off for a fault that could not begin', async () => {
    const { operations, until_ms } = await beside(80, 70, true);
    // It fails at 110, and that is the end: the last op of a client is called before.
    expect(operations).toEqual(['40 nemesis start-a']);
    expect(until_ms).toBe(100);
  });

  test('keeps a fault from beginning whose turn came too late', async () => {
    const faults = scheduleGenerator(one, anyOverlap, Random.fromSeed(1), 90);
    const free: ThreadStates = {
      isFree: () => true,
      processOf: () => NEMESIS,
      threadOf: () => NEMESIS,
    };
    const context = (time_ms: number) => new Context(time_ms * NS_PER_MS, [NEMESIS], free);
    const quiet = faults.op(context(0));
    if (quiet.kind !== 'op') throw new Error('it is quiet first');
    expect(quiet.op.type).toBe('sleep');
    // The sleep of 40 ms ended on a busy machine after 65.
    expect(quiet.next.op(context(60))).toMatchObject({ kind: 'op', op: { f: 'start-a' } });
    expect(quiet.next.op(context(65)).kind).toBe('pending');
    expect(quiet.next.op(context(90)).kind).toBe('done');
  });
});
