import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  poll,
  type Cluster,
  type JsonObject,
  type NodeAddress,
  type ProgramSpec,
  type RoleAnswer,
  type StoreNode,
} from 'faultline';
import { connect, openFirst } from './client.js';
import {
  DEADLOCK_TIMEOUT,
  MAX_CONNECTIONS,
  type Options,
  WAL_KEEP_SIZE,
  walWriterDelay,
} from './options.js';

const START = '/etc/start-postgresql.sh';
/** The file that tells a node whom it follows; see start.sh. */
const FOLLOW = '/etc/follow';
const PROGRAM = 'postgresql';

/** PostgreSQL on one node: the first node begins as the primary, all others as its replicas. */
export function postgresql(
  node: NodeAddress,
  nodes: readonly NodeAddress[],
  { version, synchronous, synchronousCommit, applyDelay_ms }: Options,
): ProgramSpec {
  const [primary] = nodes;
  const settings = {
    listen_addresses: '*',
    max_connections: MAX_CONNECTIONS,
    wal_keep_size: WAL_KEEP_SIZE,
    // A replica tells its primary this name.
    cluster_name: node.name,
    synchronous_standby_names: synchronous ? nodes.map(({ name }) => name).join(', ') : '',
    synchronous_commit: synchronousCommit,
    wal_writer_delay: walWriterDelay(synchronousCommit),
    recovery_min_apply_delay: `${applyDelay_ms}ms`,
    deadlock_timeout: DEADLOCK_TIMEOUT,
  };
  return {
    name: PROGRAM,
    image: { folder: join(import.meta.dirname, `postgresql-${version}`) },
    entrypoint: ['sh', START],
    command: Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    user: 'postgres',
    dataFolders: ['/var/lib/postgresql'],
    files: {
      [START]: readFileSync(join(import.meta.dirname, 'start.sh'), 'utf8'),
      [FOLLOW]: node === primary ? '' : (primary?.address ?? ''),
    },
  };
}

/** Asks a node over a connection of its own. */
async function asked<Row extends JsonObject>(node: NodeAddress, sql: string): Promise<Row> {
  const connection = await connect(node);
  try {
    const { rows } = await connection.query<Row>(sql);
    const [row] = rows;
    if (row === undefined) throw new Error(`${node.name} has no answer to ${sql}`);
    return row;
  } finally {
    await connection.end();
  }
}

export async function makeTables({
  nodes,
  clock,
  signal,
}: Pick<Cluster<JsonObject, undefined>, 'nodes' | 'clock' | 'signal'>): Promise<void> {
  const primary = await poll(clock, { within_ms: 30_000, every_ms: 100, signal }, () =>
    openFirst('primary', nodes).catch(() => null),
  );
  if (!primary.reached) throw new Error('no node has become the primary within 30 s');
  const { connection } = primary.value;
  try {
    await connection.query('create table registers (key text primary key, value jsonb not null)');
    await connection.query('create table elements (element jsonb primary key)');
    for (const name of ['rows_a', 'rows_b']) {
      await connection.query(`create table ${name} (id int primary key, key int not null)`);
      await connection.query(`create index on ${name} (key)`);
    }
  } finally {
    await connection.end();
  }
}

/** The role that a node says it has, and the node from which it receives the log. */
export async function roleOf(
  node: NodeAddress,
  nodes: readonly NodeAddress[],
): Promise<RoleAnswer> {
  const { replica, sender } = await asked<{ replica: boolean; sender: string | null }>(
    node,
    `select pg_is_in_recovery() as replica, (select sender_host from pg_stat_wal_receiver) as sender`,
  );
  if (!replica) return 'primary';
  const followed = nodes.find(({ address }) => address === sender);
  return { role: 'replica', ...(followed === undefined ? {} : { follows: followed.name }) };
}

/** What is missing until one node is the primary, and all others have what it has. */
export function missing(nodes: readonly StoreNode[]): Promise<readonly string[]> {
  // A node may go down between two questions.
  return missingNow(nodes).catch((thrown: unknown) => [String(thrown)]);
}

async function missingNow(nodes: readonly StoreNode[]): Promise<readonly string[]> {
  const replicas: StoreNode[] = [];
  const primaries: StoreNode[] = [];
  for (const node of nodes) {
    const answer = await asked<{ replica: boolean }>(
      node,
      'select pg_is_in_recovery() as replica',
    ).catch(() => null);
    if (answer === null) return [`${node.name} takes no connections`];
    (answer.replica ? replicas : primaries).push(node);
  }
  const [primary] = primaries;
  if (primary === undefined || primaries.length > 1) return [`${primaries.length} are primary`];
  const { position, streaming } = await asked<{ position: string; streaming: string[] }>(
    primary,
    `select pg_current_wal_lsn() as position, array(
       select host(client_addr) from pg_stat_replication where state = 'streaming'
     ) as streaming`,
  );
  const behind: string[] = [];
  for (const node of replicas) {
    const { caughtUp } = await asked<{ caughtUp: boolean }>(
      node,
      `select coalesce(pg_last_wal_replay_lsn() >= '${position}', false) as "caughtUp"`,
    );
    // A position says nothing of a node that has another past: a former primary may even be ahead.
    if (!streaming.includes(node.address))
      behind.push(`${node.name} does not follow ${primary.name}`);
    else if (!caughtUp) behind.push(`${node.name} has not caught up with ${primary.name}`);
  }
  return behind;
}

/**
 * Makes the replica the primary, as a careful operator does: he first stops the old primary for certain,
 * so that there are never two. Then he lets the old primary come back as a replica.
 */
export async function failOver(nodes: readonly StoreNode[]): Promise<JsonObject> {
  const roles = await Promise.all(nodes.map((node) => roleOf(node, nodes).catch(() => 'unknown')));
  const heir = nodes.find((_, i) => {
    const role = roles[i];
    return typeof role === 'object' && role.role === 'replica';
  });
  const old = nodes.find((node) => node !== heir);
  if (heir === undefined || old === undefined) throw new Error('there is no replica to promote');

  if ((await old.programs.state(PROGRAM)) !== 'gone') await old.programs.signal(PROGRAM, 'KILL');
  await heir.programs.writeFile(PROGRAM, FOLLOW, '');
  await asked(heir, 'select pg_promote()');
  await old.programs.writeFile(PROGRAM, FOLLOW, heir.address);
  await old.programs.start(PROGRAM);
  return { stopped: old.name, promoted: heir.name };
}

export async function versionOf(node: NodeAddress): Promise<string> {
  const { server_version: version } = await asked<{ server_version: string }>(
    node,
    'show server_version',
  );
  return version;
}
