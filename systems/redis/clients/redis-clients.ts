import type { Clock } from '../../../harness/index.js';
import type { ClientTopology } from './client-topology.js';
import { SmartClients } from './smart.js';

/** What all clients of one run share. */
export interface RedisClients {
  readonly topology: ClientTopology;
  /** Those that follow Sentinel; to be stopped at the end. */
  readonly smart: SmartClients;
}

export function redisClients(topology: ClientTopology, clock: Clock): RedisClients {
  return { topology, smart: new SmartClients(topology, clock) };
}
