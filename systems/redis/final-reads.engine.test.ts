import { afterAll, beforeAll, expect, test } from 'vitest';
import { setType } from '../../harness/core/data-types/index.js';
import type { Client } from '../../harness/core/client.js';
import { NS_PER_MS } from '../../harness/core/clock.js';
import { FINAL_READ, SCAN_ENDS, scanPiece } from '../../harness/core/final-read.js';
import { poll } from '../../harness/core/poll.js';
import { ContainerCluster } from '../../tests/support/container-cluster.js';
import { redisReplication } from './index.js';

const ELEMENTS = 1_000_000;
const ELEMENTS_PER_CALL = 100_000;
const OP_TIMEOUT_MS = 2_000;

/** Adds the numbers from the first to the second argument, a thousand by each command. */
const ADD_RANGE = `
for from = ARGV[1], ARGV[2], 1000 do
  local elements = {}
  for i = 0, 999 do elements[i + 1] = string.format('%d', from + i) end
  redis.call('SADD', 'faultline:set:{la2}', unpack(elements))
end`;

let cluster: ContainerCluster;

beforeAll(async () => {
  cluster = await ContainerCluster.create();
});

afterAll(async () => {
  await cluster.stop();
});

/** Adds 0, 1, 2, … on the primary, and waits until every replica has them. */
async function load(): Promise<void> {
  for (let from = 0; from < ELEMENTS; from += ELEMENTS_PER_CALL) {
    const to = from + ELEMENTS_PER_CALL - 1;
    await cluster.node('n1').exec(['redis-cli', 'EVAL', ADD_RANGE, '0', `${from}`, `${to}`]);
  }
  const converged = await poll(cluster.clock, { within_ms: 60_000, every_ms: 200 }, async () => {
    const health = await cluster.system.health();
    return health.healthy ? true : null;
  });
  expect(converged.reached).toBe(true);
}

/** What a whole scan gives, and how long its slowest piece took. */
async function scanned(client: Client): Promise<{ size: number; pieces: number; slowest: number }> {
  const seen = new Uint8Array(ELEMENTS);
  let pieces = 0;
  let slowest = 0;
  for (let cursor = SCAN_ENDS; ;) {
    const start = cluster.clock.now();
    const op = { index: 0, process: 0, type: 'invoke' as const, time: 0, f: FINAL_READ };
    const completion = await client.invoke({ ...op, value: { cursor } });
    slowest = Math.max(slowest, (cluster.clock.now() - start) / NS_PER_MS);
    const piece = scanPiece(completion.value);
    if (completion.type !== 'ok' || piece === null) throw new Error(JSON.stringify(completion));
    for (const element of piece.elements) seen[element as number] = 1;
    pieces += 1;
    if (piece.cursor === SCAN_ENDS) break;
    cursor = piece.cursor;
  }
  return { size: seen.reduce((sum, one) => sum + one, 0), pieces, slowest };
}

test('a scan of a million elements is complete, on the primary and on a replica, in small pieces', async () => {
  await (await cluster.make(redisReplication)).setup();
  await load();
  for (const node of ['n1', 'n2']) {
    const client = await cluster.system.clients(setType, 'pinned').open({ process: 0, node });
    const { size, pieces, slowest } = await scanned(client);
    await client.close();
    expect(size).toBe(ELEMENTS);
    expect(pieces).toBeGreaterThan(50);
    expect(slowest).toBeLessThan(OP_TIMEOUT_MS);
  }
});
