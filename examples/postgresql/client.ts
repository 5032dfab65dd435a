import pg from 'pg';
import { defineClient, OpFailed, type Json, type NodeAddress, type OpenRequest } from 'faultline';
import type { Options } from './options.js';
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

async function isPrimary(connection: pg.Client): Promise<boolean> {
  const { rows } = await connection.query<{ replica: boolean }>(
    'select pg_is_in_recovery() as replica',
  );
  return rows[0]?.replica === false;
}

interface Session {
  readonly connection: pg.Client;
  readonly node: NodeAddress;
}

/** The first node that is a primary, as `target_session_attrs=read-write` of libpq finds it. */
async function openPrimary(nodes: readonly NodeAddress[]): Promise<Session> {
  for (const node of nodes) {
    const connection = await connect(node).catch(() => null);
    if (connection === null) continue;
    if (await isPrimary(connection).catch(() => false)) return { connection, node };
    await connection.end();
  }
  throw new Error('no node is a primary');
}

export const client = defineClient({
  async open({ node, nodes, mode, options }: OpenRequest<unknown, Options>): Promise<Session> {
    const session =
      mode === 'pinned' ? { connection: await connect(node), node } : await openPrimary(nodes);
    try {
      // Not before the role was asked for: a replica answers no query at the level "serializable".
      await session.connection.query(
        `set session characteristics as transaction isolation level ${options.isolation}`,
      );
      return session;
    } catch (thrown) {
      // Nobody else can close what was not handed over.
      await session.connection.end();
      throw thrown;
    }
  },
  close: ({ connection }) => connection.end(),
  nodeOf: ({ node }) => node.name,

  // The workload "register".
  read: ({ connection }, key) => valueOf(connection, String(key)),
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
  async readAll({ connection }) {
    const { rows } = await connection.query<{ element: Json }>('select element from elements');
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
