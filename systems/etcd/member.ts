import type { NodeAddress, ProgramSpec } from '../../harness/index.js';
import { CLIENT_PORT } from './gateway/gateway.js';
import { imageOfVersion } from './image.js';
import { type EtcdOptions, parametersOf } from './options.js';

const PEER_PORT = 2380;
const DATA_FOLDER = '/var/lib/faultline-etcd';

export const PROGRAM = 'etcd';

/** Where the other members reach that of a node. */
export function peerAt({ address }: NodeAddress): string {
  return `http://${address}:${PEER_PORT}`;
}

/**
 * etcd on one node.
 * @param nodes those of all members, this one among them.
 * @param cluster whether they all begin together, or it joins the others.
 */
export function memberOn(
  node: NodeAddress,
  nodes: readonly NodeAddress[],
  options: EtcdOptions,
  cluster: 'new' | 'existing' = 'new',
): ProgramSpec {
  const members = nodes.map((one) => `${one.name}=${peerAt(one)}`).join(',');
  return {
    name: PROGRAM,
    image: options.image === '' ? imageOfVersion(options.version) : { name: options.image },
    entrypoint: ['etcd'],
    command: [
      `--name=${node.name}`,
      `--data-dir=${DATA_FOLDER}`,
      `--listen-client-urls=http://0.0.0.0:${CLIENT_PORT}`,
      `--advertise-client-urls=http://${node.address}:${CLIENT_PORT}`,
      `--listen-peer-urls=http://0.0.0.0:${PEER_PORT}`,
      `--initial-advertise-peer-urls=${peerAt(node)}`,
      `--initial-cluster=${members}`,
      `--initial-cluster-state=${cluster}`,
      '--logger=zap',
      ...parametersOf(options),
    ],
    dataFolders: [DATA_FOLDER],
  };
}

/** Files that hold its data: the log of Raft, and the database that it is applied to. */
export const DATA_FILES = { wal: /\/wal\/[^/]+\.wal$/, db: /\/snap\/db$/ };
