import { NS_PER_MS, sleep } from '../../harness/core/clock.js';
import type { Fault, FaultContext } from '../../harness/core/fault.js';
import type { Json } from '../../harness/core/json.js';
import type { FaultRecord } from '../../harness/core/schedule.js';
import { counted } from '../../harness/core/words.js';
import { offered } from '../capability.js';
import { TargetChoice } from './administration-target.js';
import { intentOf, roleNeeds } from './administration-value.js';

const F = 'client-kill';

async function killClients(
  context: FaultContext,
  choice: TargetChoice,
  value: Json | undefined,
): Promise<FaultRecord> {
  const { capabilities, clock, signal } = context;
  const { target, for_ms, every_ms } = intentOf(F, value, context.nodes);
  const administration = offered(capabilities, 'administration');
  const { node, recorded } = await choice.choose(target);
  const end = clock.now() + for_ms * NS_PER_MS;
  let rounds = 0;
  let effective = 0;
  let connections = 0;
  let clients = 0;
  for (;;) {
    signal.throwIfAborted();
    const killed = await administration.killClients(node);
    rounds += 1;
    connections += killed.connections;
    clients += killed.clients;
    if (killed.clients > 0) effective += 1;
    if (clock.now() >= end) break;
    await sleep(clock, every_ms, signal);
  }
  const evidence = [
    `${node} ended ${counted(connections, 'connection')} in ${counted(rounds, 'round')}`,
    `${counted(clients, 'connection')} of clients were gone afterwards, in ${counted(effective, 'round')}`,
  ];
  // In a storm the clients have to come back to be killed again.
  const proven = connections > 0 && effective >= (for_ms > 0 ? 2 : 1);
  return {
    effect: { ...recorded, node, rounds, effective, connections, clients },
    proof: { proven, evidence },
  };
}

/** Ends the connections of all clients of a node, once or as a storm. It ends by itself. */
export const clientKill: Fault = {
  name: 'client-kill',
  summary: 'ends the connections of all clients of a node, once or again and again',
  provenBy: 'clients that the server listed before and no more after; in a storm, again and again',
  needs: ['administration'],
  fs: [F],
  validate: (_f, value, nodes) => {
    intentOf(F, value, nodes);
  },
  alsoNeeds: (_f, value, nodes) => roleNeeds(F, value, nodes),
  create(context) {
    const choice = new TargetChoice(context, F);
    return {
      invoke: (_f, value) => killClients(context, choice, value),
      heal: () => Promise.resolve(null),
    };
  },
};
