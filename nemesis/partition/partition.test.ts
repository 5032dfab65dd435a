import { describe, expect, test } from 'vitest';
import type { Json } from '../../harness/core/json.js';
import { StubCluster } from '../testing/stub-context.js';
import { StubLinks } from '../testing/stub-links.js';
import { partition } from './partition.js';

async function started(cluster: StubCluster, value: Json) {
  const active = partition.create(cluster.context());
  return { active, record: await cluster.clock.run(active.invoke('start-partition', value)) };
}

describe('an effective partition', () => {
  test('records who drops whom, the roles of that moment, and the proof', async () => {
    const cluster = new StubCluster();
    cluster.primary = 'n2';
    const { record } = await started(cluster, { grudge: 'primary' });
    expect(record).toEqual({
      effect: {
        primary: 'n2',
        roles: { n1: 'replica', n2: 'primary', n3: 'replica' },
        isolated: ['n2'],
        drops: { n2: ['n1', 'n3', 'clients'], n1: ['n2'], n3: ['n2'], clients: ['n2'] },
        method: 'drop',
      },
      proof: {
        proven: true,
        evidence: [
          'unanswered: n1→n2, n2→n1, n2→n3, n3→n2, clients→n2',
          'answered: n1→n3, n3→n1, clients→n1, clients→n3',
          'packets discarded: n1 1, n2 3, n3 1',
        ],
      },
    });
  });

  test('of the primary from the nodes leaves every client its way', async () => {
    const cluster = new StubCluster();
    const { record } = await started(cluster, { grudge: 'primary-from-nodes' });
    expect(record.effect['drops']).toEqual({ n1: ['n2', 'n3'], n2: ['n1'], n3: ['n1'] });
    expect(record.proof.proven).toBe(true);
    expect(await cluster.links.probe('clients', 'n1')).toBe(true);
  });

  test.each(['in', 'out'] as const)('one way (%s) is proven by who discards', async (direction) => {
    const { record } = await started(new StubCluster(), {
      grudge: 'one-node',
      target: 'n1',
      direction,
    });
    expect(record.proof).toMatchObject({ proven: true });
    expect(record.proof.evidence.at(-1)).toBe(
      direction === 'in' ? 'packets discarded: n1 4' : 'packets discarded: n2 2, n3 2',
    );
  });

  test('of the clients one way is proven by the answers that they discard', async () => {
    const { record } = await started(new StubCluster(), { grudge: 'clients', direction: 'out' });
    expect(record.effect['drops']).toEqual({ clients: ['n1'] });
    expect(record.proof.evidence.at(-1)).toBe('packets discarded: clients 1');
  });

  test('passes the method on', async () => {
    const cluster = new StubCluster();
    await started(cluster, { grudge: 'halves', method: 'tcp-reset' });
    expect(cluster.links.methods).toEqual(['tcp-reset']);
  });

  test.each(['ring', 'bridge', 'random-halves', 'majority-minority', 'clients'])(
    '%s is proven on five nodes',
    async (grudge) => {
      const { record } = await started(new StubCluster(5), { grudge });
      expect(record.proof).toMatchObject({ proven: true });
    },
  );
});

describe('a partition of several', () => {
  const isolatedBy = async (cluster: StubCluster, value: Json) => {
    const { record } = await started(cluster, value);
    expect(record.proof).toMatchObject({ proven: true });
    return record.effect['isolated'];
  };

  test('is of all that call themselves primary, each alone', async () => {
    const cluster = new StubCluster(5);
    cluster.claimants = ['n4', 'n5'];
    const { record } = await started(cluster, { grudge: 'each-primary-alone' });
    expect(record.effect['isolated']).toEqual(['n4', 'n5']);
    expect(record.proof.proven).toBe(true);
    expect(await cluster.links.probe('n4', 'n5')).toBe(false);
    expect(await cluster.links.probe('clients', 'n4')).toBe(true);
  });

  test('waits for one that calls itself primary, and is an error without', async () => {
    const cluster = new StubCluster();
    cluster.claimants = [];
    cluster.at(3000, () => {
      cluster.claimants = ['n2'];
    });
    const { record } = await started(cluster, { grudge: 'each-primary-alone' });
    expect(record.effect).toMatchObject({ isolated: ['n2'], waitedForPrimary_ms: 3000 });
    const without = new StubCluster();
    without.claimants = [];
    await expect(started(without, { grudge: 'each-primary-alone' })).rejects.toThrow(
      'a node that calls itself primary',
    );
    expect(without.links.cuts).toEqual([]);
  });

  test('keeps a set of nodes, roles and clients together', async () => {
    const cluster = new StubCluster(5);
    cluster.primary = 'n2';
    expect(
      await isolatedBy(cluster, { grudge: 'together', targets: ['primary', 'n3', 'clients'] }),
    ).toEqual(['n3', 'clients', 'n2']);
    expect(await cluster.links.probe('n2', 'n3')).toBe(true);
    expect(await cluster.links.probe('clients', 'n2')).toBe(true);
    expect(await cluster.links.probe('clients', 'n1')).toBe(false);
  });

  test('never has a role stand for a node that is in the set already', async () => {
    for (let round = 0; round < 10; round += 1) {
      const value = { grudge: 'together', targets: ['any', 'replica', 'primary', 'n1'] };
      const isolated = await isolatedBy(new StubCluster(4), value);
      expect(isolated).toHaveLength(3);
      expect(new Set(isolated as string[]).size).toBe(3);
    }
  });

  test('keeps a node and the primary apart only where they are two nodes', async () => {
    const value = { grudge: 'apart', targets: ['primary', 'n1'] };
    const cluster = new StubCluster(3);
    cluster.primary = 'n1';
    await expect(isolatedBy(cluster, value)).rejects.toThrow('to be different nodes');
    expect(cluster.links.cuts).toEqual([]);
    const other = new StubCluster(3);
    other.primary = 'n2';
    await isolatedBy(other, value);
    expect(await other.links.probe('n1', 'n2')).toBe(false);
  });

  test('has a replica among the nodes with data only', async () => {
    const cluster = new StubCluster(5);
    cluster.layout = { data: ['n1', 'n2'], watchers: ['n3', 'n4', 'n5'] };
    expect(await isolatedBy(cluster, { grudge: 'together', targets: ['replica'] })).toEqual(['n2']);
  });

  test('cuts data from watchers on nodes of their own, by its older name too', async () => {
    const cluster = new StubCluster(5);
    cluster.layout = { data: ['n1', 'n2'], watchers: ['n3', 'n4', 'n5'] };
    for (const grudge of ['data-from-watchers', 'data-from-sentinels']) {
      expect(await isolatedBy(cluster, { grudge })).toEqual(['n1', 'n2']);
    }
  });
});

describe('an ineffective partition', () => {
  test('that drops nothing is not proven', async () => {
    const cluster = new StubCluster(3, new StubLinks({ cutsNothing: true }));
    const { record } = await started(cluster, { grudge: 'one-node', target: 'n1' });
    expect(record.proof).toEqual({
      proven: false,
      evidence: ['still answered: n1→n2, n1→n3, n2→n1, n3→n1', 'discarded nothing: n1, n2, n3'],
    });
  });

  test('that is deaf on the wrong side is not proven, though every probe fails', async () => {
    const cluster = new StubCluster(3, new StubLinks({ leaksFrom: 'n1' }));
    const { record } = await started(cluster, { grudge: 'one-node', target: 'n1' });
    expect(record.proof).toEqual({ proven: false, evidence: ['discarded nothing: n2, n3'] });
  });

  test('that cuts more than it should is not proven', async () => {
    const cluster = new StubCluster(3, new StubLinks({ dead: 'n3' }));
    const { record } = await started(cluster, { grudge: 'clients', target: 'n1' });
    expect(record.proof.proven).toBe(false);
    expect(record.proof.evidence[0]).toContain('not cut, but unanswered: n1→n3');
  });
});

describe('healing', () => {
  test('is proven by every probe, and is done once', async () => {
    const cluster = new StubCluster();
    const { active } = await started(cluster, { grudge: 'halves' });
    const record = await active.heal();
    expect(record?.effect).toEqual({ healed: { n1: ['n2', 'n3'], n2: ['n1'], n3: ['n1'] } });
    expect(record?.proof).toMatchObject({ proven: true });
    expect(await active.heal()).toBeNull();
  });

  test('that leaves a cut is not proven', async () => {
    const cluster = new StubCluster(3, new StubLinks({ healsNothing: true }));
    const { active } = await started(cluster, { grudge: 'one-node', target: 'n3' });
    const record = await cluster.clock.run(active.invoke('stop-partition', undefined));
    expect(record.proof).toEqual({
      proven: false,
      evidence: ['still unanswered: n1→n3, n2→n3, n3→n1, n3→n2'],
    });
  });

  test('comes for a cut that broke half way', async () => {
    const cluster = new StubCluster();
    const links = cluster.links;
    const cut = links.cut.bind(links);
    links.cut = async (grudge, method) => {
      await cut(grudge, method);
      throw new Error('iptables broke');
    };
    const active = partition.create(cluster.context());
    await expect(active.invoke('start-partition', { grudge: 'halves' })).rejects.toThrow('broke');
    expect((await active.heal())?.proof.proven).toBe(true);
  });

  test('ends all that was cut one after the other', async () => {
    const cluster = new StubCluster(5);
    const { active } = await started(cluster, { grudge: 'one-node', target: 'n1' });
    const second = await active.invoke('start-partition', { grudge: 'one-node', target: 'n2' });
    expect(second.proof).toMatchObject({ proven: true });
    expect((await active.heal())?.proof.proven).toBe(true);
    expect(await cluster.links.probe('n1', 'n2')).toBe(true);
  });
});

test('a role that nobody holds is an error, and nothing is cut', async () => {
  const cluster = new StubCluster();
  cluster.primary = null;
  const active = partition.create(cluster.context());
  const start = active.invoke('start-partition', { grudge: 'primary' });
  await expect(cluster.clock.run(start)).rejects.toThrow(
    'a node that is primary when the fault begins',
  );
  expect(cluster.links.cuts).toEqual([]);
  expect(await active.heal()).toBeNull();
});

describe('a value', () => {
  test.each<[Json | undefined, string]>([
    [undefined, 'grudge'],
    [{ grudge: 'nobody' }, 'grudge'],
    [{ grudge: 'halves', target: 'n1' }, 'halves takes no target'],
    [{ grudge: 'one-node', target: 'n9' }, 'the target is "n9"'],
    [{ grudge: 'ring' }, 'ring needs 4 nodes'],
    [{ grudge: 'bridge', direction: 'in' }, 'bridge goes both ways only'],
    [{ grudge: 'halves', method: 'shout' }, 'method'],
    [{ grudge: 'halves', colour: 'red' }, 'colour'],
    [{ grudge: 'together' }, 'together needs 1 target or more'],
    [{ grudge: 'apart', targets: ['n1'] }, 'apart needs 2 targets or more'],
    [{ grudge: 'apart', targets: ['n1', 'n2'], direction: 'in' }, 'apart goes both ways only'],
    [{ grudge: 'together', targets: [] }, 'targets'],
    [{ grudge: 'together', targets: ['n1', 'n9'] }, 'the target is "n9"'],
    [{ grudge: 'together', targets: ['n1', 'n1'] }, 'n1 is named twice'],
    [{ grudge: 'together', targets: ['primary', 'primary'] }, 'primary is named twice'],
    [{ grudge: 'together', targets: ['n1', 'primary', 'any', 'replica'] }, 'stand for 4 nodes'],
    [{ grudge: 'apart', targets: ['n1', 'primary', 'any', 'replica'] }, 'stand for 4 nodes'],
    [{ grudge: 'together', targets: ['n1', 'n2', 'n3', 'clients'] }, 'nothing is left'],
    [{ grudge: 'halves', targets: ['n1'] }, 'halves takes no targets'],
  ])('%j makes no sense', (value, problem) => {
    expect(() => {
      partition.validate('start-partition', value, ['n1', 'n2', 'n3']);
    }).toThrow(problem);
  });

  test('may keep all nodes and clients apart', () => {
    const value = { grudge: 'apart', targets: ['n1', 'n2', 'n3', 'clients'] };
    expect(() => {
      partition.validate('start-partition', value, ['n1', 'n2', 'n3']);
    }).not.toThrow();
  });

  test('that stop-partition does not take is refused', () => {
    expect(() => {
      partition.validate('stop-partition', { grudge: 'halves' }, ['n1', 'n2']);
    }).toThrow('a value that makes sense for stop-partition');
    expect(() => {
      partition.validate('stop-partition', undefined, ['n1', 'n2']);
    }).not.toThrow();
  });
});
