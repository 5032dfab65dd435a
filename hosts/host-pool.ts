import type { Clock } from '../harness/core/clock.js';
import { EnvironmentError, messageOf } from '../harness/core/errors.js';
import type { Log } from '../harness/core/log.js';
import type { NodePool, NodeRequest, NodeSet } from '../harness/core/node.js';
import { allSettled } from '../harness/core/settled.js';
import type { SshHost, SshHosts } from '../harness/core/ssh-hosts.js';
import { KEEPER_COMMAND, localAddressTo, Neighbours } from '../nodes/index.js';
import type { HostClaimFile } from './host-claims.js';
import { inUse, noAddress, notReached, tooFewHosts } from './host-errors.js';
import { Host } from './host/host.js';
import { HostNode } from './host/host-node.js';
import { DEVICE_TO, PREPARE, STATE, TAKE, TAKEN, UNDO } from './host/scripts.js';
import { SshConnection } from './ssh/ssh-connection.js';

export interface HostPoolParts {
  readonly hosts: SshHosts;
  readonly clock: Clock;
  readonly log: Log;
  /** This process: see `ownerOf` of nodes/. */
  readonly owner: string;
  readonly claim: HostClaimFile;
}

/** A host that the pool has taken, or is about to. */
interface Member {
  readonly host: Host;
  readonly address: string;
}

/** Machines that ssh reaches, as the nodes of one command. */
export class HostPool implements NodePool {
  readonly #parts: HostPoolParts;
  /** By their places in the list of hosts. */
  readonly #members = new Map<number, Member>();
  /** How many of the hosts are noted in the claim. */
  #noted = 0;
  #acquiring: Promise<unknown> = Promise.resolve();

  constructor(parts: HostPoolParts) {
    this.#parts = parts;
  }

  acquire(request: NodeRequest, signal: AbortSignal): Promise<NodeSet> {
    const acquired = this.#acquire(request.names, signal);
    this.#acquiring = acquired.catch(() => undefined);
    return acquired;
  }

  async dispose(): Promise<void> {
    // What is still being made would escape.
    await this.#acquiring;
    const { claim } = this.#parts;
    const failures: string[] = [];
    await Promise.all(
      [...this.#members].map(async ([index, { host }]) => {
        try {
          await host.script('undo what was begun', UNDO, [claim.token], { expected: TAKEN });
          this.#members.delete(index);
        } catch (thrown) {
          failures.push(`${host.name}: ${messageOf(thrown).replaceAll('\n', ' ')}`);
        }
        await host.close();
      }),
    );
    if (failures.length === 0) {
      await claim.remove();
      return;
    }
    await this.#note([...this.#members.keys()]);
    throw new EnvironmentError({
      code: 'E_DISPOSE',
      expected: 'all that was begun on the hosts to be undone',
      actual: failures.join('\n      '),
      advice: 'run `faultline clean` once they can be reached again',
    });
  }

  async #acquire(names: readonly string[], signal: AbortSignal): Promise<NodeSet> {
    const { clock, log, hosts } = this.#parts;
    const start_ns = clock.now();
    if (names.length > hosts.hosts.length) throw tooFewHosts(hosts.hosts.length, names.length);
    this.#noted = Math.max(this.#noted, names.length);
    await this.#note(Array.from({ length: this.#noted }, (_, index) => index));
    const members = await allSettled(names.map((_, index) => this.#member(index)));
    signal.throwIfAborted();
    const clients = await localAddressTo(members[0]?.address ?? '');
    const neighbours = new Neighbours(
      members.map(({ address }) => address),
      clients,
    );
    const placed = await allSettled(
      members.map((member, index) => prepare(names[index] ?? '', member, neighbours.of(index))),
    );
    signal.throwIfAborted();
    const networks = placed.map(({ network }) => network);
    const capabilities = await neighbours.joined(networks, clock, notReached);
    log.info('nodes', { names: [...names], took_ns: clock.now() - start_ns });
    return { nodes: placed.map(({ node }) => node), capabilities };
  }

  /** Connects to a host and takes it, where that was not done yet. */
  async #member(index: number): Promise<Member> {
    const there = this.#members.get(index);
    if (there !== undefined) return there;
    const { clock, claim } = this.#parts;
    const { host: name, address: given } = this.#hostAt(index);
    const target = { host: name, options: this.#parts.hosts.options ?? [] };
    const connection = new SshConnection(target, claim.controlPath(index), process.cwd());
    const host = await Host.reach(connection, clock);
    const address = given ?? host.arrival.address;
    if (address === null) {
      await host.close();
      throw noAddress(name);
    }
    const member = { host, address };
    // From here on there may be something to undo, also where no answer comes.
    this.#members.set(index, member);
    const taken = await host.script('join this run', TAKE, [claim.token], { expected: TAKEN });
    if (taken.exitCode !== TAKEN) return member;
    this.#members.delete(index);
    await host.close();
    throw inUse(name, taken.stdout);
  }

  #hostAt(index: number): SshHost {
    const given = this.#parts.hosts.hosts[index];
    if (given === undefined) throw new RangeError(`there is no host ${String(index + 1)}`);
    return typeof given === 'string' ? { host: given } : given;
  }

  async #note(indexes: readonly number[]): Promise<void> {
    const { claim, owner, hosts } = this.#parts;
    const targets = indexes.map((index) => ({
      host: this.#hostAt(index).host,
      options: hosts.options ?? [],
    }));
    await claim.write({ owner, workingFolder: process.cwd(), targets });
  }
}

/** Makes a host as good as new, and starts what answers probes there. */
async function prepare(name: string, { host, address }: Member, others: readonly string[]) {
  const way = await host.script('tell of its network', DEVICE_TO, [others[0] ?? '']);
  const device = way.stdout.trim();
  await host.script('become a clean node', PREPARE, [device]);
  const node = new HostNode(name, address, host);
  await node.spawn(KEEPER_COMMAND, { logFile: `${STATE}/keeper.log` });
  const { control } = host.arrival;
  return { node, network: node.network({ device, others, control }) };
}
