import { defineChecker } from '../../harness/core/catalogue.js';
import { NS_PER_MS } from '../../harness/core/clock.js';
import type { Verdict } from '../../harness/core/verdict.js';
import type { RoleSample } from '../../harness/core/results.js';
import type { WitnessView } from '../../harness/core/witness.js';
import { claimantsIn, writeRolesOf, type WriteRoles } from '../../harness/core/write-roles.js';
import { count, counted } from '../../harness/core/words.js';
import { endOf } from '../run-end.js';
import { unknown } from '../refusal.js';

const NAME = 'replica-links';

/** Whether a node told of its own data: a Sentinel beside a silent server tells who leads, and nothing else. */
function isAnswer({ linkUp, offset }: WitnessView): boolean {
  return linkUp !== undefined || offset !== undefined;
}

/** The nodes that said of themselves that they take writes: a primary need not tell of any link or offset. */
function writersAt(
  samples: readonly RoleSample[],
  time_ns: number,
  meaning: WriteRoles,
): readonly string[] {
  const { roles = [] } = samples.findLast(({ time }) => time <= time_ns) ?? {};
  return claimantsIn(Object.fromEntries(roles.map(({ node, role }) => [node, role])), meaning);
}

/**
 * How many replicas were without a link to their primary at the same time, and for how long any was, by what the nodes
 * said of themselves. Those that say nothing, as dead ones do, are counted apart. Such a replica serves old data, or refuses reads. That breaks no promise, so it is never invalid by
 * itself: a scenario that expects `BOUNDED` names the figure and the bound.
 */
export const replicaLinks = defineChecker({
  name: NAME,
  about: 'performance',
  summary: 'how many replicas had no link to their primary at a time, and for how long',
  check(plan, history, { witness = [], roles = [] }): Verdict {
    if (!witness.some(({ nodes }) => nodes.some(({ linkUp }) => linkUp !== undefined))) {
      return unknown(NAME, 'no node said of itself whether it has a link to the node it follows');
    }
    const end_ns = endOf(history);
    const replicas = new Set<string>();
    let mostDown = 0;
    let mostSilent = 0;
    let down_ms = 0;
    for (const [at, { time, nodes }] of witness.entries()) {
      for (const { node, linkUp } of nodes) if (linkUp !== undefined) replicas.add(node);
      const answered = new Set([
        ...nodes.filter(isAnswer).map(({ node }) => node),
        ...writersAt(roles, time, writeRolesOf(plan)),
      ]);
      mostSilent = Math.max(mostSilent, [...replicas].filter((one) => !answered.has(one)).length);
      const down = nodes.filter(({ linkUp }) => linkUp === false).length;
      mostDown = Math.max(mostDown, down);
      const until_ns = witness[at + 1]?.time ?? Math.max(time, end_ns);
      if (down > 0) down_ms += (until_ns - time) / NS_PER_MS;
    }
    const links =
      mostDown === 0
        ? 'every replica that answered had its link'
        : `${counted(mostDown, 'replica')} without a link at a time, at most; ${count(Math.round(down_ms))} ms with one or more of them`;
    const silence =
      mostSilent === 0
        ? ''
        : `; ${counted(mostSilent, 'replica')} did not answer at a time, at most`;
    return {
      checker: NAME,
      outcome: 'valid',
      reason: `${links}${silence}`,
      anomalies: [],
      details: { mostDown, mostSilent, down_ms },
    };
  },
});
