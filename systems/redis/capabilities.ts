import { defineCapability } from '../../harness/index.js';

/** What became of the connections that a server was told to end. */
export interface KilledClients {
  /** As the server counts them, the harness' own questioners and other nodes among them. */
  readonly connections: number;
  /** Connections of clients (from no node, and not the one that asks) that are gone afterwards. */
  readonly clients: number;
}

/** How many keys a node held right before it was emptied, and right after. */
export interface FlushedKeys {
  readonly before: number;
  readonly after: number;
}

/** What an administrator may do to the store on one node, by the store's own commands. */
export interface Administration {
  /** Ends the connections of all clients of a node. */
  killClients(node: string): Promise<KilledClients>;
  /** Keeps a node from answering anybody; ends when it answers again. */
  stall(node: string, duration_ms: number): Promise<void>;
  /** A parameter's value now; `null` where there is none of that name. */
  parameter(node: string, name: string): Promise<string | null>;
  /** Sets a parameter, to last across restarts. */
  setParameter(node: string, name: string, value: string): Promise<void>;
  /** Deletes all data, and counts the keys in the same transaction. */
  flush(node: string): Promise<FlushedKeys>;
}

/** What a node says of its place in the replication. */
export interface ReplicationView {
  readonly role: 'primary' | 'replica';
  /** The node that a replica follows; `null` for a primary. */
  readonly follows: string | null;
  /** Whether a replica's link to that node is up, and no sync going on. */
  readonly linkUp: boolean;
  /** The nodes that follow it and have caught up, as it lists them. */
  readonly followers: readonly string[];
}

/** Who follows whom. */
export interface Replication {
  /** The members that hold data. */
  readonly nodes: readonly string[];
  view(node: string): Promise<ReplicationView>;
  /** Lets a node follow another; `null`: nobody, so that it takes writes as a primary does. */
  follow(node: string, source: string | null): Promise<void>;
}

/** What becomes of the data of a replica that is taken out. */
export type LeftData = 'kept' | 'wiped';

/** What a replica was given when it was put back. */
export interface Joined {
  /** The primary of that moment, which it follows. */
  readonly source: string;
  /** Syncs that the primary gave meanwhile: of all its data, and of what was missing only. */
  readonly fullSyncs: number;
  readonly partialSyncs: number;
}

/** Who belongs to the group; an administrator takes replicas out, and puts them back. */
export interface Membership {
  /** Ends a replica; ends when no server lists it any more. */
  remove(node: string, data: LeftData): Promise<void>;
  /** Lets everybody who watches the group forget whoever is no member, one after the other. */
  forget(): Promise<void>;
  /** Puts a removed one back; ends when it has caught up. Idempotent. */
  add(node: string): Promise<Joined>;
  /** Files of data that lie on a node, in bytes by their names. */
  dataFiles(node: string): Promise<Readonly<Record<string, number>>>;
}

/** What a watcher of the store (a Sentinel) knows of the group, by names of nodes. */
export interface WatchedGroup {
  readonly otherSentinels: readonly string[];
  readonly replicas: readonly string[];
}

/** Whether the Sentinels that one of them reaches are enough for a failover. */
export interface Quorum {
  readonly enough: boolean;
  /** As it says itself. */
  readonly words: string;
}

/** Whether a Sentinel that is put back is the one that it was, or another one. */
export type SentinelIdentity = 'kept' | 'fresh';

/** The Sentinels, as an administrator has them. */
export interface Sentinels {
  /** The nodes that have one that is a member now. */
  readonly nodes: readonly string[];
  knows(node: string): Promise<WatchedGroup>;
  quorum(node: string): Promise<Quorum>;
  /** Lets it forget all but the primary; what it knew right before, and right after. */
  reset(node: string): Promise<{ readonly before: WatchedGroup; readonly after: WatchedGroup }>;
  /** Ends one; the others know it until they {@link Membership.forget}. */
  remove(node: string): Promise<void>;
  /** Starts a removed one; ends when it answers. Idempotent. */
  add(node: string, identity: SentinelIdentity): Promise<void>;
  /** A parameter of the watched group on one Sentinel; `null` where there is none of that name. */
  parameter(node: string, name: string): Promise<string | null>;
  setParameter(node: string, name: string, value: string): Promise<void>;
}

/** What Redis offers to faults beside what every store may offer. */
export const ADMINISTRATION = defineCapability<Administration>('administration');
export const REPLICATION = defineCapability<Replication>('replication');
export const MEMBERSHIP = defineCapability<Membership>('membership');
export const SENTINELS = defineCapability<Sentinels>('sentinels');

/**
 * How a replica of a cluster takes the place of its primary (`CLUSTER FAILOVER`): `default`, in agreement
 * with its primary, so that nothing is lost; `force`, without its primary, but by the votes of the others;
 * `takeover`, without anybody's vote.
 */
export type TakeoverMode = 'default' | 'force' | 'takeover';

/** What a node of a cluster says of itself. */
export interface ShardView {
  /** Whether it serves slots as a primary. */
  readonly servesSlots: boolean;
  readonly slots: readonly number[];
  /** The node that it follows; `null` of a primary. */
  readonly follows: string | null;
  readonly configEpoch: number;
}

/** What became of slots that were moved from one primary to another. */
export interface MovedSlots {
  readonly slots: readonly number[];
  readonly keys: number;
}

/** A store whose data is dealt out to several primaries. */
export interface Sharding {
  view(node: string): Promise<ShardView>;
  /** Tells a replica to take the place of its primary; ends when it has accepted. */
  takeOver(node: string, mode: TakeoverMode): Promise<void>;
  /** Moves slots with their keys from one primary to another, those that hold keys first. */
  moveSlots(from: string, to: string, count: number): Promise<MovedSlots>;
}

/** What Redis Cluster alone offers. */
export const SHARDING = defineCapability<Sharding>('sharding');
