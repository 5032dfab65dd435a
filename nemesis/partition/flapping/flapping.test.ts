import { describe, expect, test } from 'vitest';
import { sleep } from '../../../harness/core/clock.js';
import type { ActiveFault, FaultContext } from '../../../harness/core/fault.js';
import type { Json, JsonObject } from '../../../harness/core/json.js';
import { Random } from '../../../harness/core/random.js';
import { StubCluster } from '../../testing/stub-context.js';
import { StubLinks } from '../../testing/stub-links.js';
import { flapping } from './flapping.js';

const EVERY_SECOND = { grudge: 'one-node', target: 'n1', cut_ms: 1000, open_ms: 2000 };

async function started(
  cluster: StubCluster,
  value: JsonObject = EVERY_SECOND,
  changes: Partial<FaultContext> = {},
) {
  const active = flapping.create(cluster.context(changes));
  return { active, record: await cluster.clock.run(active.invoke('start-flapping', value)) };
}

function pass(cluster: StubCluster, time_ms: number): Promise<void> {
  return cluster.clock.run(sleep(cluster.clock, time_ms));
}

function stopped(cluster: StubCluster, active: ActiveFault) {
  return cluster.clock.run(active.invoke('stop-flapping', undefined));
}

describe('flapping links', () => {
  test('are proven cut once and open once before the start ends', async () => {
    const cluster = new StubCluster();
    const { record } = await started(cluster);
    expect(record.effect).toEqual({
      primary: 'n1',
      roles: { n1: 'primary', n2: 'replica', n3: 'replica' },
      isolated: ['n1'],
      drops: { n1: ['n2', 'n3'], n2: ['n1'], n3: ['n1'] },
      method: 'drop',
      cut_ms: 1000,
      open_ms: 2000,
      jitter: 0,
    });
    expect(record.proof.proven).toBe(true);
    expect(record.proof.evidence[0]).toBe('unanswered: n1→n2, n1→n3, n2→n1, n3→n1');
    expect(record.proof.evidence.at(-1)).toContain('opened again: answered: n1→n2');
    expect(await cluster.links.probe('n1', 'n2')).toBe(true);
  });

  test('are cut and opened in turns until the stop, which says when', async () => {
    const cluster = new StubCluster();
    const { active } = await started(cluster);
    await pass(cluster, 2500);
    expect(await cluster.links.probe('n1', 'n2')).toBe(false);
    await pass(cluster, 1000);
    expect(await cluster.links.probe('n1', 'n2')).toBe(true);
    await pass(cluster, 5000);
    const record = await stopped(cluster, active);
    expect(record.effect).toEqual({
      healed: { n1: ['n2', 'n3'], n2: ['n1'], n3: ['n1'] },
      cuts: [
        { from_ms: 0, to_ms: 0 },
        { from_ms: 2000, to_ms: 3000 },
        { from_ms: 5000, to_ms: 6000 },
        { from_ms: 8000, to_ms: 8500 },
      ],
      problems: 0,
    });
    expect(record.proof).toMatchObject({ proven: true });
    expect(record.proof.evidence[0]).toBe('cut 4 times');
    expect(await cluster.links.probe('n1', 'n2')).toBe(true);
  });

  test('flap at times drawn from the seed, within their jitter', async () => {
    const cutsOf = async (seed: number): Promise<readonly Json[]> => {
      const cluster = new StubCluster();
      const random = Random.fromSeed(seed);
      const { active } = await started(cluster, { ...EVERY_SECOND, jitter: 0.5 }, { random });
      await pass(cluster, 60_000);
      return (await stopped(cluster, active)).effect['cuts'] as readonly Json[];
    };
    const [first, again, other] = [await cutsOf(1), await cutsOf(1), await cutsOf(2)];
    expect(first).toEqual(again);
    expect(first).not.toEqual(other);
    const whole = (first as readonly { from_ms: number; to_ms: number }[]).slice(1, -1);
    expect(whole.length).toBeGreaterThan(10);
    for (const { from_ms, to_ms } of whole) {
      expect(to_ms - from_ms).toBeGreaterThanOrEqual(499);
      expect(to_ms - from_ms).toBeLessThanOrEqual(1501);
    }
    expect(new Set(whole.map(({ from_ms, to_ms }) => to_ms - from_ms)).size).toBeGreaterThan(5);
  });

  test('may be more after another start: all flap together', async () => {
    const cluster = new StubCluster(5);
    const { active } = await started(cluster);
    await cluster.clock.run(
      active.invoke('start-flapping', { ...EVERY_SECOND, target: 'n2', open_ms: 1000 }),
    );
    await pass(cluster, 1500);
    expect(await cluster.links.probe('n1', 'n3')).toBe(false);
    expect(await cluster.links.probe('n2', 'n3')).toBe(false);
    const record = await stopped(cluster, active);
    expect(record.proof.proven).toBe(true);
    expect(Object.keys(record.effect['healed'] as JsonObject)).toHaveLength(5);
  });
});

describe('links that do not flap as they should', () => {
  test('are not proven at the start where nothing is cut', async () => {
    const cluster = new StubCluster(3, new StubLinks({ cutsNothing: true }));
    expect((await started(cluster)).record.proof.proven).toBe(false);
  });

  test('are not proven at the start where they do not open', async () => {
    const cluster = new StubCluster(3, new StubLinks({ healsNothing: true }));
    const { record } = await started(cluster);
    expect(record.proof.proven).toBe(false);
    expect(record.proof.evidence.at(-1)).toContain('still unanswered');
  });

  test('are not proven at the stop where a later cut fails, and are open all the same', async () => {
    const cluster = new StubCluster();
    const { active } = await started(cluster);
    const cut = cluster.links.cut.bind(cluster.links);
    let cuts = 0;
    cluster.links.cut = async (grudge, method) => {
      await cut(grudge, method);
      cuts += 1;
      if (cuts === 2) throw new Error('iptables broke');
    };
    await pass(cluster, 9500);
    const record = await stopped(cluster, active);
    expect(record.proof.proven).toBe(false);
    expect(record.proof.evidence[0]).toBe('at 5000 ms: the cut failed: iptables broke');
    // The others went on.
    expect(record.effect).toMatchObject({ problems: 1, cuts: { length: 4 } });
    expect(await cluster.links.probe('n1', 'n2')).toBe(true);
  });

  test('are not proven at the stop where a later cut cuts nothing', async () => {
    const cluster = new StubCluster();
    const { active } = await started(cluster);
    cluster.links.cut = () => Promise.resolve();
    await pass(cluster, 21_500);
    const { proof } = await stopped(cluster, active);
    expect(proof.proven).toBe(false);
    expect(proof.evidence[0]).toMatch(/^at \d+ ms: n\d→n\d answered although it was cut$/);
    expect(proof.evidence).toContain('and 2 more');
  });

  test('are not proven at the stop where a cut does not last to its end', async () => {
    const cluster = new StubCluster();
    const { active } = await started(cluster);
    await pass(cluster, 2500);
    await cluster.links.heal();
    await pass(cluster, 1000);
    const { proof } = await stopped(cluster, active);
    expect(proof.proven).toBe(false);
    expect(proof.evidence[0]).toMatch(
      /^at 3000 ms: the cut did not last to its end: n1 has no rule any more that keeps packets of n2 from n1/,
    );
  });

  test('are not proven at the stop where an opening fails', async () => {
    const cluster = new StubCluster();
    const { active } = await started(cluster);
    const heal = cluster.links.heal.bind(cluster.links);
    let heals = 0;
    cluster.links.heal = () => {
      heals += 1;
      return heals === 1 ? Promise.reject(new Error('locked')) : heal();
    };
    await pass(cluster, 7000);
    const { proof } = await stopped(cluster, active);
    expect(proof.proven).toBe(false);
    expect(proof.evidence[0]).toBe('at 3000 ms: the opening failed: locked');
    expect(proof.evidence[1]).toMatch(/did not answer although it was open/);
  });

  test('a role that nobody holds is an error, and nothing flaps', async () => {
    const cluster = new StubCluster();
    cluster.primary = null;
    await expect(started(cluster, { grudge: 'primary' })).rejects.toThrow('a node that is primary');
    expect(cluster.links.cuts).toEqual([]);
    expect(await flapping.create(cluster.context()).heal()).toBeNull();
  });
});

describe('the flapping ends', () => {
  test('with a heal in the middle of a cut, once', async () => {
    const cluster = new StubCluster();
    const { active } = await started(cluster);
    await pass(cluster, 2500);
    expect((await cluster.clock.run(active.heal()))?.proof.proven).toBe(true);
    const cuts = cluster.links.cuts.length;
    await pass(cluster, 60_000);
    expect(cluster.links.cuts).toHaveLength(cuts);
    expect(await cluster.links.probe('n1', 'n2')).toBe(true);
    expect(await active.heal()).toBeNull();
  });

  test('with an abort in the middle of a cut, and leaves the links open', async () => {
    const cluster = new StubCluster();
    const interrupt = new AbortController();
    const { active } = await started(cluster, EVERY_SECOND, { signal: interrupt.signal });
    await pass(cluster, 2500);
    interrupt.abort(new Error('Ctrl-C'));
    await pass(cluster, 0);
    expect(await cluster.links.probe('n1', 'n2')).toBe(true);
    const cuts = cluster.links.cuts.length;
    await pass(cluster, 60_000);
    expect(cluster.links.cuts).toHaveLength(cuts);
    expect((await cluster.clock.run(active.heal()))?.proof.proven).toBe(true);
  });

  test('for a first cut that broke half way, too', async () => {
    const cluster = new StubCluster();
    const cut = cluster.links.cut.bind(cluster.links);
    cluster.links.cut = async (grudge, method) => {
      await cut(grudge, method);
      throw new Error('iptables broke');
    };
    const active = flapping.create(cluster.context());
    await expect(active.invoke('start-flapping', EVERY_SECOND)).rejects.toThrow('broke');
    expect((await active.heal())?.proof.proven).toBe(true);
    expect(await cluster.links.probe('n1', 'n2')).toBe(true);
  });
});

test.each<[JsonObject, string]>([
  [{ cut_ms: 100 }, 'cut_ms'],
  [{ open_ms: 'long' }, 'open_ms'],
  [{ jitter: 2 }, 'jitter'],
  [{ target: 'n9' }, 'the target is "n9"'],
  [{ grudge: 'ring', target: 'n1' }, 'ring takes no target'],
  [{ colour: 'red' }, 'colour'],
])('a value with %j makes no sense', (changes, problem) => {
  expect(() => {
    flapping.validate('start-flapping', { ...EVERY_SECOND, ...changes }, ['n1', 'n2', 'n3']);
  }).toThrow(problem);
});
