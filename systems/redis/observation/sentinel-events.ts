import type { Clock, StoreEvent } from '../../../harness/index.js';
import { type Access, connectionAccess } from '../access/access.js';
import type { Endpoint } from '../clients/client-topology.js';
import { SENTINEL } from '../configuration/layout.js';
import { sentinelId } from '../configuration/sentinel-config.js';
import { SentinelListener } from '../connection/sentinel-listener.js';
import type { Topology } from '../topology.js';

/** Tried again soon: what a Sentinel does right after its start is worth hearing. */
const RETRY_AFTER_MS = 200;
/** A Sentinel that is paused for less goes on over the same connection, so that none of its events is missed. */
const SILENCE_MS = 30_000;

/**
 * What a Sentinel says with an event, with the names of nodes in place of addresses (`198.18.0.2 6379`,
 * `198.18.0.2:6379`) and of the ids that Sentinels were given.
 */
export function withNodeNames(
  message: string,
  { nodes, sentinelNodes }: Pick<Topology, 'nodes' | 'sentinelNodes'>,
): string {
  const byAddress = new Map(nodes.map(({ name, address }) => [address, name]));
  const byId = new Map(sentinelNodes.map(({ name }, i) => [sentinelId(i), name]));
  return message
    .replace(/(\d+\.\d+\.\d+\.\d+)[ :]\d+/g, (found, address: string) => {
      return byAddress.get(address) ?? found;
    })
    .replace(/\b[0-9a-f]{40}\b/g, (id) => byId.get(id) ?? id);
}

/**
 * Listens to the events of all Sentinels: `+sdown`, `+odown`, `+vote-for-leader`, `+switch-master`, `+tilt`, and
 * whatever else they publish. (Redis documentation, "Sentinel: Pub/Sub messages".)
 */
export function sentinelEvents(
  topology: Topology,
  access: Access,
  clock: Clock,
  tell: (event: StoreEvent) => void,
): SentinelListener {
  const listening = {
    sentinels: topology.sentinelNodes.map(({ name, address }): Endpoint => ({
      node: name,
      host: address,
      port: SENTINEL.port,
    })),
    access: connectionAccess(access, 'sentinels', 'harness'),
    pattern: '*',
    retryAfter_ms: RETRY_AFTER_MS,
    silence_ms: SILENCE_MS,
  };
  return new SentinelListener(listening, clock, ({ from, channel, message }) => {
    const text = withNodeNames(message, topology);
    tell({ time: clock.now(), node: from.node, name: channel, text });
  });
}
