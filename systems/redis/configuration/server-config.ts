import type { ReplicationOptions } from '../options.js';
import { SERVER } from './layout.js';

/**
 * The configuration of a server. It is started as what it shall be, so that a restart brings it
 * back as what it was last (Sentinel rewrites this file when it changes the role).
 */
export function serverConfig(
  options: ReplicationOptions,
  address: string,
  follows: string | null,
): string {
  const lines = [
    'bind 0.0.0.0',
    // It refuses peers that do not come from loopback, and a replica that cannot connect looks
    // like a fault.
    'protected-mode no',
    `port ${SERVER.port}`,
    `dir ${SERVER.folder}`,
    'daemonize no',
    `save ${options.save === '' ? '""' : options.save}`,
    `appendonly ${options.appendonly ? 'yes' : 'no'}`,
    `appendfsync ${options.appendfsync}`,
    // The default of 5 s delays every full sync: clusters look whole that are not.
    'repl-diskless-sync-delay 0',
    // A sync by file can be shared by replicas that ask at the same time; a stream cannot, and
    // the second replica would wait for the next second.
    'repl-diskless-sync no',
    'repl-ping-replica-period 1',
    'repl-timeout 5',
    `replica-announce-ip ${address}`,
    `replica-announce-port ${SERVER.port}`,
    `min-replicas-to-write ${options.minReplicasToWrite}`,
    `min-replicas-max-lag ${options.minReplicasMaxLag_s}`,
    'hz 100',
    // For DEBUG SLEEP as a fault; `local` would admit loopback only, and the harness is outside.
    'enable-debug-command yes',
    ...(follows === null ? [] : [`replicaof ${follows} ${SERVER.port}`]),
  ];
  return `${lines.join('\n')}\n`;
}
