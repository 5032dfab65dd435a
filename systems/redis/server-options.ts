import { z } from 'zod';
import { AUTHS } from './access/access.js';
import { DEFAULT_VERSION, VERSIONS } from './versions.js';

export const count = z.number().int().min(0);
const seconds = z.number().int().min(1);
export const milliseconds = z.number().int().min(1);

/** What every server has, however it finds its primary. */
export const serverSchema = z.strictObject({
  /** Of Redis or Valkey. */
  version: z.enum(VERSIONS).default(DEFAULT_VERSION),
  /**
   * How servers and Sentinels know who connects: not at all, by one password each, or by users with passwords
   * and rights of their own. The passwords are made up for each run.
   */
  auth: z.enum(AUTHS).default('none'),
  /** Whether all connections are encrypted, with a certificate that is made for each run. */
  tls: z.boolean().default(false),
  /** `min-replicas-to-write`: a primary with fewer good replicas refuses writes; 0 switches it off. */
  minReplicasToWrite: count.default(0),
  /** `min-replicas-max-lag`: seconds after which a silent replica is no longer a good one. */
  minReplicasMaxLag_s: count.default(10),
  /** `appendonly`: with neither it nor `save` nothing is kept on disk. */
  appendonly: z.boolean().default(false),
  /** `appendfsync`: when the append-only file is synced. */
  appendfsync: z.enum(['always', 'everysec', 'no']).default('everysec'),
  /** `save`: after so many seconds with so many changes the data is saved whole; empty for never. */
  save: z
    .string()
    .regex(/^(\d+ \d+( \d+ \d+)*)?$/)
    .default('3600 1 300 100 60 10000'),
  /** `repl-timeout`: a link that is silent for so long is taken for broken. */
  replTimeout_s: seconds.default(60),
  /** `repl-ping-replica-period`: how often a primary pings its replicas. */
  replPingReplicaPeriod_s: seconds.default(10),
  /** `repl-diskless-sync`: whether a full sync is streamed instead of going through a file. */
  replDisklessSync: z.boolean().default(true),
  /** `repl-diskless-sync-delay`: how long a stream waits for more replicas before it begins. */
  replDisklessSyncDelay_s: count.default(5),
  /** `repl-backlog-size`: how much of the stream a primary keeps for replicas whose link broke. */
  replBacklogSize_bytes: z.number().int().min(16_384).default(1_048_576),
  /** `replica-serve-stale-data`: whether a replica that lost its primary goes on answering. */
  replicaServeStaleData: z.boolean().default(true),
  /**
   * Of clients: a write counts as acknowledged when `WAIT` says that so many replicas have it; 0 for
   * no `WAIT`. One that fell short is indeterminate.
   */
  waitReplicas: count.default(0),
  /**
   * Of clients: a write counts as acknowledged when `WAITAOF` says that the server has it synced in its append-only
   * file (1 instead of 0), and so many replicas in theirs; with both 0 there is no `WAITAOF`.
   */
  waitAofLocal: z.number().int().min(0).max(1).default(0),
  waitAofReplicas: count.default(0),
  /** Of clients: for how long `WAIT` or `WAITAOF` waits. */
  waitTimeout_ms: milliseconds.default(500),
  /** Of clients: a lock that nobody gives back is free again after so long; 0 for never. */
  lockTtl_ms: count.default(0),
});

export type ServerOptions = z.infer<typeof serverSchema>;

export const SERVER_DEFAULTS: ServerOptions = serverSchema.parse({});
