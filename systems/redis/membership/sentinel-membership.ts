import { EnvironmentError, type Primaries } from '../../../harness/index.js';
import type { Sentinels } from '../capabilities.js';
import { SENTINEL } from '../configuration/layout.js';
import { programGone, startProgram } from '../program.js';
import { awaitedPrimary } from './awaited-primary.js';
import { type GroupParts, nodeOf } from './group-parts.js';

/**
 * Removes and adds Sentinels as Redis documents it ("High availability with Sentinel", adding or
 * removing Sentinels): the process is ended, the others are reset (`forgetting.ts`); a new one
 * monitors the primary and finds the others by their announcements.
 */
export function sentinelMembership(
  parts: GroupParts,
  primaries: Primaries,
): Pick<Sentinels, 'remove' | 'add'> {
  const { members, processes } = parts;
  const programs = { ...parts, admins: members.all };
  return {
    async remove(node) {
      if (members.sentinels.size < 2 || !members.sentinels.has(node)) {
        throw new EnvironmentError({
          code: 'E_REDIS_NODE',
          expected: `a Sentinel on ${node}, and another one that can forget it`,
          actual: `there are Sentinels on ${[...members.sentinels.keys()].join(', ') || 'no node'}`,
          advice: 'name another node, or give more nodes a Sentinel',
        });
      }
      members.leave(SENTINEL, node);
      await processes.signal(node, SENTINEL.name, 'TERM');
      await programGone(programs, node, SENTINEL);
    },

    async add(node, identity) {
      if (!members.isOut(SENTINEL, node)) return;
      const isGone = (await processes.state(node, SENTINEL.name)) === 'gone';
      if (isGone && identity === 'fresh') {
        const primary = await awaitedPrimary(parts, primaries);
        const address = parts.topology.addressOf.get(primary) ?? '';
        const on = nodeOf(parts, node);
        await on.writeFile(SENTINEL.configFile, parts.joinConfig(on, SENTINEL, address));
      }
      members.join(SENTINEL, node);
      if (isGone) await startProgram(programs, nodeOf(parts, node), SENTINEL);
    },
  };
}
