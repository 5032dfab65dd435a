import { describe, expect, it } from 'vitest';

import { clients, limit, nothing, type Generator } from '../harness/core/generator/index.js';
import { HELD_ELSEWHERE } from '../harness/core/final-read.js';
import type { Json, JsonObject } from '../harness/core/json.js';
import type { Completion, Invocation } from '../harness/core/op.js';
import { Random } from '../harness/core/random.js';
import type { Workload } from '../harness/core/workload.js';
import { schedule, simulate } from '../tests/support/simulation.js';
import { workloads } from './index.js';
import { logGroups } from './log-groups.js';
import { multiRegister } from './multi-register.js';
import { register } from './register.js';
import { set } from './set.js';

const context = (seed: number): Parameters<typeof set.main>[0] => ({
  random: Random.fromSeed(seed),
  concurrency: 4,
  nodeCount: 3,
  options: register.defaults,
  operations: new Set(['read', 'write', 'cas']),
});

/** The final reads of a workload, on client threads. */
function finalReads(workload: Workload, nodeCount = 3, keys: readonly Json[] = []): Generator {
  const final = workload.final({ ...context(1), nodeCount, keys });
  if (final === null) throw new Error(`${workload.name} has no final reads`);
  return clients(final);
}

const piece = (cursor: string): Completion => ({ type: 'ok', value: { cursor, elements: [1] } });

function cursorOf(op: Invocation): string {
  return (op.value as { readonly cursor: string }).cursor;
}

describe('set', () => {
  it('adds 0, 1, 2, … and never the same twice', async () => {
    const { history } = await simulate(
      clients(limit(5, set.main({ ...context(1), options: set.defaults }))),
      { concurrency: 2 },
    );
    expect(schedule(history).map((line) => line.split(' ').slice(2).join(' '))).toEqual([
      'add 0',
      'add 1',
      'add 2',
      'add 3',
      'add 4',
    ]);
  });

  it('scans each node once, however many threads there are, from cursor to cursor', async () => {
    const next: Record<string, string> = { '0': '7', '7': '3', '3': '0' };
    const { history } = await simulate(finalReads(set), {
      concurrency: 5,
      answer: (op) => piece(next[cursorOf(op)] ?? '0'),
    });
    expect(schedule(history)).toEqual(
      [0, 10, 20].flatMap((time) =>
        [0, 1, 2].map(
          (thread) => `${time} ${thread} final-read {"cursor":"${['0', '7', '3'][time / 10]}"}`,
        ),
      ),
    );
    expect(new Set([...history].map((op) => op.node))).toEqual(new Set(['n1', 'n2', 'n3']));
  });

  it('begins a scan again when a piece failed, after a while', async () => {
    let failed = false;
    const { history } = await simulate(finalReads(set, 1), {
      concurrency: 1,
      answer: (op) => {
        if (cursorOf(op) === '0') return piece('7');
        if (failed) return piece('0');
        failed = true;
        return { type: 'fail', error: { code: 'scan-broken' } };
      },
    });
    expect(schedule(history)).toEqual([
      '0 0 final-read {"cursor":"0"}',
      '10 0 final-read {"cursor":"7"}',
      '120 0 final-read {"cursor":"0"}',
      '130 0 final-read {"cursor":"7"}',
    ]);
  });

  it('ends where a node says that others hold the set', async () => {
    const { history } = await simulate(finalReads(set, 2), {
      concurrency: 2,
      answer: ({ process }) =>
        process === 1 ? { type: 'fail', error: { code: HELD_ELSEWHERE } } : piece('0'),
    });
    expect(schedule(history)).toEqual([
      '0 0 final-read {"cursor":"0"}',
      '0 1 final-read {"cursor":"0"}',
    ]);
  });

  it('takes a whole list as an answer, from clients that know no cursor', async () => {
    const { history } = await simulate(finalReads(set, 1), {
      concurrency: 1,
      answer: () => ({ type: 'ok', value: [1, 2] }),
    });
    expect(schedule(history)).toEqual(['0 0 final-read {"cursor":"0"}']);
  });
});

describe('register', () => {
  it('reads every key that was used from every node at the end, until it is answered', async () => {
    const { history } = await simulate(finalReads(register, 2, [4, 'x']), {
      concurrency: 4,
      answer: (op) =>
        op.process === 1 && op.time < 5e6
          ? { type: 'fail', error: { code: 'loading' } }
          : { type: 'ok', value: op.value },
    });
    expect(schedule(history)).toEqual([
      '0 0 final-read [4,null]',
      '0 1 final-read [4,null]',
      '10 0 final-read ["x",null]',
      '110 1 final-read [4,null]',
      '120 1 final-read ["x",null]',
    ]);
  });

  it('goes on to the next key where a node says that others hold one', async () => {
    const { history } = await simulate(finalReads(register, 1, [4, 'x']), {
      concurrency: 1,
      answer: () => ({ type: 'fail', error: { code: HELD_ELSEWHERE } }),
    });
    expect(schedule(history)).toEqual(['0 0 final-read [4,null]', '110 0 final-read ["x",null]']);
  });

  it('holds keys of all ages: some that retire soon, and some that live long', async () => {
    const main = register.main(context(3));
    const { history } = await simulate(clients(limit(3_000, main)), { concurrency: 5 });
    const ops = new Map<number, number[]>();
    for (const op of history) {
      if (op.type !== 'invoke') continue;
      const [key] = op.value as [number, Json];
      ops.set(key, [...(ops.get(key) ?? []), op.index]);
    }
    const lifetimes = [...ops.values()].map((of) => (of.at(-1) ?? 0) - (of[0] ?? 0));
    // Of 6,000 events: a key of 100 ops lives for some 1,600.
    expect(lifetimes.filter((lifetime) => lifetime < 2_000).length).toBeGreaterThan(2);
    expect(lifetimes.filter((lifetime) => lifetime > 5_500).length).toBeGreaterThan(3);
  });

  const run = async (seed: number): Promise<string[]> => {
    const { history } = await simulate(clients(limit(300, register.main(context(seed)))), {
      concurrency: 4,
    });
    return schedule(history);
  };

  it('gives the same ops for the same seed and others for another', async () => {
    expect(await run(3)).toEqual(await run(3));
    expect(await run(3)).not.toEqual(await run(4));
  });

  it('gives each key the same ops in the same order, however fast and well the store answers', async () => {
    const opsByKey = async (latency_ms: number): Promise<ReadonlyMap<number, string[]>> => {
      const { history } = await simulate(clients(limit(600, register.main(context(3)))), {
        concurrency: 4,
        latencyOf: (op) => latency_ms + (op.index % 7),
        answer: (op) =>
          (op.index + latency_ms) % 5 === 0
            ? { type: 'fail', error: { code: 'refused' } }
            : { type: 'ok', value: op.value },
      });
      const byKey = new Map<number, string[]>();
      for (const op of history) {
        if (op.type !== 'invoke') continue;
        const [key, value] = op.value as [number, Json];
        const written = op.f === 'cas' ? (value as [number, number])[1] : value;
        const ops = byKey.get(key) ?? [];
        ops.push(op.f === 'read' ? 'read' : `write or cas of ${JSON.stringify(written)}`);
        byKey.set(key, ops);
      }
      return byKey;
    };
    const [quick, slow] = [await opsByKey(1), await opsByKey(33)];
    for (const [key, ops] of quick) {
      const others = slow.get(key) ?? [];
      const shared = Math.min(ops.length, others.length);
      expect(ops.slice(0, shared), `key ${key}`).toEqual(others.slice(0, shared));
    }
    expect([...quick.keys()].filter((key) => slow.has(key)).length).toBeGreaterThan(4);
  });

  it('writes every value of a key once, and mixes all three kinds of op', async () => {
    const { history } = await simulate(clients(limit(600, register.main(context(5)))));
    const written = new Map<string, number>();
    const kinds = new Map<string, number>();
    for (const op of history) {
      if (op.type !== 'invoke') continue;
      kinds.set(op.f, (kinds.get(op.f) ?? 0) + 1);
      const [key, value] = op.value as [number, Json];
      if (op.f === 'read') continue;
      const target = op.f === 'cas' ? (value as [number, number])[1] : (value as number);
      const id = `${key}:${target}`;
      written.set(id, (written.get(id) ?? 0) + 1);
    }
    expect([...written.values()].every((count) => count === 1)).toBe(true);
    for (const f of ['read', 'write', 'cas']) expect(kinds.get(f)).toBeGreaterThan(100);
  });

  it('writes few values again and again, and to some keys more often, where the options say so', async () => {
    const options = { ...register.defaults, values: 3, skew: 2, opsPerKey: 10_000 };
    const main = register.main({ ...context(5), options });
    const { history } = await simulate(clients(limit(600, main)));
    const counts = new Map<number, number>();
    const written = new Set<number>();
    for (const op of history) {
      if (op.type !== 'invoke') continue;
      const [key, value] = op.value as [number, Json];
      counts.set(key, (counts.get(key) ?? 0) + 1);
      if (op.f !== 'read')
        written.add(op.f === 'cas' ? (value as [number, number])[1] : Number(value));
    }
    expect(written).toEqual(new Set([1, 2, 3]));
    expect(counts.get(0)).toBeGreaterThan(5 * (counts.get(7) ?? 0));
  });

  it('expects in a compare-and-set what was seen last, and now and then what was seen before', async () => {
    const oneKey = { ...context(6), options: { ...register.defaults, liveKeys: 1 } };
    const { history } = await simulate(clients(limit(100, register.main(oneKey))), {
      concurrency: 1,
      answer: (op) => ({ type: 'ok', value: op.f === 'read' ? [0, 77] : op.value }),
    });
    const seen: Json[] = [];
    const ages: number[] = [];
    for (const op of history) {
      const [, value = null] = op.value as readonly Json[];
      if (op.type === 'invoke' && op.f === 'cas') {
        const [expected = null] = value as readonly Json[];
        ages.push(expected === seen.at(-1) ? 0 : 1);
        expect([seen.at(-1), seen.at(-2)]).toContain(expected);
      }
      if (op.type !== 'ok') continue;
      const now = Array.isArray(value) ? ((value as readonly Json[])[1] ?? null) : value;
      if (now !== seen.at(-1)) seen.push(now);
    }
    expect(ages.filter((age) => age === 0).length).toBeGreaterThan(10);
    expect(ages.filter((age) => age === 1).length).toBeGreaterThan(1);
  });
});

it('every workload has a name of its own, an invariant and checkers', () => {
  expect(new Set(workloads.map((one) => one.name)).size).toBe(workloads.length);
  for (const workload of workloads) {
    expect(workload.invariant).not.toBe('');
    expect(workload.checkers.length).toBeGreaterThan(0);
  }
});

describe('multi-register', () => {
  it('reads or writes some registers of one group, and never writes a value twice to a group', async () => {
    const main = multiRegister.main({ ...context(1), options: multiRegister.defaults });
    const { history } = await simulate(clients(limit(600, main)), { concurrency: 10 });
    const written = new Set<string>();
    const sizes = new Set<number>();
    for (const { type, value } of history) {
      if (type !== 'invoke') continue;
      const steps = value as readonly (readonly [string, number, Json])[];
      const [first] = steps;
      sizes.add(steps.length);
      expect(new Set(steps.map(([f]) => f))).toEqual(new Set([first?.[0]]));
      const groups = new Set(steps.map(([, register]) => Math.floor(register / 3)));
      expect(groups.size).toBe(1);
      expect(new Set(steps.map(([, register]) => register)).size).toBe(steps.length);
      for (const [f, , one] of steps) {
        if (f === 'r') continue;
        const name = JSON.stringify([...groups, one]);
        expect(written).not.toContain(name);
        written.add(name);
      }
    }
    expect(sizes).toEqual(new Set([1, 2, 3]));
    expect(written.size).toBeGreaterThan(300);
  });
});

describe('log-groups', () => {
  it('works each log off in the end, and goes on to the next where a node says that others hold one', async () => {
    const options = { ...logGroups.defaults, logs: 2 };
    const final = logGroups.final({ ...context(1), nodeCount: 2, keys: [], options });
    const { history } = await simulate(clients(final ?? nothing), {
      concurrency: 2,
      answer: ({ process, value }) =>
        JSON.stringify(value).includes('"1"') === (process === 1)
          ? { type: 'ok', value: [['take', String(process), []]] }
          : { type: 'fail', error: { code: HELD_ELSEWHERE } },
    });
    const last = { member: 'last', idle_ms: 0 };
    expect(schedule(history)).toEqual([
      `0 0 take ${JSON.stringify([['take', '0', last]])}`,
      `0 1 take ${JSON.stringify([['take', '0', last]])}`,
      `10 0 take ${JSON.stringify([['take', '1', last]])}`,
      `110 1 take ${JSON.stringify([['take', '1', last]])}`,
    ]);
  });
});

describe('lock', () => {
  it('lets a holder stall before it goes on, each time of so many', async () => {
    const one = workloads.find(({ name }) => name === 'lock') as Workload;
    const options = {
      ...one.defaults,
      threadsPerLock: 1,
      liveLocks: 1,
      stallEvery: 2,
      stall_ms: 100,
    };
    const main = one.main({ ...context(1), concurrency: 1, options });
    const { history } = await simulate(clients(limit(6, main)), { concurrency: 1 });
    const ops = schedule(history).map((line) => line.split(' '));
    expect(ops.map(([time, , f]) => `${time} ${f}`)).toEqual([
      '0 acquire',
      '10 release',
      '20 acquire',
      '130 release',
      '140 acquire',
      '150 release',
    ]);
  });
});

describe('options of workloads', () => {
  /** How many of 400 ops are about the object that most are about. */
  async function hottest(name: string, options: JsonObject): Promise<number> {
    const workload = workloads.find((one) => one.name === name) as Workload;
    const main = workload.main({ ...context(5), options: { ...workload.defaults, ...options } });
    const { history } = await simulate(clients(limit(400, main)), { concurrency: 10 });
    const counts = new Map<string, number>();
    for (const { type, value } of history) {
      if (type !== 'invoke') continue;
      const object = objectOf(value);
      counts.set(object, (counts.get(object) ?? 0) + 1);
    }
    return Math.max(...counts.values());
  }

  function objectOf(value: Json | undefined): string {
    if (!Array.isArray(value)) return JSON.stringify((value as JsonObject)['from']);
    const [first] = value as readonly Json[];
    if (!Array.isArray(first)) return JSON.stringify(first);
    const [, log] = first as readonly Json[];
    return typeof log === 'string' ? log : Object.keys(log as JsonObject).join('');
  }

  it.each([
    'register',
    'sessions',
    'log',
    'lock',
    'fenced-lock',
    'lease',
    'expiry',
    'bank',
    'watch',
  ])('make some objects of %s hot', async (name) => {
    const given = name === 'bank' ? { readShare: 0 } : {};
    const even = await hottest(name, { ...given, skew: 0 });
    expect(await hottest(name, { ...given, skew: 3 })).toBeGreaterThan(even * 1.2);
  });

  it.each([
    ['register', 0.9],
    ['set', 0.9],
    ['set-full', 0.5],
    ['multi-register', 0.1],
  ])('set the share of reads of %s to %d', async (name, readShare) => {
    const workload = workloads.find((one) => one.name === name) as Workload;
    const main = workload.main({ ...context(5), options: { ...workload.defaults, readShare } });
    const { history } = await simulate(clients(limit(2_000, main)), { concurrency: 5 });
    const invoked = [...history].filter(({ type }) => type === 'invoke');
    const isRead = ({ f, value }: (typeof invoked)[number]): boolean =>
      f === 'read' || (f === 'txn' && (value as readonly (readonly Json[])[])[0]?.[0] === 'r');
    expect(invoked.filter(isRead).length / invoked.length).toBeCloseTo(readShare, 1);
  });
});
