import { systemClock } from '../../../harness/core/clock.js';
import { clientSource } from '../../../harness/core/client-source.js';
import type { Client, ClientMode, ClientSource } from '../../../harness/core/client.js';
import { setType } from '../../../harness/core/data-types/index.js';
import type { Completion } from '../../../harness/core/op.js';
import { type ClientTopology, OPEN_TO_CLIENTS } from '../clients/client-topology.js';
import { redisClient } from '../clients/redis-client.js';
import { groupClients } from '../clients/redis-clients.js';
import { FakeServer, resp } from './fake-server.js';

const HOST = '127.0.0.1';

/**
 * A primary, replicas, and Sentinels that name it, all fakes of this process. A replica refuses
 * every command with READONLY.
 */
export class FakeGroup {
  readonly servers: FakeServer[] = [];
  readonly sentinels: FakeServer[] = [];
  /** The position of the server that each Sentinel names. */
  readonly named: number[] = [];
  /** While it is so, servers execute what they are sent, and do not answer. */
  silent = false;
  readonly #clients: Client[] = [];
  readonly #stops: (() => void)[] = [];

  /** The first server is the primary; the node of a Sentinel is that of the server of its position. */
  static async start(servers: number, sentinels: number): Promise<FakeGroup> {
    const group = new FakeGroup();
    for (let i = 0; i < servers; i += 1) {
      const server: FakeServer = await FakeServer.start(() => {
        if (group.silent) return 'silence';
        const { role } = server;
        return {
          reply: role === 'master' ? resp.integer(1) : resp.error('READONLY no writes here'),
        };
      });
      server.role = i === 0 ? 'master' : 'slave';
      group.servers.push(server);
    }
    for (let i = 0; i < sentinels; i += 1) {
      group.named.push(0);
      group.sentinels.push(
        await FakeServer.start(() => {
          const { port } = group.server(at(group.named, i));
          return { reply: resp.array([resp.bulk(HOST), resp.bulk(String(port))]) };
        }),
      );
    }
    return group;
  }

  get topology(): ClientTopology {
    const endpoints = (fakes: readonly FakeServer[]) =>
      fakes.map(({ port }, i) => ({ node: `n${i + 1}`, host: HOST, port }));
    return {
      servers: endpoints(this.servers),
      sentinels: endpoints(this.sentinels),
      group: 'faultline',
      access: OPEN_TO_CLIENTS,
    };
  }

  server(position: number): FakeServer {
    return at(this.servers, position);
  }

  sentinel(position: number): FakeServer {
    return at(this.sentinels, position);
  }

  source(mode: ClientMode, topology = this.topology): ClientSource & { readonly stop: () => void } {
    const clock = systemClock();
    const store = groupClients(topology, clock);
    const stop = (): void => {
      store.stop();
    };
    this.#stops.push(stop);
    const shared = { client: redisClient, dataType: setType, mode, nodes: [], options: {} };
    return { ...clientSource({ ...shared, store, clock }), stop };
  }

  async open(source: ClientSource, node = 'n1', process = 0): Promise<Client> {
    const client = await source.open({ process, node });
    this.#clients.push(client);
    return client;
  }

  /** Changes the roles, as a promotion does; no Sentinel knows of it yet. */
  promote(position: number): void {
    for (const [i, server] of this.servers.entries()) {
      server.role = i === position ? 'master' : 'slave';
    }
  }

  /** A Sentinel names another primary from now on, and publishes that. */
  switchTo(position: number, sentinel: number): void {
    const before = this.server(at(this.named, sentinel));
    this.named[sentinel] = position;
    const message = `faultline ${HOST} ${before.port} ${HOST} ${this.server(position).port}`;
    this.sentinel(sentinel).publish('+switch-master', message);
  }

  async stop(): Promise<void> {
    for (const stop of this.#stops) stop();
    for (const client of this.#clients) await client.close();
    for (const fake of [...this.servers, ...this.sentinels]) await fake.stop();
  }
}

function at<T>(all: readonly T[], position: number): T {
  const one = all[position];
  if (one === undefined) throw new RangeError(`there is none at ${position}`);
  return one;
}

/** An `add` to a set. */
export function add(client: Client, value: number): Promise<Completion> {
  return client.invoke({ index: 0, process: 0, type: 'invoke', f: 'add', value, time: 0 });
}
