import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../harness/core/json.js';
import { redisReplication, redisSentinel } from '../../systems/redis/index.js';
import { ContainerCluster } from '../../tests/support/container-cluster.js';
import {
  expectConverged,
  expectProven,
  invoke,
  openClient,
  withNemesis,
} from '../../tests/support/nemesis-order.js';

let cluster: ContainerCluster;

beforeAll(async () => {
  cluster = await ContainerCluster.create();
});

afterAll(async () => {
  await cluster.stop();
});

async function setUp(options: JsonObject, system = redisReplication): Promise<void> {
  await (await cluster.make(system, options)).setup();
  const client = await openClient(cluster, 'n1');
  for (let value = 0; value < 200; value += 1) await invoke(client, 'add', value);
  await client.close();
}

/** Damages a file, and gives what its end came upon. */
async function corrupt(node: string, value: JsonObject): Promise<JsonObject> {
  let ended: JsonObject = {};
  await withNemesis(cluster, async (order) => {
    const begun = expectProven(await order('start-file-corruption', { target: node, ...value }));
    const path = expect.stringMatching(/^\/data\/redis-server\/.*\.(aof|rdb)$/) as unknown;
    expect(begun).toMatchObject({ measured: { [node]: { path } } });
    ended = expectProven(await order('stop-file-corruption'));
    await expectConverged(order);
  });
  return ended;
}

describe('an append-only file', () => {
  test('without its end is loaded: Redis cuts it back to the last whole command', async () => {
    await setUp({ appendonly: true });
    const ended = await corrupt('n1', { damage: 'truncate', bytes: 7 });
    expect(ended).toMatchObject({ measured: { n1: { started: ['redis-server'] } } });
    expect(JSON.stringify(ended)).not.toContain('refusals');
    const log = await cluster.node('n1').readFile('/data/redis-server/redis-server.log');
    expect(log).toContain('Truncating the AOF');
    const client = await openClient(cluster, 'n1');
    const { value } = await invoke(client, 'read');
    expect(value).toHaveLength(199);
    await client.close();
  });

  test('with bits turned over is refused, and repaired by what an administrator has', async () => {
    await setUp({ appendonly: true });
    const ended = await corrupt('n2', { damage: 'flip', bytes: 500, seed: 7 });
    expect(ended).toMatchObject({
      measured: {
        n2: {
          refusals: [
            {
              reason: expect.stringContaining('Bad file format') as unknown,
              remedy: expect.stringContaining('redis-check-aof --fix on n2') as unknown,
            },
          ],
        },
      },
    });
  });
});

test('a snapshot with bits turned over is refused and put away; the replica syncs anew', async () => {
  await setUp({ save: '1 1' }, redisSentinel);
  const ended = await corrupt('n3', { damage: 'flip', bytes: 30, seed: 7 });
  expect(ended).toMatchObject({
    measured: {
      n3: {
        refusals: [{ remedy: null }, { remedy: expect.stringContaining('put away') as unknown }],
      },
    },
  });
  const client = await openClient(cluster, 'n3');
  expect((await invoke(client, 'read')).value).toHaveLength(200);
  await client.close();
});
