import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faultsProven } from '../checkers/faults-proven/checker.js';
import { NS_PER_MS, sleep } from '../harness/core/clock.js';
import { HistoryBuilder } from '../harness/core/history-builder.js';
import type { Json, JsonObject } from '../harness/core/json.js';
import type { Verdict } from '../harness/core/verdict.js';
import { redisReplication } from '../systems/redis/index.js';
import { planOf } from '../tests/fixtures/plan.js';
import type { ExecResult } from '../harness/core/exec.js';
import { ContainerCluster } from '../tests/support/container-cluster.js';
import { createNemesis, FAULTS } from './index.js';

let cluster: ContainerCluster;

beforeAll(async () => {
  cluster = await ContainerCluster.create();
  await (await cluster.make(redisReplication, {}, 3, ['clocks', 'disks'])).setup();
});

afterAll(async () => {
  await cluster.stop();
});

/** Runs a command on n2, as the store. */
const on = (...command: readonly string[]) => succeeds(cluster.node('n2').exec(command));

/** Runs a command in the network of n2. */
const inNetwork = (...command: readonly string[]) => succeeds(cluster.sandbox('n2').exec(command));

async function succeeds(ending: Promise<ExecResult>): Promise<void> {
  const { exitCode, stderr } = await ending;
  if (exitCode !== 0) throw new Error(stderr);
}

/** What somebody may do to n2 while a fault lasts, each to another one. */
const TAMPERINGS: readonly (readonly [
  name: string,
  value: JsonObject,
  what: string,
  tamper: () => Promise<void>,
  evidence: RegExp,
])[] = [
  [
    'partition',
    { grudge: 'one-node', direction: 'in' },
    'its chain is flushed',
    () => inNetwork('iptables', '-w', '-F', 'FAULTLINE'),
    /n2 has no rule any more that keeps packets of n1 from n2/,
  ],
  [
    'pause',
    {},
    'SIGCONT is sent',
    () => on('sh', '-c', 'kill -CONT "$(cat /data/redis-server/redis-server.pid)"'),
    /redis-server on n2 is running/,
  ],
  [
    'clock',
    { offset_ms: 5000 },
    'the file of the clock is written',
    () => cluster.node('n2').writeFile('/data/redis-server/redis-server.clock', '+0\n'),
    /redis-server on n2 is -?\d+ ms ahead, not 5000 ms/,
  ],
  [
    'loss',
    { percent: 30 },
    'its rule is deleted',
    () => inNetwork('iptables', '-w', '-F', 'FAULTLINE_LOSS'),
    /the rules for the traffic of n2 are: -A INPUT -i eth0 -j FAULTLINE_LOSS\)/,
  ],
  [
    'throttle',
    { percent: 10 },
    'the quota is lifted',
    async () => cluster.context.capabilities.machine?.limitCpu('n2', null),
    /n2 has no limit/,
  ],
  [
    'disk-slow',
    { writes_per_s: 5 },
    'the limit is lifted',
    async () => cluster.context.capabilities.disks?.limitWrites('n2', null),
    /the disk of n2 has no limit/,
  ],
];

/** Plays a fault on n2, in the middle of which something is done; what is then judged of the run. */
async function judged(name: string, value: JsonObject, meanwhile: () => Promise<void>) {
  const { clock } = cluster;
  const now_ms = (): number => clock.now() / NS_PER_MS;
  const nemesis = createNemesis(FAULTS, cluster.context);
  const history = new HistoryBuilder();
  const began_ms = now_ms();
  const order = async (f: string, intent?: Json): Promise<void> => {
    const start_ms = now_ms();
    const result = await nemesis.invoke(f, intent);
    history.op({ process: 'nemesis', f, type: 'info', result, start_ms, end_ms: now_ms() });
  };
  const done = { from_ns: 0, to_ns: 0 };
  try {
    await order(`start-${name}`, { target: 'n2', ...value });
    await sleep(clock, 1500);
    done.from_ns = clock.now();
    await meanwhile();
    done.to_ns = clock.now();
    await sleep(clock, 1500);
    await order(`stop-${name}`);
  } finally {
    await nemesis.teardown();
  }
  history.op({ process: 0, f: 'add', value: 1, start_ms: began_ms, end_ms: now_ms() });
  return { verdict: faultsProven.check(planOf(), history.build()), done };
}

/** Between which seconds a fault came to its end, by the reason of a verdict. */
function lapseIn({ reason }: Verdict): { readonly after_s: number; readonly before_s: number } {
  const found = /on n2 from some moment between ([\d.]+) s and ([\d.]+) s on/.exec(reason);
  return { after_s: Number(found?.[1]), before_s: Number(found?.[2]) };
}

describe.each(TAMPERINGS)('%s %j', (name, value, what, tamper, evidence) => {
  test(`makes a run unknown from when on ${what}`, async () => {
    const { verdict, done } = await judged(name, value, tamper);
    expect(verdict.outcome, verdict.reason).toBe('unknown');
    expect(verdict.reason).toMatch(new RegExp(`^${name} was no longer in effect on n2`));
    expect(verdict.reason).toMatch(evidence);
    const { after_s, before_s } = lapseIn(verdict);
    expect(after_s).toBeLessThanOrEqual(done.to_ns / 1e9);
    expect(before_s).toBeGreaterThanOrEqual(done.from_ns / 1e9 - 0.001);
    expect(before_s - after_s).toBeLessThan(6);
  });

  test('that nobody touches is seen in effect to its end', async () => {
    const { verdict } = await judged(name, value, () => Promise.resolve());
    expect(verdict).toMatchObject({ outcome: 'valid' });
  });
});
