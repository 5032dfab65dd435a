import type { Grudge, Links } from '../../harness/core/capabilities.js';
import { messageOf } from '../../harness/core/errors.js';
import type { Sighting } from '../../harness/core/fault.js';
import { CLIENTS } from '../../harness/core/node.js';
import { PROBE_TIMEOUT_MS } from './partition-proof.js';

/** One direction of a link that shall be cut, and the node that discards its packets. */
interface CutLink {
  readonly from: string;
  readonly by: string;
  readonly at: string;
}

function cutLinks(drops: Grudge): readonly CutLink[] {
  return Object.entries(drops).flatMap(([by, discarded]) =>
    // The clients have no firewall of ours: what they shall not hear is discarded where it is sent.
    discarded.map((from) => ({ from, by, at: by === CLIENTS ? from : by })),
  );
}

/**
 * Looks whether what shall be cut still is: at the rules in each node's kernel, and if `probing` by a
 * probe over each of the links too. What else does not get through is not looked at.
 */
export async function lookCut(
  links: Links,
  drops: Grudge,
  probing: boolean,
): Promise<readonly Sighting[]> {
  const all = cutLinks(drops);
  const nodes = [...new Set(all.map(({ at }) => at))];
  return Promise.all(
    nodes.map((node) =>
      lookAt(
        links,
        node,
        all.filter(({ at }) => at === node),
        probing,
      ),
    ),
  );
}

async function lookAt(
  links: Links,
  node: string,
  cut: readonly CutLink[],
  probing: boolean,
): Promise<Sighting> {
  try {
    const rules = await links.cutAt(node);
    const probes = probing ? cut : [];
    const answered = await Promise.all(
      probes.map(({ from, by }) => links.probe(from, by, PROBE_TIMEOUT_MS)),
    );
    const words = [
      ...cut
        .filter(({ from, by }) => rules[by]?.includes(from) !== true)
        .map(
          ({ from, by }) => `${node} has no rule any more that keeps packets of ${from} from ${by}`,
        ),
      ...cut
        .filter((_, i) => answered[i] === true)
        .map(({ from, by }) => `a probe from ${from} to ${by} was answered`),
    ];
    return { node, inEffect: words.length === 0, words };
  } catch (thrown) {
    return { node, inEffect: null, words: [messageOf(thrown)] };
  }
}
