import {
  AwaitTimeoutError,
  type Cluster,
  messageOf,
  poll,
  type StoreNode,
} from '../../../harness/index.js';
import { memberAdd, memberRemove, membersListed, type Listed } from '../gateway/cluster.js';
import { memberOn, peerAt, PROGRAM } from '../member.js';
import { asked, type Members, proveServing, statusOf } from '../members.js';
import type { EtcdOptions } from '../options.js';
import type { ClusterMembers } from './capability.js';

const WITHIN_MS = 30_000;
/** A member that was removed ends by itself as soon as it learns that. */
const ENDS_WITHIN_MS = 5000;
const EVERY_MS = 100;

/** Takes members out of a cluster of etcd, and adds others on their nodes. */
export function clusterMembers({
  nodes,
  options,
  store,
  clock,
  signal,
}: Cluster<EtcdOptions, Members>): ClusterMembers {
  const nodeNamed = (name: string): StoreNode => {
    const node = nodes.find((one) => one.name === name);
    if (node === undefined) throw new RangeError(`there is no node "${name}"`);
    return node;
  };

  /** Asks the other nodes in turn, until one answers. */
  const askOthers = async <Answer>(
    name: string,
    ask: (other: StoreNode) => Promise<Answer>,
  ): Promise<Answer> => {
    const last: { thrown: unknown } = { thrown: new Error('there is no other node') };
    for (const other of nodes.filter((one) => one.name !== name)) {
      try {
        return await ask(other);
      } catch (thrown) {
        last.thrown = thrown;
      }
    }
    throw last.thrown;
  };

  const list = (name: string): Promise<readonly Listed[]> =>
    askOthers(name, (other) => asked(other, membersListed));

  const isOf =
    (node: StoreNode) =>
    ({ peerURLs }: Listed): boolean =>
      peerURLs.includes(peerAt(node));

  /** Tries again where it is refused: etcd takes no change while it counts members as unhealthy. */
  const until = async (what: string, done: () => Promise<boolean>): Promise<void> => {
    const last = { why: 'it was not so yet' };
    const bounds = { within_ms: WITHIN_MS, every_ms: EVERY_MS, signal };
    const ended = await poll(clock, bounds, async () => {
      try {
        return (await done()) ? true : null;
      } catch (thrown) {
        last.why = messageOf(thrown);
        return null;
      }
    });
    if (ended.reached) return;
    throw new AwaitTimeoutError({
      code: 'E_ETCD_MEMBERS',
      expected: `${what} within ${WITHIN_MS} ms`,
      actual: last.why,
      advice: 'see the logs of the members, and whether a majority of them was up',
    });
  };

  const serves = (name: string): Promise<boolean> =>
    proveServing(nodeNamed(name)).then(
      () => true,
      () => false,
    );

  return {
    async listed(name) {
      const members = await list(name);
      return nodes.filter((node) => members.some(isOf(node))).map((node) => node.name);
    },

    serves,

    async remove(name) {
      const node = nodeNamed(name);
      await until(`the member of ${name} to be removed`, async () => {
        const member = (await list(name)).find(isOf(node));
        if (member === undefined) return true;
        await askOthers(name, (other) => asked(other, (gateway) => memberRemove(gateway, member)));
        return true;
      });
      const bounds = { within_ms: ENDS_WITHIN_MS, every_ms: EVERY_MS, signal };
      const isGone = async () => ((await node.programs.state(PROGRAM)) === 'gone' ? true : null);
      if (!(await poll(clock, bounds, isGone)).reached) await node.programs.signal(PROGRAM, 'KILL');
    },

    async add(name) {
      const node = nodeNamed(name);
      const isThere = (await node.programs.state(PROGRAM)) !== 'gone';
      if (isThere && (await serves(name))) return;
      await until(`a member of ${name} to be added`, async () => {
        if ((await list(name)).some(isOf(node))) return true;
        await askOthers(name, (other) =>
          asked(other, (gateway) => memberAdd(gateway, peerAt(node))),
        );
        return true;
      });
      const members = await list(name);
      const together = nodes.filter((one) => members.some(isOf(one)));
      // It is put anew, so it has no data.
      await node.programs.put(memberOn(node, together, options, 'existing'));
      await node.programs.start(PROGRAM);
      await until(`the new member of ${name} to serve`, () => serves(name));
      const { header } = await asked(node, (gateway) => statusOf(gateway));
      store.set(header.member_id, name);
    },
  };
}
