import { afterEach, describe, expect, test } from 'vitest';
import { clientSource } from '../../../../harness/core/client-source.js';
import { systemClock } from '../../../../harness/core/clock.js';
import type { Client } from '../../../../harness/core/client.js';
import { registerType } from '../../../../harness/core/data-types/index.js';
import type { Completion } from '../../../../harness/core/op.js';
import { hashSlot, SLOTS } from '../../cluster/hash-slot.js';
import { FakeServer, type Reaction, resp } from '../../testing/fake-server.js';
import { OPEN_TO_CLIENTS } from '../client-topology.js';
import { redisClient } from '../redis-client.js';
import { clusterClients } from './cluster-clients.js';

const clock = systemClock();
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** Two nodes, each with what it answers to an op, and to whom all slots belong as they say. */
async function pair(reactions: [Reaction, Reaction]) {
  const owner = { position: 0 };
  const servers: FakeServer[] = [];
  for (const position of [0, 1] as const) {
    const server = await FakeServer.start((command) => {
      if (command[0]?.toLowerCase() !== 'cluster') return reactions[position];
      const port = servers[owner.position]?.port ?? 0;
      const node = resp.array([resp.bulk('127.0.0.1'), resp.integer(port)]);
      const range = resp.array([resp.integer(0), resp.integer(SLOTS - 1), node]);
      return { reply: resp.array([range]) };
    });
    closing.push(() => server.stop());
    servers.push(server);
  }
  const topology = {
    servers: servers.map(({ port }, i) => ({ node: `n${i + 1}`, host: '127.0.0.1', port })),
    sentinels: [],
    group: '',
    access: OPEN_TO_CLIENTS,
  };
  const store = clusterClients(topology, clock);
  const source = clientSource({
    client: redisClient,
    dataType: registerType,
    mode: 'smart',
    nodes: [],
    options: {},
    store,
    clock,
  });
  const client = await source.open({ process: 0, node: 'n1' });
  closing.push(() => client.close());
  const executed = () =>
    servers.map((server) =>
      server.executed.map(([name = '']) => name).filter((name) => name !== 'cluster'),
    );
  return { client, servers, owner, executed };
}

const write = (client: Client): Promise<Completion> =>
  client.invoke({ index: 0, process: 0, type: 'invoke', f: 'write', value: [1, 7], time: 0 });

const slot = hashSlot('faultline:r:1');
const moved = (kind: string, port: number): Reaction => ({
  reply: resp.error(`${kind} ${slot} 127.0.0.1:${port}`),
});

describe('a client that follows the slots of a cluster', () => {
  test('sends an op to the node that serves its slot, and names it', async () => {
    const { client, executed } = await pair([{ reply: resp.ok }, { reply: resp.ok }]);
    expect(await write(client)).toMatchObject({ type: 'ok', node: 'n1' });
    expect(executed()).toEqual([['set'], []]);
  });

  test('sends an op again to the node that it was redirected to, and keeps that in mind', async () => {
    const redirects: [Reaction, Reaction] = [{ reply: '' }, { reply: resp.ok }];
    const { client, servers, executed } = await pair(redirects);
    redirects[0] = moved('MOVED', servers[1]?.port ?? 0);
    expect(await write(client)).toMatchObject({ type: 'ok', node: 'n2' });
    expect(await write(client)).toMatchObject({ type: 'ok', node: 'n2' });
    expect(executed()).toEqual([['set'], ['set', 'set']]);
  });

  test('asks the target of a migration for this op alone', async () => {
    const redirects: [Reaction, Reaction] = [{ reply: '' }, { reply: resp.ok }];
    const { client, servers, executed } = await pair(redirects);
    redirects[0] = moved('ASK', servers[1]?.port ?? 0);
    expect(await write(client)).toMatchObject({ type: 'ok', node: 'n2' });
    expect(await write(client)).toMatchObject({ type: 'ok', node: 'n2' });
    expect(executed()).toEqual([
      ['set', 'set'],
      ['ASKING', 'set', 'ASKING', 'set'],
    ]);
  });

  test('sends an op once where the connection ends without a reply, and asks another node next', async () => {
    const { client, owner, executed } = await pair(['drop', { reply: resp.ok }]);
    expect(await write(client)).toMatchObject({ type: 'info', node: 'n1' });
    owner.position = 1;
    expect(client.usable).toBe(true);
    expect(await write(client)).toMatchObject({ type: 'ok', node: 'n2' });
    expect(executed()).toEqual([['set'], ['set']]);
  });

  test.each(['CLUSTERDOWN The cluster is down', 'TRYAGAIN Multiple keys request'])(
    'takes %s for a failure, and does not send the op again',
    async (text) => {
      const { client, executed } = await pair([{ reply: resp.error(text) }, { reply: resp.ok }]);
      expect(await write(client)).toMatchObject({ type: 'fail' });
      expect(executed()).toEqual([['set'], []]);
    },
  );

  test('says fail where the node that serves the slot cannot be reached: nothing was executed', async () => {
    const redirects: [Reaction, Reaction] = [{ reply: '' }, { reply: resp.ok }];
    const { client, servers, executed } = await pair(redirects);
    redirects[0] = moved('MOVED', servers[1]?.port ?? 0);
    await servers[1]?.stop();
    expect(await write(client)).toMatchObject({ type: 'fail', error: { code: 'not-sent' } });
    // The map is asked for anew, and the refusal of the node that it names is no longer one.
    redirects[0] = { reply: resp.ok };
    expect(await write(client)).toMatchObject({ type: 'ok', node: 'n1' });
    expect(executed()).toEqual([['set', 'set'], []]);
  });

  test('gives up where nodes redirect in a circle', async () => {
    const redirects: [Reaction, Reaction] = [{ reply: '' }, { reply: '' }];
    const { client, servers, executed } = await pair(redirects);
    redirects[0] = moved('MOVED', servers[1]?.port ?? 0);
    redirects[1] = moved('MOVED', servers[0]?.port ?? 0);
    expect(await write(client)).toMatchObject({ type: 'fail', error: { code: 'held-elsewhere' } });
    expect(executed().flat()).toHaveLength(6);
  });

  test('lets a pending op end as info when it is closed, and is used up then', async () => {
    const { client, executed } = await pair(['silence', { reply: resp.ok }]);
    const pending = write(client);
    await expect.poll(() => executed()[0]).toEqual(['set']);
    await client.close();
    expect(await pending).toMatchObject({ type: 'info', error: { code: 'connection-closed' } });
    expect(client.usable).toBe(false);
  });
});

describe('a client of three nodes with different views', () => {
  /** Nodes of which each answers the question for the slots in its own way; all take writes. */
  async function three(tells: readonly ((ports: readonly number[]) => string)[]) {
    const servers: FakeServer[] = [];
    for (const tell of tells) {
      const server = await FakeServer.start(([name]) => ({
        reply: name === 'cluster' ? tell(servers.map(({ port }) => port)) : resp.ok,
      }));
      closing.push(() => server.stop());
      servers.push(server);
    }
    const named = servers.map(({ port }, i) => ({ node: `n${i + 1}`, host: '127.0.0.1', port }));
    return {
      servers,
      clients: clusterClients(
        { servers: named, sentinels: [], group: '', access: OPEN_TO_CLIENTS },
        clock,
      ),
    };
  }

  const allSlotsAt = (position: number) => (ports: readonly number[]) => {
    const node = resp.array([resp.bulk('127.0.0.1'), resp.integer(ports[position] ?? 0)]);
    return resp.array([resp.array([resp.integer(0), resp.integer(SLOTS - 1), node])]);
  };

  test('asks one after the other, also where the one that is asked names a dead owner', async () => {
    const { servers, clients } = await three([allSlotsAt(0), allSlotsAt(0), allSlotsAt(2)]);
    const { router } = await clients.connect(0, 'n2');
    closing.push(() => Promise.resolve(router?.close()));
    await servers[0]?.stop();
    const set = { name: 'set', args: ['k', 1], keys: ['k'] };
    await expect(router?.run(set)).rejects.toMatchObject({ code: 'not-sent' });
    expect(await router?.run(set)).toBe('OK');
    expect(router?.node).toBe('n3');
  });

  test('leaves no connection open where no node tells who serves which slots', async () => {
    const loading = () => resp.error('LOADING Redis is loading the dataset in memory');
    const { servers, clients } = await three([loading, loading, loading]);
    await expect(clients.connect(0, 'n1')).rejects.toMatchObject({ code: 'not-sent' });
    await expect.poll(() => servers.map(({ connections }) => connections)).toEqual([0, 0, 0]);
  });
});
