import type pg from 'pg';
import { OpFailed, type Json, type TransactionStep } from 'faultline';

/**
 * Runs statements as one transaction. Where one of them fails, all are rolled back. The isolation level is
 * that of the connection.
 */
async function transaction<Result>(
  connection: pg.Client,
  statements: () => Promise<Result>,
): Promise<Result> {
  await connection.query('begin');
  try {
    const result = await statements();
    await connection.query('commit');
    return result;
  } catch (thrown) {
    // A connection that broke can't be asked any more: the server rolls back by itself.
    await connection.query('rollback').catch(() => undefined);
    throw thrown;
  }
}

/** The value of a row; `null` where there is none. */
export async function valueOf(connection: pg.Client, key: string): Promise<Json> {
  const { rows } = await connection.query<{ value: Json }>(
    'select value from registers where key = $1',
    [key],
  );
  return rows[0]?.value ?? null;
}

export function put(connection: pg.Client, key: string, value: Json): Promise<unknown> {
  return connection.query(
    'insert into registers values ($1, $2) on conflict (key) do update set value = $2',
    [key, JSON.stringify(value)],
  );
}

async function step(
  connection: pg.Client,
  [f, key, value]: TransactionStep,
): Promise<TransactionStep> {
  const name = JSON.stringify(key);
  if (f === 'r') return [f, key, await valueOf(connection, name)];
  if (f === 'w') await put(connection, name, value);
  else {
    await connection.query(
      `insert into registers values ($1, jsonb_build_array($2::jsonb))
       on conflict (key) do update set value = registers.value || excluded.value`,
      [name, JSON.stringify(value)],
    );
  }
  return [f, key, value];
}

/** The workloads "list-append", "rw-register" and "long-fork": one statement for each step. */
export function txn(
  { connection }: { readonly connection: pg.Client },
  steps: readonly TransactionStep[],
): Promise<readonly TransactionStep[]> {
  return transaction(connection, async () => {
    const done: TransactionStep[] = [];
    for (const one of steps) done.push(await step(connection, one));
    return done;
  });
}

const accountOf = (name: string): string => `account ${name}`;

/** The workload "bank": as programs do it that read a balance, and then write what they have computed. */
export function transfer(
  { connection }: { readonly connection: pg.Client },
  from: string,
  to: string,
  amount: number,
): Promise<unknown> {
  return transaction(connection, async () => {
    const payer = Number(await valueOf(connection, accountOf(from)));
    const payee = Number(await valueOf(connection, accountOf(to)));
    await put(connection, accountOf(from), payer - amount);
    await put(connection, accountOf(to), payee + amount);
  });
}

export function balances(
  { connection }: { readonly connection: pg.Client },
  accounts: readonly string[],
): Promise<Readonly<Record<string, number>>> {
  return transaction(connection, async () => {
    const all: Record<string, number> = {};
    for (const name of accounts) all[name] = Number(await valueOf(connection, accountOf(name)));
    return all;
  });
}

/** The workload "write-skew": an insert that is done only if a query has found no row. */
export function insertIfNone(
  { connection }: { readonly connection: pg.Client },
  key: number,
  table: 'a' | 'b',
  id: number,
): Promise<unknown> {
  return transaction(connection, async () => {
    const { rowCount } = await connection.query(
      'select id from rows_a where key = $1 union all select id from rows_b where key = $1',
      [key],
    );
    if (rowCount !== 0) throw new OpFailed('row-exists', 'there is a row of this key');
    await connection.query(`insert into rows_${table} (key, id) values ($1, $2)`, [key, id]);
  });
}
