import { describe, expect, test } from 'vitest';
import type { Capabilities } from '../../../../harness/core/capabilities.js';
import type { Fault } from '../../../../harness/core/fault.js';
import type { Json } from '../../../../harness/core/json.js';
import { StubCluster } from '../../../../nemesis/testing/stub-context.js';
import { SHARDING } from '../../capabilities.js';
import { StubSharding } from '../testing/stub-sharding.js';
import { clusterFailover } from './cluster-failover.js';
import { slotMigration } from './slot-migration.js';

class StubShards extends StubCluster {
  readonly sharding = new StubSharding();

  constructor() {
    super(4);
    this.claimants = ['n1', 'n2'];
  }

  override own(): Capabilities {
    return SHARDING.offer(this.sharding);
  }

  invoke(fault: Fault, value: Json) {
    const { capabilities, ...rest } = this.context();
    const all = () => Promise.resolve(['n1', 'n2']);
    const primaries = { primary: () => Promise.resolve(null), all };
    const context = { ...rest, capabilities: { ...capabilities, primaries } };
    return this.clock.run(fault.create(context).invoke(fault.name, value));
  }
}

describe('cluster-failover', () => {
  test('is proven by a replica that serves slots under a higher epoch', async () => {
    const record = await new StubShards().invoke(clusterFailover, {
      target: 'n3',
      mode: 'takeover',
    });
    expect(record).toMatchObject({
      effect: {
        node: 'n3',
        from: 'n1',
        promoted: 'n3',
        primaries: ['n2', 'n3'],
        mode: 'takeover',
        configEpoch: 9,
      },
      proof: { proven: true },
    });
  });

  test('chooses a replica where nothing is said', async () => {
    const { effect } = await new StubShards().invoke(clusterFailover, {});
    expect(['n3', 'n4']).toContain(effect['node']);
  });

  test('that the replica does not follow up on is not proven', async () => {
    const cluster = new StubShards();
    cluster.sharding.deaf = true;
    const { proof } = await cluster.invoke(clusterFailover, { target: 'n3' });
    expect(proof).toEqual({ proven: false, evidence: ['n3 serves no slots after 10000 ms'] });
  });

  test('of a node that was a primary before is not proven', async () => {
    const { proof } = await new StubShards().invoke(clusterFailover, { target: 'n1' });
    expect(proof.proven).toBe(false);
    expect(proof.evidence).toContain('n1 was a primary before');
  });
});

describe('slot-migration', () => {
  test('is proven by both primaries', async () => {
    const record = await new StubShards().invoke(slotMigration, { target: 'n2', slots: 2 });
    expect(record).toMatchObject({
      effect: { from: 'n2', to: 'n1', slots: 2, keys: 4 },
      proof: { proven: true },
    });
  });

  test('on which the two do not agree is not proven', async () => {
    const cluster = new StubShards();
    cluster.sharding.deaf = true;
    const { proof } = await cluster.invoke(slotMigration, { target: 'n1' });
    expect(proof.proven).toBe(false);
    expect(proof.evidence).toContain('the two do not agree on that');
  });

  test.each([{ target: 'n1', to: 'n1' }, { target: 'n1', to: 'n3' }, { target: 'n3' }])(
    'needs two primaries: %j',
    async (value) => {
      await expect(new StubShards().invoke(slotMigration, value)).rejects.toThrow(
        /two primaries[^]*the primaries are n1, n2/,
      );
    },
  );
});
