import { defineChecker } from '../../harness/core/catalogue.js';
import { NS_PER_MS } from '../../harness/core/clock.js';
import type { Verdict } from '../../harness/core/verdict.js';
import { count, counted } from '../../harness/core/words.js';
import { endOf } from '../run-end.js';
import { unknown } from '../refusal.js';

const NAME = 'replica-links';

/**
 * How many replicas were without a link to their primary at the same time, and for how long any was, by what the nodes
 * said of themselves. Such a replica serves old data, or refuses reads. That breaks no promise, so it is never invalid by
 * itself: a scenario that expects `BOUNDED` names the figure and the bound.
 */
export const replicaLinks = defineChecker({
  name: NAME,
  about: 'performance',
  summary: 'how many replicas had no link to their primary at a time, and for how long',
  check(_plan, history, { witness = [] }): Verdict {
    if (!witness.some(({ nodes }) => nodes.some(({ linkUp }) => linkUp !== undefined))) {
      return unknown(NAME, 'no node said of itself whether it has a link to the node it follows');
    }
    let mostDown = 0;
    let down_ms = 0;
    for (const [at, { time, nodes }] of witness.entries()) {
      const down = nodes.filter(({ linkUp }) => linkUp === false).length;
      mostDown = Math.max(mostDown, down);
      if (down > 0) down_ms += ((witness[at + 1]?.time ?? endOf(history)) - time) / NS_PER_MS;
    }
    return {
      checker: NAME,
      outcome: 'valid',
      reason:
        mostDown === 0
          ? 'every replica always had its link'
          : `${counted(mostDown, 'replica')} without a link at a time, at most; ${count(Math.round(down_ms))} ms with one or more of them`,
      anomalies: [],
      details: { mostDown, down_ms },
    };
  },
});
