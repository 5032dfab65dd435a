import { Redis } from 'ioredis';
import { setType } from '../harness/core/data-types/index.js';

import { createNodePool } from '../docker/index.js';
import { NS_PER_MS, systemClock } from '../harness/core/clock.js';
import { clients, limit, unfold } from '../harness/core/generator/index.js';
import { History } from '../harness/core/history.js';
import { silentLog } from '../harness/core/log.js';
import type { System } from '../harness/core/system.js';
import { Interpreter } from '../harness/run/interpreter.js';
import { redisReplication } from '../systems/redis/index.js';
import { recordingTo } from './recording.js';

const CONCURRENCY = 20;

/** Ops per second of both, in turn, against one Redis in a node of its own. */
export async function redisRates(
  ops: number,
  rounds: number,
): Promise<readonly { readonly bare: number; readonly interpreter: number }[]> {
  const pool = await createNodePool({ run: 'bench' });
  const { signal } = new AbortController();
  let system: System | null = null;
  try {
    const { nodes } = await pool.acquire(
      {
        names: ['n1'],
        ...(redisReplication.image === null ? {} : { image: redisReplication.image }),
      },
      signal,
    );
    system = redisReplication.create({
      nodes,
      options: redisReplication.defaults,
      clock: systemClock(),
      log: silentLog,
      signal,
      capabilitiesNeeded: [],
    });
    await system.setup();
    const rates = [];
    for (let round = 0; round < rounds; round += 1) {
      const bare = await bareRate(nodes[0]?.address ?? '', ops);
      const interpreter = await interpretedRate(system, ops);
      if (round > 0) rates.push({ bare, interpreter });
    }
    return rates;
  } finally {
    await system?.teardown();
    await pool.dispose();
  }
}

/** A loop of 20 connections that does nothing but send and await. */
async function bareRate(host: string, ops: number): Promise<number> {
  const connections = Array.from(
    { length: CONCURRENCY },
    () => new Redis({ host, lazyConnect: true }),
  );
  try {
    await Promise.all(connections.map((connection) => connection.connect()));
    let next = 0;
    const start = process.hrtime.bigint();
    await Promise.all(
      connections.map(async (connection) => {
        while (next < ops) await connection.sadd('bare', next++);
      }),
    );
    return (ops / (Number(process.hrtime.bigint() - start) / NS_PER_MS)) * 1000;
  } finally {
    for (const connection of connections) connection.disconnect();
  }
}

async function interpretedRate(system: System, ops: number): Promise<number> {
  return recordingTo(async (recorder) => {
    const clock = systemClock();
    const interpreter = new Interpreter({
      clock,
      concurrency: CONCURRENCY,
      nodes: ['n1'],
      source: system.clients(setType, 'pinned'),
      invokeNemesis: () => Promise.resolve(null),
      opTimeout_ms: 5000,
      history: new History(),
      recorder,
      log: silentLog,
    });
    const adds = unfold(0, (n) => [{ f: 'add', value: n }, n + 1] as const);
    const { signal } = new AbortController();
    // Connections open with the first ops, as in the loop they open before.
    await interpreter.play(clients(limit(CONCURRENCY, adds)), signal);
    const start = clock.now();
    await interpreter.play(clients(limit(ops, adds)), signal);
    const rate = (ops / ((clock.now() - start) / NS_PER_MS)) * 1000;
    await interpreter.close();
    return rate;
  });
}
