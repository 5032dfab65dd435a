import { z } from 'zod';
import {
  ADMINISTRATION_OVERLAP,
  counted,
  type FaultRecord,
  type HappensOn,
  nodeEvent,
  NS_PER_MS,
  wait,
} from '../../../harness/index.js';
import { ADMINISTRATION } from '../capabilities.js';

async function killClients(
  on: HappensOn<{ readonly for_ms: number; readonly every_ms: number }>,
): Promise<FaultRecord> {
  const { clock, signal, capabilities } = on.context;
  const { for_ms, every_ms } = on.degree;
  const administration = ADMINISTRATION.of(capabilities);
  const end = clock.now() + for_ms * NS_PER_MS;
  let rounds = 0;
  let effective = 0;
  let connections = 0;
  let clients = 0;
  for (;;) {
    signal.throwIfAborted();
    const killed = await administration.killClients(on.node);
    rounds += 1;
    connections += killed.connections;
    clients += killed.clients;
    if (killed.clients > 0) effective += 1;
    if (clock.now() >= end) break;
    await wait(clock, every_ms, signal);
  }
  const evidence = [
    `${on.node} ended ${counted(connections, 'connection')} in ${counted(rounds, 'round')}`,
    `${counted(clients, 'connection')} of clients were gone afterwards, in ${counted(effective, 'round')}`,
  ];
  // In a storm the clients have to come back to be killed again.
  const proven = connections > 0 && effective >= (for_ms > 0 ? 2 : 1);
  return { effect: { rounds, effective, connections, clients }, proof: { proven, evidence } };
}

/** Ends the connections of all clients of a node, once or as a storm. It ends by itself. */
export const clientKill = nodeEvent({
  name: 'client-kill',
  summary: 'ends the connections of all clients of a node, once or again and again',
  provenBy: 'clients that the server listed before and no more after; in a storm, again and again',
  presets: [
    {
      name: 'client-kill',
      summary: 'the connections of all clients of the primary are ended',
      values: [{ target: 'primary' }],
      mixes: ['everything'],
    },
    {
      name: 'client-kill-storm',
      summary: 'the same again and again, for two seconds',
      values: [{ target: 'primary', for_ms: 2000, every_ms: 100 }],
      mixes: ['everything'],
    },
  ],
  needs: [ADMINISTRATION.name],
  on: 'data',
  overlap: ADMINISTRATION_OVERLAP,
  schema: z.strictObject({
    target: z.string().default('primary'),
    /** Again and again for so long; once when 0. */
    for_ms: z.number().int().min(0).max(60_000).default(0),
    every_ms: z.number().int().min(10).max(60_000).default(100),
  }),
  happen: killClients,
});
