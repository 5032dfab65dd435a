import { join } from 'node:path';
import { defineSystem, type NodeAddress, type ProgramSpec, type StoreNode } from 'faultline';
import { client } from './client.js';
import { makeTables, missing, roleOf, versionOf } from './cluster.js';
import {
  clientOptions,
  clientRefusal,
  DEADLOCK_TIMEOUT,
  MAX_CONNECTIONS,
  sharedSettings,
} from './options.js';

const options = {
  /** Whether commits wait for a replica, and only that one may be promoted: Patroni's strict synchronous mode. */
  synchronous: false,
  ...clientOptions,
};
type Options = typeof options;

const CONFIGURATION = '/etc/patroni.json';
const ETCD_DATA = '/var/lib/faultline-etcd';

/** A member of the etcd that elects the primary. */
function etcd(node: NodeAddress, nodes: readonly NodeAddress[]): ProgramSpec {
  const peer = ({ address }: NodeAddress): string => `http://${address}:2380`;
  return {
    name: 'etcd',
    entrypoint: ['etcd'],
    command: [
      `--name=${node.name}`,
      `--data-dir=${ETCD_DATA}`,
      '--listen-client-urls=http://0.0.0.0:2379',
      `--advertise-client-urls=http://${node.address}:2379`,
      '--listen-peer-urls=http://0.0.0.0:2380',
      `--initial-advertise-peer-urls=${peer(node)}`,
      `--initial-cluster=${nodes.map((one) => `${one.name}=${peer(one)}`).join(',')}`,
    ],
    dataFolders: [ETCD_DATA],
  };
}

/** Patroni's settings on one node; JSON is YAML, too. */
function configuration(
  node: NodeAddress,
  nodes: readonly NodeAddress[],
  { synchronous }: Options,
): string {
  return JSON.stringify({
    scope: 'faultline',
    name: node.name,
    restapi: { listen: '0.0.0.0:8008', connect_address: `${node.address}:8008` },
    etcd3: { hosts: nodes.map(({ address }) => `${address}:2379`) },
    bootstrap: {
      dcs: {
        // The least that Patroni takes: a primary that is gone is missed after 20 s.
        ttl: 20,
        loop_wait: 1,
        retry_timeout: 3,
        synchronous_mode: synchronous,
        synchronous_mode_strict: synchronous,
        postgresql: {
          use_pg_rewind: true,
          parameters: {
            max_connections: MAX_CONNECTIONS,
            deadlock_timeout: DEADLOCK_TIMEOUT,
            // A primary that steps down waits for its replicas, and it may be cut off from them.
            wal_sender_timeout: '5s',
            wal_receiver_timeout: '5s',
          },
        },
      },
      initdb: [{ auth: 'trust' }, { encoding: 'UTF8' }, 'no-sync'],
    },
    postgresql: {
      listen: '0.0.0.0:5432',
      connect_address: `${node.address}:5432`,
      data_dir: '/var/lib/postgresql/data',
      bin_dir: '/usr/lib/postgresql/17/bin',
      pg_hba: ['local all all trust', 'host all all all trust', 'host replication all all trust'],
      authentication: {
        superuser: { username: 'postgres' },
        replication: { username: 'postgres' },
      },
    },
  });
}

function patroni(node: NodeAddress, nodes: readonly NodeAddress[], given: Options): ProgramSpec {
  return {
    name: 'patroni',
    entrypoint: ['patroni'],
    command: [CONFIGURATION],
    user: 'postgres',
    dataFolders: ['/var/lib/postgresql'],
    files: { [CONFIGURATION]: configuration(node, nodes, given) },
  };
}

/** Whether Patroni takes a replica for one that it may promote: what PostgreSQL says comes a little earlier. */
async function withoutSynchronous(nodes: readonly StoreNode[]): Promise<readonly string[]> {
  const answers = await Promise.all(
    nodes.map(({ address }) => fetch(`http://${address}:8008/synchronous`).catch(() => null)),
  );
  return answers.some((answer) => answer?.ok) ? [] : ['no replica is synchronous'];
}

async function patroniVersionOf({ address }: NodeAddress): Promise<string> {
  const answer = await fetch(`http://${address}:8008/patroni`);
  const { patroni } = (await answer.json()) as { readonly patroni: { readonly version: string } };
  return patroni.version;
}

async function whatIsMissing(
  nodes: readonly StoreNode[],
  { synchronous }: Options,
): Promise<readonly string[]> {
  const found = await missing(nodes);
  return found.length === 0 && synchronous ? withoutSynchronous(nodes) : found;
}

/** PostgreSQL whose primary is chosen by Patroni: whoever holds a lease in etcd, which runs on the same nodes. */
export const patroniSystem = defineSystem({
  name: 'patroni',
  summary: 'PostgreSQL 17 with streaming replicas under Patroni and etcd, synchronous or not',
  image: { folder: join(import.meta.dirname, 'patroni') },
  nodeCount: 3,
  options,
  check: (given, { length: nodeCount }) =>
    nodeCount < 3 ? 'etcd takes three nodes to survive the loss of one' : clientRefusal(given),
  changedSettings: (given) => [
    ...sharedSettings(given),
    { name: 'ttl', value: '20', default: '30', option: null, reason: 'a failover takes so long' },
    { name: 'loop_wait', value: '1', default: '10', option: null, reason: 'ttl bounds it' },
    {
      name: 'retry_timeout',
      value: '3',
      default: '10',
      option: null,
      reason: 'ttl bounds it: loop_wait and twice retry_timeout are no more',
    },
    ...['wal_sender_timeout', 'wal_receiver_timeout'].map((name) => ({
      name,
      value: '5s',
      default: '60s',
      option: null,
      reason: 'a primary that steps down waits so long for a replica that it is cut off from',
    })),
    {
      name: 'use_pg_rewind',
      value: 'true',
      default: 'false',
      option: null,
      reason:
        'a former primary has commits that the new one lacks, and must come back all the same',
    },
    ...(given.synchronous ? ['synchronous_mode', 'synchronous_mode_strict'] : []).map((name) => ({
      name,
      value: 'true',
      default: 'false',
      option: 'synchronous',
    })),
  ],

  start: ({ node, nodes, options: given }) => [etcd(node, nodes), patroni(node, nodes, given)],
  setup: makeTables,
  role: ({ node, nodes }) => roleOf(node, nodes),
  refusalCodes: ['read-only'],
  health: ({ nodes, options: given }) => whatIsMissing(nodes, given),
  version: async ({ node }) =>
    `${await patroniVersionOf(node)} with PostgreSQL ${await versionOf(node)}`,

  client,
  clientModes: ['primary', 'pinned'],
});
