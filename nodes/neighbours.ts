import type { Links, Traffic } from '../harness/core/capabilities.js';
import type { Clock } from '../harness/core/clock.js';
import { NodeLinks } from './links/node-links.js';
import { type Unheard, whoIsUnheard } from './links/reach.js';
import type { NodeNetwork } from './node-network.js';
import { NodeTraffic } from './traffic/node-traffic.js';

/** Nodes at addresses that were there before, in their order, and the clients of this machine. */
export class Neighbours {
  readonly #addresses: readonly string[];
  readonly #clients: string;

  constructor(addresses: readonly string[], clients: string) {
    this.#addresses = addresses;
    this.#clients = clients;
  }

  /** Whom the node at a position talks to: the other nodes, and the clients. */
  of(index: number): readonly string[] {
    return [...this.#addresses.filter((_, other) => other !== index), this.#clients];
  }

  /**
   * Links and traffic between the nodes, once each of them is heard by all others.
   * @throws what `refusal` makes of the ways on which somebody is not heard.
   */
  async joined(
    networks: readonly NodeNetwork[],
    clock: Clock,
    refusal: (unheard: readonly Unheard[]) => Error | Promise<Error>,
  ): Promise<{ readonly links: Links; readonly traffic: Traffic }> {
    const links = new NodeLinks(networks, this.#clients, clock);
    const unheard = await whoIsUnheard(networks, links, clock);
    if (unheard.length > 0) throw await refusal(unheard);
    return { links, traffic: new NodeTraffic(networks) };
  }
}
