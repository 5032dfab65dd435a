import type { AdminConnection } from '../connection/admin.js';
import { GROUP } from '../configuration/layout.js';

/** A server or a Sentinel as a Sentinel sees it. */
export interface WatchedInstance {
  readonly address: string;
  /** `slave`, `s_down`, `o_down`, `disconnected`, `failover_in_progress`, … */
  readonly flags: readonly string[];
}

/** What one Sentinel knows. */
export interface SentinelView {
  readonly primary: WatchedInstance;
  readonly replicas: readonly WatchedInstance[];
  readonly otherSentinels: readonly WatchedInstance[];
  readonly inTilt: boolean;
}

/** A flat reply of names and values, as a map. */
function pairs(reply: unknown): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  if (!Array.isArray(reply)) return fields;
  for (let i = 0; i + 1 < reply.length; i += 2) fields.set(String(reply[i]), String(reply[i + 1]));
  return fields;
}

export function parseInstance(reply: unknown): WatchedInstance {
  const fields = pairs(reply);
  return { address: fields.get('ip') ?? '', flags: (fields.get('flags') ?? '').split(',') };
}

function parseInstances(reply: unknown): readonly WatchedInstance[] {
  return Array.isArray(reply) ? reply.map(parseInstance) : [];
}

/** Asks a Sentinel for all it knows. @throws what {@link AdminConnection.ask} throws. */
export async function askSentinelView(sentinel: AdminConnection): Promise<SentinelView> {
  const [primary, replicas, others, info] = await Promise.all([
    sentinel.ask('SENTINEL', 'MASTER', GROUP),
    sentinel.ask('SENTINEL', 'REPLICAS', GROUP),
    sentinel.ask('SENTINEL', 'SENTINELS', GROUP),
    sentinel.ask('INFO', 'sentinel'),
  ]);
  return {
    primary: parseInstance(primary),
    replicas: parseInstances(replicas),
    otherSentinels: parseInstances(others),
    inTilt: String(info).includes('sentinel_tilt:1'),
  };
}

/** The address that a Sentinel gives to clients that ask for the primary; `null` for none. */
export async function askPrimaryAddress(sentinel: AdminConnection): Promise<string | null> {
  const reply = await sentinel.ask('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', GROUP);
  return Array.isArray(reply) && reply.length > 0 ? String(reply[0]) : null;
}

/** A parameter of the watched group; `null` where the Sentinel names none of that name. */
export async function askGroupParameter(
  sentinel: AdminConnection,
  name: string,
): Promise<string | null> {
  return pairs(await sentinel.ask('SENTINEL', 'MASTER', GROUP)).get(name) ?? null;
}
