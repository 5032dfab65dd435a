import { describe, expect, it } from 'vitest';

import { clients, limit } from '../harness/core/generator/index.js';
import type { Json } from '../harness/core/json.js';
import type { Op } from '../harness/core/op.js';
import { Random } from '../harness/core/random.js';
import { schedule, simulate } from '../tests/support/simulation.js';
import { workloads } from './index.js';
import { register } from './register.js';
import { set } from './set.js';

const context = (seed: number): Parameters<typeof set.main>[0] => ({
  random: Random.fromSeed(seed),
  concurrency: 4,
  nodeCount: 3,
  options: register.defaults,
});

describe('set', () => {
  it('adds 0, 1, 2, … and never the same twice', async () => {
    const { history } = await simulate(clients(limit(5, set.main(context(1)))), { concurrency: 2 });
    expect(schedule(history).map((line) => line.split(' ').slice(2).join(' '))).toEqual([
      'add 0',
      'add 1',
      'add 2',
      'add 3',
      'add 4',
    ]);
  });

  it('reads on every thread until each one has an answer', async () => {
    const final = set.final(context(1));
    if (final === null) throw new Error('set has final reads');
    const { history } = await simulate(clients(final), {
      concurrency: 3,
      answer: (op) =>
        op.time < 15_000_000
          ? { type: 'fail', error: { code: 'refused' } }
          : { type: 'ok', value: [1] },
    });
    const ok = [...history].filter((op) => op.type === 'ok');
    expect(new Set(ok.map((op) => op.node))).toEqual(new Set(['n1', 'n2', 'n3']));
    expect(ok).toHaveLength(3);
  });
});

describe('register', () => {
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

  it('expects in a compare-and-set what was seen last', async () => {
    const { history } = await simulate(clients(limit(100, register.main(context(6)))), {
      concurrency: 1,
      answer: (op) => ({ type: 'ok', value: op.f === 'read' ? [0, 77] : op.value }),
    });
    const ops = [...history];
    const cas = ops.filter((op) => op.type === 'invoke' && op.f === 'cas');
    expect(cas.length).toBeGreaterThan(5);
    for (const op of cas) {
      const before = ops[op.index - 1];
      const [, value] = (before as Op).value as [number, Json];
      const seen = Array.isArray(value) ? (value as readonly Json[])[1] : value;
      expect((op.value as [number, [number, number]])[1][0]).toBe(seen);
    }
  });
});

it('every workload has a name of its own, an invariant and checkers', () => {
  expect(new Set(workloads.map((one) => one.name)).size).toBe(workloads.length);
  for (const workload of workloads) {
    expect(workload.invariant).not.toBe('');
    expect(workload.checkers.length).toBeGreaterThan(0);
  }
});
