import type { AdminConnection } from '../connection/admin.js';

/** What a server says of its place in the replication: `INFO replication`. */
export interface ReplicationInfo {
  readonly role: 'primary' | 'replica';
  /** For a replica, the address of the one it follows. */
  readonly follows: string | null;
  /** For a replica, whether its link is up and no sync is going on. */
  readonly linkUp: boolean;
  /** How much of the stream of writes it has produced, or received, in bytes. */
  readonly offset: number;
  readonly replicationId: string;
  /** The stream that it held before it was promoted, and the offset up to which both are the same. */
  readonly left: { readonly stream: string; readonly offset: number } | null;
  /** Addresses of those that follow it and have caught up, as it lists them. */
  readonly followers: readonly string[];
}

/** The fields of an `INFO` reply. */
export function parseInfo(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const line of text.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) fields.set(line.slice(0, colon), line.slice(colon + 1));
  }
  return fields;
}

export function parseReplicationInfo(text: string): ReplicationInfo {
  const fields = parseInfo(text);
  const isReplica = fields.get('role') === 'slave';
  return {
    role: isReplica ? 'replica' : 'primary',
    follows: isReplica ? (fields.get('master_host') ?? null) : null,
    linkUp:
      fields.get('master_link_status') === 'up' && fields.get('master_sync_in_progress') === '0',
    offset: Number(fields.get(isReplica ? 'slave_repl_offset' : 'master_repl_offset') ?? 0),
    replicationId: fields.get('master_replid') ?? '',
    left: leftIn(fields),
    followers: [...fields].flatMap(([name, value]) =>
      /^slave\d+$/.test(name) ? (onlineFollower(value) ?? []) : [],
    ),
  };
}

/** Redis names the first byte that is its own, and -1 where it was never promoted. */
function leftIn(fields: ReadonlyMap<string, string>): ReplicationInfo['left'] {
  const first = Number(fields.get('second_repl_offset') ?? -1);
  const stream = fields.get('master_replid2');
  return stream === undefined || first < 0 ? null : { stream, offset: first - 1 };
}

/** The address in `ip=198.18.0.3,port=6379,state=online,…`; `null` where a sync is going on. */
function onlineFollower(text: string): string | null {
  const fields = new Map(text.split(',').map((field) => field.split('=') as [string, string]));
  return fields.get('state') === 'online' ? (fields.get('ip') ?? null) : null;
}

/** Asks a server. @throws what {@link AdminConnection.ask} throws. */
export async function askReplicationInfo(server: AdminConnection): Promise<ReplicationInfo> {
  return parseReplicationInfo(String(await server.ask('INFO', 'replication')));
}
