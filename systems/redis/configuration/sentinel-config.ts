import type { Access } from '../access/access.js';
import type { SentinelOptions } from '../options.js';
import { groupAccessLines, sentinelAccessLines } from './access-config.js';
import { GROUP, SENTINEL, SERVER } from './layout.js';
import { SENTINEL_SETTINGS } from './settings.js';

/** What a Sentinel's configuration says about its peers. */
export interface SentinelPeers {
  readonly primary: string;
  readonly replicas: readonly string[];
  /** All Sentinels with their ids, this one among them. */
  readonly sentinels: readonly { readonly address: string; readonly id: string }[];
}

/** A Sentinel's id: 40 hexadecimal digits, the same for the same node in every run. */
export function sentinelId(position: number): string {
  return (position + 1).toString(16).padStart(40, '0');
}

/**
 * The configuration of a Sentinel, with its peers and the replicas in the form that Sentinel
 * itself writes: otherwise it learns of them from announcements every 2 s. That they reach each
 * other is proven afterwards, not assumed.
 */
export function sentinelConfig(
  options: SentinelOptions,
  address: string,
  peers: SentinelPeers,
  access: Access,
): string {
  const self = peers.sentinels.find((one) => one.address === address);
  const lines = [
    ...sentinelAccessLines(access, SENTINEL.port),
    `dir ${SENTINEL.folder}`,
    'daemonize no',
    ...(self === undefined ? [] : [`sentinel myid ${self.id}`]),
    `sentinel announce-ip ${address}`,
    `sentinel announce-port ${SENTINEL.port}`,
    `sentinel monitor ${GROUP} ${peers.primary} ${SERVER.port} ${options.quorum}`,
    ...groupAccessLines(access),
    ...SENTINEL_SETTINGS.map(({ name, option }) => `sentinel ${name} ${GROUP} ${options[option]}`),
    ...peers.replicas.map((replica) => `sentinel known-replica ${GROUP} ${replica} ${SERVER.port}`),
    ...peers.sentinels
      .filter((one) => one.address !== address)
      .map(
        ({ address: peer, id }) =>
          `sentinel known-sentinel ${GROUP} ${peer} ${SENTINEL.port} ${id}`,
      ),
  ];
  return `${lines.join('\n')}\n`;
}
