import { describe, expect, test } from 'vitest';
import type { Json } from '../../../harness/core/json.js';
import { StubCluster } from '../../../nemesis/testing/stub-context.js';
import { type ClusterMembers, CLUSTER_MEMBERS } from './capability.js';
import { replaceMember } from './replace-member.js';

/** Members in memory; nothing that is ordered has an effect where they are deaf. */
class StubMembers implements ClusterMembers {
  readonly out = new Set<string>();
  deaf = false;
  readonly #nodes: readonly string[];

  constructor(nodes: readonly string[]) {
    this.#nodes = nodes;
  }

  listed(): Promise<readonly string[]> {
    return Promise.resolve(this.#nodes.filter((node) => !this.out.has(node)));
  }

  serves(node: string): Promise<boolean> {
    return Promise.resolve(!this.out.has(node));
  }

  remove(node: string): Promise<void> {
    if (!this.deaf) this.out.add(node);
    return Promise.resolve();
  }

  add(node: string): Promise<void> {
    if (!this.deaf) this.out.delete(node);
    return Promise.resolve();
  }
}

function played(members: StubMembers, cluster = new StubCluster()) {
  const context = cluster.context();
  const capabilities = { ...context.capabilities, ...CLUSTER_MEMBERS.offer(members) };
  const active = replaceMember.create({ ...context, capabilities });
  return {
    start: (value: Json) => cluster.clock.run(active.invoke('start-replace-member', value)),
    stop: () => cluster.clock.run(active.invoke('stop-replace-member', undefined)),
  };
}

describe('replace-member', () => {
  test('is proven by what the others list and by a read, without the member and with the new one', async () => {
    const members = new StubMembers(['n1', 'n2', 'n3']);
    const { start, stop } = played(members);
    expect(await start({ target: 'n2' })).toMatchObject({
      proof: {
        proven: true,
        evidence: ['the other members list n1 and n3', 'n2 answers no linearizable read'],
      },
    });
    expect([...members.out]).toEqual(['n2']);
    expect(await stop()).toMatchObject({
      effect: { healed: ['n2'] },
      proof: {
        proven: true,
        evidence: ['the other members list n1, n2 and n3', 'n2 answers a linearizable read'],
      },
    });
  });

  test('without effect is not proven, begun or healed', async () => {
    const members = new StubMembers(['n1', 'n2', 'n3']);
    const { start, stop } = played(members);
    members.deaf = true;
    expect((await start({ target: 'n2' })).proof.proven).toBe(false);
    members.out.add('n2');
    expect((await stop()).proof.proven).toBe(false);
  });
});
