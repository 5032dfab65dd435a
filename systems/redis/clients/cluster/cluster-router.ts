import type { Redis } from 'ioredis';
import { type Clock, messageOf, OpFailed } from '../../../../harness/index.js';
import type { ConnectionAccess } from '../../access/access.js';
import { hashSlot } from '../../cluster/hash-slot.js';
import { canSend, closeConnection, openConnection } from '../../connection/connection.js';
import { SAFE_OPTIONS } from '../../connection/safe-options.js';
import type { Wait } from '../../connection/waiting-redis.js';
import type { ClientTopology, Endpoint } from '../client-topology.js';
import { redirectionIn } from './redirection.js';
import { type Address, SlotMap } from './slot-map.js';

/** Bound on opening a connection to a node, and on its telling who serves which slots. */
const NODE_TIMEOUT_MS = 1000;
/** As ioredis and Jedis have it, roughly: then the views of the nodes go in a circle. */
const MOST_REDIRECTIONS = 5;

/** A command as a client gives it. */
export interface RoutedCommand {
  readonly name: string;
  readonly args: readonly (string | Buffer | number)[];
  readonly keys: readonly (string | Buffer)[];
}

/**
 * The connections of one client to the nodes of a cluster. It asks a node who serves which slots, sends
 * each command to the primary of its key, and follows redirections.
 *
 * - A command is sent to another node only after a redirection: the node that gave it has not executed
 *   the command. After any other error, and after a connection that ended, it is not sent again.
 * - After an error the next command begins by asking who serves which slots, and asks the node after the one that told it last.
 */
export class ClusterRouter {
  readonly #servers: readonly Endpoint[];
  readonly #access: ConnectionAccess;
  readonly #clock: Clock;
  readonly #wait: Wait | null;
  readonly #open = new Map<Address, Redis>();
  readonly #map = new SlotMap();
  /** The position of the server that told last, or is asked next; it goes on in a circle. */
  #next: number;
  #isStale = true;
  #isClosed = false;
  /** Where the last command ended. */
  #last: Address;

  /** @param first the position of the server that is asked first. */
  constructor({ servers, access }: ClientTopology, first: number, clock: Clock, wait: Wait | null) {
    this.#servers = servers;
    this.#access = access.servers;
    this.#clock = clock;
    this.#wait = wait;
    this.#next = first;
    this.#last = addressOf(servers[first]);
  }

  /** The node where the last command ended; an address where it is no node of the test. */
  get node(): string {
    const found = this.#servers.find((server) => addressOf(server) === this.#last);
    return found?.node ?? this.#last;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Asks one server after the other who serves which slots, until one answers. */
  async learn(): Promise<void> {
    const problems: string[] = [];
    for (const _ of this.#servers) {
      const server = this.#servers[this.#next % this.#servers.length];
      try {
        this.#map.learn(await this.#askSlots(addressOf(server)));
        this.#isStale = false;
        return;
      } catch (thrown) {
        problems.push(`${server?.node}: ${messageOf(thrown)}`);
        this.#next += 1;
      }
    }
    throw new OpFailed('not-sent', `no node told who serves which slots: ${problems.join('; ')}`);
  }

  /** @throws OpFailed where nothing was sent; else the error of the connection that it was sent over. */
  async run({ name, args, keys: [key] }: RoutedCommand): Promise<unknown> {
    if (key === undefined) throw new OpFailed('not-sent', `${name} has no key to find its node by`);
    if (this.#isStale) await this.learn();
    const slot = hashSlot(String(key));
    let to = this.#map.ownerOf(slot);
    let asking = false;
    for (let redirections = 0; ; redirections += 1) {
      if (to === undefined) {
        this.#leave();
        throw new OpFailed('not-sent', `nobody is known to serve slot ${slot}`);
      }
      const redis = await this.#connectionForCommand(to);
      this.#last = to;
      try {
        if (asking) void redis.call('ASKING').catch(() => undefined);
        return await redis.call(name, ...args);
      } catch (thrown) {
        const redirection = redirectionIn(thrown);
        if (redirection === null || redirections === MOST_REDIRECTIONS) {
          this.#leave();
          throw thrown;
        }
        if (redirection.kind === 'MOVED') this.#map.move(redirection.slot, redirection.to);
        asking = redirection.kind === 'ASK';
        to = redirection.to;
      }
    }
  }

  /** Ends all connections at once; what is pending rejects. */
  close(): void {
    this.#isClosed = true;
    for (const redis of this.#open.values()) closeConnection(redis);
    this.#open.clear();
  }

  /** From now on nothing that was learnt counts, and another server is asked. */
  #leave(): void {
    this.#isStale = true;
    this.#next += 1;
  }

  async #connectionForCommand(to: Address): Promise<Redis> {
    try {
      return await this.#connection(to);
    } catch (thrown) {
      this.#last = to;
      this.#leave();
      throw new OpFailed('not-sent', messageOf(thrown));
    }
  }

  async #connection(to: Address): Promise<Redis> {
    const kept = this.#open.get(to);
    if (kept !== undefined && canSend(kept)) return kept;
    if (kept !== undefined) closeConnection(kept);
    this.#open.delete(to);
    const [host = '', port] = to.split(':');
    const opened = await openConnection(
      { ...SAFE_OPTIONS, ...this.#access, host, port: Number(port) },
      this.#clock,
      NODE_TIMEOUT_MS,
      this.#wait,
    );
    if (this.#isClosed) {
      closeConnection(opened);
      throw new OpFailed('not-sent', 'the client was closed meanwhile');
    }
    this.#open.set(to, opened);
    return opened;
  }

  async #askSlots(address: Address): Promise<unknown> {
    const redis = await this.#connection(address);
    const cancel = this.#clock.at(this.#clock.now() + NODE_TIMEOUT_MS * 1e6, () => {
      closeConnection(redis);
    });
    try {
      return await redis.cluster('SLOTS');
    } finally {
      cancel();
    }
  }
}

function addressOf(server: Endpoint | undefined): Address {
  return server === undefined ? '' : `${server.host}:${server.port}`;
}
