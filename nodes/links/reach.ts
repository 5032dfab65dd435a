import type { Clock } from '../../harness/core/clock.js';
import { CLIENTS } from '../../harness/core/node.js';
import { poll } from '../../harness/core/poll.js';
import { allSettled } from '../../harness/core/settled.js';
import type { NodeNetwork } from '../node-network.js';
import type { NodeLinks } from './node-links.js';

const PROBE_MS = 2000;
const REACH_MS = 5000;

/** Two ends between which there is no way. */
export interface Unheard {
  readonly from: string;
  readonly to: string;
  /** The address that did not answer. */
  readonly address: string;
}

/** Waits a moment until every node hears every other and the clients; gives those that do not. */
export async function whoIsUnheard(
  networks: readonly NodeNetwork[],
  links: NodeLinks,
  clock: Clock,
): Promise<readonly Unheard[]> {
  let unheard: readonly Unheard[] = networks.flatMap(({ name: to, address }) =>
    [CLIENTS, ...networks.map(({ name }) => name)]
      .filter((from) => from !== to)
      .map((from) => ({ from, to, address })),
  );
  // What answers was started a moment ago.
  await poll(clock, { within_ms: REACH_MS, every_ms: 50 }, async () => {
    const heard = await allSettled(unheard.map(({ from, to }) => links.probe(from, to, PROBE_MS)));
    unheard = unheard.filter((_, index) => heard[index] !== true);
    return unheard.length === 0 ? true : null;
  });
  return unheard;
}

/** Those pairs in words: `this machine to n1 (10.0.0.2), from n2 to n1 (10.0.0.2)`. */
export function waysOf(unheard: readonly Unheard[]): string {
  return unheard
    .map(
      ({ from, to, address }) =>
        `${from === CLIENTS ? 'this machine' : from} to ${to} (${address})`,
    )
    .join(', from ');
}
