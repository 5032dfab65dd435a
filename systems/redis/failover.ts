import { type Failover, messageOf, NotBegunError } from '../../harness/index.js';
import { askAll, type Admins } from './connection/admin.js';
import { GROUP } from './configuration/layout.js';
import { follow, writeConfig } from './follow.js';
import { majority } from './observation/majority.js';
import { askReplicationInfo } from './observation/replication-info.js';
import { askSentinelView, type SentinelView } from './observation/sentinel-view.js';
import type { Topology } from './topology.js';

/**
 * The Sentinels in the order in which a failover is asked of them: first those that are with the
 * majority and not in TILT. One that is not accepts as well, and then does nothing.
 */
export function inOrderOfFitness(
  views: ReadonlyMap<string, SentinelView | null>,
): readonly string[] {
  const primary = majority(
    [...views.values()].map((view) => view?.primary.address ?? null),
    views.size,
  );
  const isFit = (node: string): boolean => {
    const view = views.get(node);
    return view?.inTilt === false && view.primary.address === primary;
  };
  const nodes = [...views.keys()];
  return [...nodes.filter(isFit), ...nodes.filter((node) => !isFit(node))];
}

/** `SENTINEL FAILOVER`, asked of one Sentinel after the other until one accepts. */
export function failoverBySentinels(admins: Admins): Failover {
  return {
    async failover() {
      const refusals: string[] = [];
      const views = await askAll(admins.sentinels, askSentinelView);
      // Recorded, since it is why an accepted failover may not come: TILT lasts 30 s.
      const inTilt = [...views].flatMap(([node, view]) => (view?.inTilt === true ? [node] : []));
      for (const node of inOrderOfFitness(views)) {
        try {
          const answer = await admins.sentinels.get(node)?.order('SENTINEL', 'FAILOVER', GROUP);
          return { asked: `the Sentinel on ${node}`, answer: String(answer), refusals, inTilt };
        } catch (thrown) {
          refusals.push(`${node}: ${messageOf(thrown)}`);
        }
      }
      throw new NotBegunError({
        code: 'E_REDIS_FAILOVER',
        expected: 'a Sentinel that accepts SENTINEL FAILOVER',
        actual: `none did: ${refusals.join('; ')}`,
        advice: 'see whether the group had a good replica, and no failover under way',
      });
    },
  };
}

/**
 * What an administrator does without Sentinels: `REPLICAOF NO ONE` on the replica that has
 * received most, then the others, the old primary among them, are made to follow it. A node that
 * cannot be reached stays what it was.
 */
export function failoverByHand(topology: Topology, admins: Admins): Failover {
  return {
    async failover() {
      const views = await askAll(admins.servers, askReplicationInfo);
      const replicas = [...views].flatMap(([node, view]) =>
        view?.role === 'replica' ? [{ node, offset: view.offset }] : [],
      );
      const best = replicas.sort((a, b) => b.offset - a.offset)[0];
      if (best === undefined) {
        throw new NotBegunError({
          code: 'E_REDIS_FAILOVER',
          expected: 'a replica that can be promoted',
          actual: 'no server that answers is a replica',
          advice: 'use at least two nodes, and leave a replica within reach',
        });
      }
      const address = topology.addressOf.get(best.node) ?? '';
      const promoted = admins.servers.get(best.node);
      if (promoted !== undefined) await follow(promoted, null);
      const others = new Map([...admins.servers].filter(([node]) => node !== best.node));
      const answers = await askAll(others, async (server) => {
        await follow(server, address);
        return true;
      });
      const nodes = (answered: boolean) =>
        [...answers].filter(([, answer]) => (answer !== null) === answered).map(([node]) => node);
      const repointed = nodes(true);
      const written = await askAll(admins.servers, async (server) => {
        await writeConfig(server);
        return true;
      });
      // Each of these goes back to what it was when it is started again.
      const unwritten = [best.node, ...repointed].filter((node) => written.get(node) === null);
      return { promoted: best.node, repointed, unreachable: nodes(false), unwritten };
    },
  };
}
