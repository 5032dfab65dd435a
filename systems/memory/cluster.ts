import { type Clock, NS_PER_MS, OpFailed, type RoleAnswer } from '../../harness/index.js';
import type { Bug, Session, Strikes } from './bugs/index.js';
import { Data } from './data.js';
import type { MemoryLinks } from './links.js';
import type { MemoryProcesses } from './processes.js';
import { type Change, Replica } from './replica.js';
import type { MemoryClocks } from './wall-clocks.js';

/** The nodes, and what can be done to them. */
export interface MemoryNodes {
  readonly names: readonly string[];
  readonly links: MemoryLinks;
  readonly processes: MemoryProcesses;
  readonly wallClocks: MemoryClocks;
}

export interface ClusterOptions {
  /**
   * The bug: writes are acknowledged before they are replicated, and a primary that was cut off
   * goes on serving. Without it a write needs a majority in its epoch before it is acknowledged.
   */
  readonly splitBrain: boolean;
  readonly replicationDelay_ms: number;
  /** A majority without its primary for so long promotes another. */
  readonly failoverAfter_ms: number;
  /** Another bug, and when it strikes. */
  readonly bug: Bug | undefined;
  readonly strikes: Strikes;
}

const TICK_MS = 20;

function notPrimary(node: string): OpFailed {
  return new OpFailed('not-primary', `${node} is not the primary`);
}

function noQuorum(node: string): OpFailed {
  return new OpFailed('no-quorum', `${node} reaches no majority`);
}

/** The replicated store itself: replicas, replication, failure detection and promotion. */
export class MemoryCluster {
  readonly #replicas: readonly Replica[];
  readonly #nodes: MemoryNodes;
  readonly #options: ClusterOptions;
  readonly #clock: Clock;
  #primaryMissingSince: number | null = null;
  #stopTick: () => void = () => undefined;
  #stopped = false;

  constructor(nodes: MemoryNodes, options: ClusterOptions, clock: Clock) {
    const { bug, strikes } = options;
    const newData = (): Data => {
      const data = new Data();
      bug?.data?.(data, strikes);
      return data;
    };
    this.#replicas = nodes.names.map((name) => new Replica(name, newData));
    this.#nodes = nodes;
    this.#options = options;
    this.#clock = clock;
    const first = this.#replicas[0];
    if (first !== undefined) this.#promote(first, this.#replicas);
    // One that is started again follows, until it is elected.
    nodes.processes.died = (node) => {
      this.#stepDown(this.#replica(node));
    };
  }

  start(): void {
    this.#stopTick = this.#clock.at(this.#clock.now() + TICK_MS * NS_PER_MS, () => {
      if (this.#stopped) return;
      this.#tick();
      this.start();
    });
  }

  stop(): void {
    this.#stopped = true;
    this.#stopTick();
  }

  /** Makes a change at a node. @throws OpFailed where it is refused, which changes nothing. */
  write<T>(node: string, change: Change<T>, session: Session): T {
    const replica = this.#replica(node);
    if (!replica.isPrimary) throw notPrimary(node);
    const followers = this.#followersOf(replica);
    if (!this.#options.splitBrain && !this.#isMajority(followers.length + 1)) throw noQuorum(node);
    session.before = replica.offset;
    const { bug, strikes } = this.#options;
    const value =
      bug?.change !== undefined && strikes()
        ? bug.change(replica, this.#now_ms(node), change)
        : replica.do(this.#now_ms(node), change);
    if (!this.#options.splitBrain)
      for (const follower of followers) this.#replicate(replica, follower);
    return value;
  }

  /** Reads from a node. Without the bug only a primary with a majority answers. @throws OpFailed otherwise. */
  read<T>(node: string, look: Change<T>, session: Session): T {
    const replica = this.#replica(node);
    if (!this.#options.splitBrain) {
      if (!replica.isPrimary) throw notPrimary(node);
      if (!this.#isMajority(this.#followersOf(replica).length + 1)) throw noQuorum(node);
    }
    const { bug, strikes } = this.#options;
    return bug?.read !== undefined && strikes()
      ? bug.read(replica, this.#now_ms(node), look, session)
      : look(replica.data, this.#now_ms(node));
  }

  /** Reads what a node holds, whatever its role: for the final reads of every node. */
  inspect<T>(node: string, look: (data: Data) => T): T {
    return look(this.#replica(node).data);
  }

  /** What a node takes itself for, and whom a replica follows. @throws Error where it does not run. */
  role(node: string): RoleAnswer {
    if (!this.#nodes.processes.runs(node)) throw new Error(`${node} does not answer`);
    if (this.#replica(node).isPrimary) return 'primary';
    const primary = this.majorityPrimary();
    return primary === null ? 'replica' : { role: 'replica', follows: primary };
  }

  /** The primary of the highest epoch, if a majority is with it. */
  majorityPrimary(): string | null {
    const primary = this.#newestPrimary();
    if (primary === undefined) return null;
    return this.#isMajority(this.#reachableFrom(primary).length) ? primary.name : null;
  }

  /** Why the cluster is not whole; empty when it is. */
  complaints(): readonly string[] {
    const primary = this.majorityPrimary();
    if (primary === null) return ['no node is primary with a majority'];
    const leader = this.#replica(primary);
    return this.#replicas.flatMap((replica) => {
      if (replica === leader) return [];
      if (replica.isPrimary) return [`${replica.name} takes itself for primary beside ${primary}`];
      if (!this.#connected(replica, leader)) return [`${replica.name} does not reach ${primary}`];
      return replica.offset === leader.offset && replica.epoch === leader.epoch
        ? []
        : [`${replica.name} is at ${replica.offset}, ${primary} at ${leader.offset}`];
    });
  }

  /** Promotes the best of the others at once; the old primary learns of it one failover time later. */
  failover(): { readonly from: string; readonly to: string } | null {
    const old = this.#newestPrimary();
    if (old === undefined) return null;
    const best = this.#best(this.#reachableFrom(old).filter((replica) => replica !== old));
    if (best === undefined) return null;
    const group = this.#reachableFrom(best);
    if (!this.#isMajority(group.length)) return null;
    this.#promote(best, group);
    if (!this.#options.splitBrain) this.#stepDown(old);
    return { from: old.name, to: best.name };
  }

  #tick(): void {
    const primary = this.#newestPrimary();
    const withMajority =
      primary !== undefined && this.#isMajority(this.#reachableFrom(primary).length);
    if (withMajority) {
      this.#primaryMissingSince = null;
      this.#settle(primary);
    } else {
      this.#primaryMissingSince ??= this.#clock.now();
      if (this.#elapsed_ms(this.#primaryMissingSince) >= this.#options.failoverAfter_ms)
        this.#elect();
    }
  }

  /** Whoever reaches the newest primary follows it: others step down, laggards catch up. */
  #settle(primary: Replica): void {
    for (const replica of this.#followersOf(primary, true)) {
      if (replica.isPrimary) this.#stepDown(replica);
      this.#clock.at(this.#clock.now() + this.#options.replicationDelay_ms * NS_PER_MS, () => {
        if (!this.#stopped && primary.isPrimary) this.#replicate(primary, replica);
      });
    }
  }

  #elect(): void {
    for (const candidate of this.#replicas) {
      const group = this.#reachableFrom(candidate);
      if (!this.#isMajority(group.length)) continue;
      const best = this.#best(group);
      if (best !== undefined) this.#promote(best, group);
      this.#primaryMissingSince = null;
      return;
    }
  }

  /** Makes a replica primary of a new epoch, which its electors have then heard of. */
  #promote(replica: Replica, electors: readonly Replica[]): void {
    const epoch = Math.max(...this.#replicas.map((other) => other.epoch)) + 1;
    for (const elector of electors) elector.epoch = epoch;
    replica.epoch = epoch;
    replica.isPrimary = true;
    this.#options.bug?.promoted?.(replica);
  }

  #stepDown(replica: Replica): void {
    replica.isPrimary = false;
  }

  #replicate(from: Replica, to: Replica): void {
    if (!this.#connected(from, to) || to.epoch > from.epoch) return;
    if (to.isPrefixOf(from)) for (const entry of from.log.slice(to.offset)) to.apply(entry);
    else to.rewrite(from.log);
    to.epoch = from.epoch;
  }

  #newestPrimary(): Replica | undefined {
    return this.#replicas
      .filter((replica) => replica.isPrimary)
      .reduce<Replica | undefined>(
        (best, one) => (best === undefined || one.epoch > best.epoch ? one : best),
        undefined,
      );
  }

  /** The one whose log is newest: the later last epoch, then the longer log (as Raft has it). */
  #best(group: readonly Replica[]): Replica | undefined {
    return group.reduce<Replica | undefined>(
      (best, one) => (best === undefined || one.isNewerThan(best) ? one : best),
      undefined,
    );
  }

  #reachableFrom(replica: Replica): readonly Replica[] {
    return this.#replicas.filter((other) => this.#connected(replica, other));
  }

  /** Whether a message from one that runs gets to the other, which runs as well, and is answered. */
  #connected(one: Replica, other: Replica): boolean {
    const { links, processes } = this.#nodes;
    return (
      processes.runs(one.name) &&
      processes.runs(other.name) &&
      links.connected(one.name, other.name)
    );
  }

  /** The others that it reaches and that have heard of no later epoch. */
  #followersOf(primary: Replica, anyEpoch = false): readonly Replica[] {
    return this.#reachableFrom(primary).filter(
      (other) => other !== primary && (anyEpoch || other.epoch <= primary.epoch),
    );
  }

  #isMajority(count: number): boolean {
    return count * 2 > this.#replicas.length;
  }

  #replica(name: string): Replica {
    const replica = this.#replicas.find((one) => one.name === name);
    if (replica === undefined) throw new Error(`no node named ${name}`);
    return replica;
  }

  #now_ms(node: string): number {
    return this.#nodes.wallClocks.now_ms(node);
  }

  #elapsed_ms(since: number): number {
    return (this.#clock.now() - since) / NS_PER_MS;
  }
}
