import { describe, expect, it } from 'vitest';

import { played, type SimulationOptions } from '../../../tests/support/simulation.js';
import { Random } from '../random.js';
import {
  alongside,
  always,
  any,
  clients,
  concat,
  cycle,
  delay,
  drained,
  eachProcess,
  eachThread,
  filter,
  limit,
  log,
  map,
  mix,
  nemesis,
  once,
  onUpdate,
  parallel,
  phases,
  processLimit,
  repeat,
  reserve,
  sequence,
  sleep,
  stagger,
  timeLimit,
  unfold,
  untilOk,
  type Generator,
} from './index.js';

const random = Random.fromSeed(7);
const counting = unfold(0, (n) => [{ f: 'w', value: n }, n + 1]);
const fs = (names: string): Generator => sequence(names.split('').map((f) => ({ f })));

describe('sources', () => {
  it('once gives one op', async () => {
    expect(await played(clients(once({ f: 'r' })))).toEqual(['0 0 r']);
  });

  it('unfold numbers ops whatever thread they go to', async () => {
    expect(await played(clients(limit(4, counting)))).toEqual([
      '0 0 w 0',
      '0 1 w 1',
      '10 0 w 2',
      '10 1 w 3',
    ]);
  });

  it('log writes nothing into the history', async () => {
    expect(await played(clients(concat(log('hello'), once({ f: 'r' }))))).toEqual(['0 0 r']);
  });

  it('sleep keeps its thread busy', async () => {
    const generator = clients(phases(sleep(50), once({ f: 'r' })));
    expect(await played(generator, { concurrency: 1 })).toEqual(['50 0 r']);
  });
});

describe('bounds', () => {
  it('limit counts ops', async () => {
    expect(await played(clients(limit(3, always({ f: 'r' })))).then((all) => all.length)).toBe(3);
  });

  it('repeat asks the same generator anew', async () => {
    expect(await played(clients(repeat(once({ f: 'a' }), 3)), { concurrency: 1 })).toEqual([
      '0 0 a',
      '10 0 a',
      '20 0 a',
    ]);
  });

  it('cycle plays to the end and starts again', async () => {
    expect(await played(clients(limit(5, cycle(fs('ab')))), { concurrency: 1 })).toEqual([
      '0 0 a',
      '10 0 b',
      '20 0 a',
      '30 0 b',
      '40 0 a',
    ]);
  });

  it('timeLimit starts at its first op and gives none at or after the end', async () => {
    const generator = clients(phases(sleep(100), timeLimit(25, always({ f: 'r' }))));
    expect(await played(generator, { concurrency: 1 })).toEqual(['100 0 r', '110 0 r', '120 0 r']);
  });

  it('timeLimit ends a generator that is pending, at the limit and not later', async () => {
    const stuck: Generator = { op: () => ({ kind: 'pending', next: stuck }), update: () => stuck };
    const generator = phases(
      clients(timeLimit(15, concat(once({ f: 'a' }), stuck))),
      clients(once({ f: 'z' })),
    );
    expect(await played(generator, { concurrency: 2 })).toEqual(['0 0 a', '15 1 z']);
  });

  it('processLimit counts the processes that may come', async () => {
    const generator = clients(processLimit(4, always({ f: 'r' })));
    const crash = { type: 'info' as const, error: { code: 'x' } };
    const all = await played(generator, { answer: () => crash });
    expect(new Set(all.map((line) => line.split(' ')[1])).size).toBeLessThanOrEqual(4);
    expect(all.length).toBeGreaterThan(1);
  });
});

describe('timing', () => {
  it('delay spaces the ops of all threads together', async () => {
    expect(await played(clients(limit(4, delay(3, counting))), { concurrency: 5 })).toEqual([
      '0 0 w 0',
      '3 1 w 1',
      '6 2 w 2',
      '9 3 w 3',
    ]);
  });

  it('stagger keeps the mean rate over all threads, with gaps between 0 and twice the interval', async () => {
    const times = (
      await played(clients(limit(2000, stagger(random, 5, counting))), { concurrency: 30 })
    ).map((line) => Number(line.split(' ')[0]));
    const gaps = times.slice(1).map((time, i) => time - (times[i] ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(10.001);
    expect((times.at(-1) ?? 0) / 1999).toBeGreaterThan(4.6);
    expect((times.at(-1) ?? 0) / 1999).toBeLessThan(5.4);
  });

  it('stagger makes up for ops that were late, so that the rate is met', async () => {
    // Ops are late by up to 10 ms each time that the only thread is busy.
    const busy = limit(2000, stagger(random, 11, counting));
    const times = (await played(clients(busy), { concurrency: 1 })).map((line) =>
      Number(line.split(' ')[0]),
    );
    expect((times.at(-1) ?? 0) / 1999).toBeGreaterThan(10.6);
    expect((times.at(-1) ?? 0) / 1999).toBeLessThan(11.4);
  });

  it('stagger makes up for half a second at most: a pause of the store is not followed by a burst', async () => {
    const pause: SimulationOptions = {
      concurrency: 1,
      latency_ms: 0,
      opTimeout_ms: 1_000_000,
      latencyOf: (op) => (op.value === 100 ? 5000 : 0),
    };
    const times = (await played(clients(limit(400, stagger(random, 10, counting))), pause)).map(
      (line) => Number(line.split(' ')[0]),
    );
    const after = times[101] ?? 0;
    const atOnce = times.filter((time) => time >= after && time < after + 1).length;
    expect(after).toBeGreaterThan(5000);
    expect(atOnce).toBeGreaterThan(30);
    expect(atOnce).toBeLessThan(70);
  });

  it('delay never makes up for anything', async () => {
    const times = (
      await played(clients(limit(5, delay(15, counting))), { concurrency: 1, latency_ms: 20 })
    ).map((line) => Number(line.split(' ')[0]));
    expect(times).toEqual([0, 20, 40, 60, 80]);
  });

  it('gives the same schedule for the same seed and another one for another', async () => {
    const run = (seed: number): Promise<string[]> =>
      played(
        clients(
          limit(
            20,
            stagger(
              Random.fromSeed(seed),
              5,
              mix(Random.fromSeed(seed), [always({ f: 'a' }), always({ f: 'b' })]),
            ),
          ),
        ),
      );
    expect(await run(1)).toEqual(await run(1));
    expect(await run(1)).not.toEqual(await run(2));
  });
});

describe('order', () => {
  it('concat does not wait, phases does', async () => {
    const [a, b] = [clients(once({ f: 'a' })), clients(once({ f: 'b' }))];
    expect(await played(concat(a, b))).toEqual(['0 0 a', '0 1 b']);
    expect(await played(phases(a, b))).toEqual(['0 0 a', '10 1 b']);
  });

  it('alongside ends with its leader', async () => {
    const leader = nemesis(drained(fs('xy')));
    const all = await played(alongside(leader, clients(always({ f: 'r' }))), {
      concurrency: 1,
      nemesisLatency_ms: 15,
    });
    expect(all).toEqual(['0 nemesis x', '0 0 r', '10 0 r', '15 nemesis y', '20 0 r']);
  });

  it('parallel goes on with the other when one ends', async () => {
    expect(
      await played(parallel([clients(fs('ab')), clients(fs('c'))]), { concurrency: 1 }),
    ).toHaveLength(3);
  });
});

describe('choice', () => {
  it('mix takes from all, and goes on when one is exhausted', async () => {
    const all = await played(
      clients(mix(random, [limit(30, always({ f: 'a' })), limit(50, always({ f: 'b' }))])),
    );
    expect(all.filter((line) => line.endsWith('a'))).toHaveLength(30);
    expect(all.filter((line) => line.endsWith('b'))).toHaveLength(50);
    expect(all.slice(0, 30).join('')).toMatch(/a.*b.*a/);
  });

  it('mix passes events on', async () => {
    const answer = (): { type: 'fail'; error: { code: string } } => ({
      type: 'fail',
      error: { code: 'x' },
    });
    let failures = 0;
    const counted = onUpdate(
      (current, _context, event) => {
        if (event.type === 'fail') failures += 1;
        return current;
      },
      limit(5, always({ f: 'a' })),
    );
    await played(clients(mix(random, [counted])), { answer });
    expect(failures).toBe(5);
  });

  it('any starves no side at ties, and keeps to weights', async () => {
    const side = (f: string): Generator => always({ f });
    const all = await played(
      clients(limit(400, any(random, [{ generator: side('a'), weight: 3 }, side('b')]))),
    );
    const share = all.filter((line) => line.endsWith('a')).length / 400;
    expect(share).toBeGreaterThan(0.68);
    expect(share).toBeLessThan(0.82);
  });

  it('any takes the sooner op', async () => {
    const slow = delay(100, always({ f: 's' }));
    const all = await played(
      clients(limit(6, any(random, [slow, delay(10, always({ f: 'q' }))]))),
      { concurrency: 5 },
    );
    expect(all.filter((line) => line.endsWith('s'))).toHaveLength(1);
  });
});

describe('threads', () => {
  it('clients and nemesis keep to their threads', async () => {
    const all = await played(parallel([clients(fs('abc')), nemesis(fs('x'))]));
    expect(all.filter((line) => line.includes('nemesis'))).toEqual(['0 nemesis x']);
  });

  it('reserve gives groups of threads their own generator', async () => {
    const all = await played(
      clients(timeLimit(50, reserve([[2, always({ f: 'w' })]], always({ f: 'r' })))),
      { concurrency: 5 },
    );
    for (const line of all) {
      const [, process, f] = line.split(' ');
      expect(f).toBe(Number(process) < 2 ? 'w' : 'r');
    }
    expect(all).toHaveLength(25);
  });

  it('eachThread plays once per thread, eachProcess once per process', async () => {
    const crashOnce = new Set<number | string>([0, 1]);
    const answer: NonNullable<SimulationOptions>['answer'] = (op) =>
      crashOnce.has(op.process)
        ? { type: 'info', error: { code: 'x' } }
        : { type: 'ok', value: op.value };
    expect(await played(clients(eachThread(once({ f: 'a' }))), { answer })).toEqual([
      '0 0 a',
      '0 1 a',
    ]);
    expect(await played(clients(eachProcess(once({ f: 'a' }))), { answer })).toEqual([
      '0 0 a',
      '0 1 a',
      '10 2 a',
      '10 3 a',
    ]);
  });

  it('untilOk goes on until an op of its own is ok', async () => {
    const answer: NonNullable<SimulationOptions>['answer'] = (op) =>
      op.time < 35_000_000 ? { type: 'fail', error: { code: 'x' } } : { type: 'ok', value: null };
    const all = await played(clients(eachThread(untilOk(always({ f: 'r' })))), { answer });
    expect(all).toHaveLength(10);
    expect(all.at(-1)).toBe('40 1 r');
  });
});

describe('events', () => {
  it('map and filter change and choose ops', async () => {
    const even = filter((op) => op.type === 'invoke' && Number(op.value) % 2 === 0, counting);
    const named = map((op) => (op.type === 'invoke' ? { ...op, f: 'even' } : op), even);
    expect(await played(clients(limit(3, named)), { concurrency: 1 })).toEqual([
      '0 0 even 0',
      '10 0 even 2',
      '20 0 even 4',
    ]);
  });

  it('filter says so instead of never ending', async () => {
    await expect(played(clients(filter(() => false, counting)))).rejects.toThrow('100,000');
  });
});
