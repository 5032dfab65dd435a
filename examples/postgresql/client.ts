import pg from 'pg';
import { defineClient, OpFailed, type Json, type NodeAddress, type OpenRequest } from 'faultline';
import type { ClientOptions } from './options.js';
import { balances, insertIfNone, put, transfer, txn, valueOf } from './transactions.js';

/** A connection to the PostgreSQL of one node. */
export async function connect({ address: host }: NodeAddress): Promise<pg.Client> {
  const connection = new pg.Client({
    host,
    user: 'postgres',
    database: 'postgres',
    connectionTimeoutMillis: 1000,
  });
  // A connection that breaks while it is idle must not end the harness.
  connection.on('error', () => undefined);
  await connection.connect();
  return connection;
}

type Role = 'primary' | 'replica';

interface Opened {
  readonly connection: pg.Client;
  readonly node: NodeAddress;
  readonly role: Role;
}

interface Session extends Opened {
  /** What answers reads that are no transactions of several steps. */
  readonly reader: pg.Client;
}

async function openAt(node: NodeAddress): Promise<Opened> {
  const connection = await connect(node);
  try {
    const { rows } = await connection.query<{ role: Role }>(
      "select case when pg_is_in_recovery() then 'replica' else 'primary' end as role",
    );
    return { connection, node, role: rows[0]?.role ?? 'replica' };
  } catch (thrown) {
    // Nobody else can close what was not handed over.
    await connection.end();
    throw thrown;
  }
}

/** The first node of a role, as `target_session_attrs` of libpq finds it. */
export async function openFirst(role: Role, nodes: readonly NodeAddress[]): Promise<Opened> {
  for (const node of nodes) {
    const opened = await openAt(node).catch(() => null);
    if (opened?.role === role) return opened;
    await opened?.connection.end();
  }
  throw new Error(`no node is a ${role}`);
}

/** A replica has no level "serializable". It takes no writes on this connection even when it is promoted. */
function levelAt(role: Role, isolation: string): string {
  return role === 'replica' && isolation === 'serializable'
    ? 'repeatable read, read only'
    : isolation;
}

export const client = defineClient({
  async open({
    node,
    nodes,
    mode,
    options,
  }: OpenRequest<unknown, ClientOptions>): Promise<Session> {
    const opened = await (mode === 'pinned' ? openAt(node) : openFirst('primary', nodes));
    const { connection, role } = opened;
    try {
      await connection.query(
        `set session characteristics as transaction isolation level ${levelAt(role, options.isolation)}`,
      );
      if (mode === 'pinned' || options.readsFrom === 'primary') {
        return { ...opened, reader: connection };
      }
      return { ...opened, reader: (await openFirst('replica', nodes)).connection };
    } catch (thrown) {
      await connection.end();
      throw thrown;
    }
  },
  close: ({ connection, reader }) => Promise.all([connection.end(), reader.end()]),
  nodeOf: ({ node }) => node.name,

  // The workload "register".
  read: ({ reader }, key) => valueOf(reader, String(key)),
  write: ({ connection }, key, value) => put(connection, String(key), value),
  async cas({ connection }, key, expected, next) {
    const { rowCount } = await connection.query(
      'update registers set value = $3 where key = $1 and value = $2',
      [String(key), JSON.stringify(expected), JSON.stringify(next)],
    );
    return rowCount === 1;
  },

  // The workload "set".
  add: ({ connection }, element) =>
    connection.query('insert into elements values ($1)', [JSON.stringify(element)]),
  async readAll({ reader }) {
    const { rows } = await reader.query<{ element: Json }>('select element from elements');
    return rows.map(({ element }) => element);
  },

  txn,
  transfer,
  balances,
  insertIfNone,

  /**
   * An op has failed for certain where PostgreSQL has rolled its statement back and says so with one of
   * these codes. Of any other error, such as 57P01 (the server shuts down) or a lost connection, nobody
   * knows whether the commit came before it.
   */
  classify(thrown) {
    if (!(thrown instanceof pg.DatabaseError)) return undefined;
    const { code = '', message } = thrown;
    if (code === '25006') return new OpFailed('read-only', message, { reconnect: true });
    const rolledBack = /^(?:0A|22|23|40|42|53)/.test(code) && code !== '40003';
    return rolledBack ? new OpFailed(`sqlstate-${code}`, message) : undefined;
  },
});
