import { SERVER } from './configuration/layout.js';
import type { AdminConnection } from './connection/admin.js';

/**
 * `REPLICAOF`: lets a server follow the one at an address, or nobody.
 * @throws ioredis' error where the server refuses or does not answer.
 */
export async function follow(server: AdminConnection, address: string | null): Promise<void> {
  await (address === null
    ? server.order('REPLICAOF', 'NO', 'ONE')
    : server.order('REPLICAOF', address, SERVER.port));
}

/**
 * Writes a server's state to its configuration file, as Sentinel does after `REPLICAOF`: otherwise
 * a restart brings it back as what it was before.
 */
export async function writeConfig(server: AdminConnection): Promise<void> {
  await server.order('CONFIG', 'REWRITE');
}
