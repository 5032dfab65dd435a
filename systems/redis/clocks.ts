import type { Clocks, Skew } from '../../harness/core/capabilities.js';
import { type Clock, NS_PER_MS } from '../../harness/core/clock.js';
import { EnvironmentError } from '../../harness/core/errors.js';
import type { Node } from '../../harness/core/node.js';
import { type Program, SERVER } from './configuration/layout.js';
import type { Admins } from './connection/admin.js';
import { endStrobe, jumpsOf, startStrobe } from './strobe.js';
import { startTick } from './process-stat.js';
import { parseInfo } from './observation/replication-info.js';
import type { Topology } from './topology.js';

/** The content of libfaketime's file for a clock that is right. */
export const TRUE_CLOCK = '+0\n';

/**
 * The content of libfaketime's file for a skew. libfaketime keeps a rate until another is given,
 * and counts it from the start of the process, so that a new rate alone would make the clock jump
 * by all that has passed since; the offset makes up for it.
 */
export function clockFile(skew: Skew, age_s: number): string {
  return `${signed(skew.offset_ms / 1000 + age_s * (1 - skew.rate))} x${skew.rate}\n`;
}

function signed(seconds: number): string {
  return `${seconds < 0 ? '-' : '+'}${Math.abs(seconds).toFixed(3)}`;
}

/** The age of a process in seconds, of `/proc/uptime` and `/proc/<pid>/stat`. */
export function processAge(uptime: string, stat: string): number {
  const TICKS_PER_S = 100;
  return Number(uptime.split(' ')[0]) - startTick(stat) / TICKS_PER_S;
}

/** The age of a program's process, and when it was read. */
interface Age {
  readonly age_s: number;
  readonly read_ns: number;
}

async function ageOf(node: Node, program: Program, clock: Clock): Promise<Age> {
  const script = 'cat /proc/uptime "/proc/$(cat "$1")/stat"';
  const asked_ns = clock.now();
  const result = await node.exec(['sh', '-c', script, 'sh', program.pidFile]);
  const read_ns = (asked_ns + clock.now()) / 2;
  const [uptime = '', stat = ''] = result.stdout.split('\n');
  const age_s = processAge(uptime, stat);
  if (result.exitCode === 0 && Number.isFinite(age_s)) return { age_s, read_ns };
  throw new EnvironmentError({
    code: 'E_REDIS_CLOCK',
    expected: `${program.name} on ${node.name} to run while its clock is set`,
    actual: `its age could not be read: ${result.stderr.trim()}`,
    advice: 'set clocks of processes that run',
  });
}

/** The clocks of servers and Sentinels, which were started under libfaketime. */
export function redisClocks(topology: Topology, admins: Admins, clock: Clock): Clocks {
  const nodes = new Map(topology.nodes.map((node) => [node.name, node]));
  const programsOn = (name: string): readonly Program[] => topology.programs.get(name) ?? [];

  async function offsetOf(name: string, program: Program): Promise<number> {
    const admin = (program === SERVER ? admins.servers : admins.sentinels).get(name);
    const before = clock.now();
    const info = parseInfo(String(await admin?.ask('INFO', 'server')));
    const halfway = (before + clock.now()) / 2;
    const theirs_ms = Number(info.get('server_time_usec')) / 1000;
    return Math.round(theirs_ms - (clock.epoch_ms + halfway / NS_PER_MS));
  }

  const nodeOf = (name: string): Node => {
    const node = nodes.get(name);
    if (node === undefined) throw new RangeError(`there is no node "${name}"`);
    return node;
  };
  /** Names of the nodes whose clocks may be jumping to and fro. */
  const strobed = new Set<string>();

  return {
    async set(name, skew) {
      const node = nodeOf(name);
      if (strobed.has(name)) {
        await endStrobe(node);
        strobed.delete(name);
      }
      const began_ns = await Promise.all(
        programsOn(name).map(async (program) => {
          const { age_s, read_ns } =
            skew.rate === 1
              ? { age_s: 0, read_ns: clock.now() }
              : await ageOf(node, program, clock);
          await node.writeFile(program.clockFile, clockFile(skew, age_s));
          return [program.name, read_ns] as const;
        }),
      );
      return Object.fromEntries(began_ns);
    },
    async strobe(name, offset_ms, every_ms) {
      const node = nodeOf(name);
      await endStrobe(node);
      strobed.add(name);
      const files = programsOn(name).map((program) => program.clockFile);
      const there = clockFile({ offset_ms, rate: 1 }, 0);
      await startStrobe(node, files, [there, TRUE_CLOCK], every_ms);
    },
    jumps: (name) => jumpsOf(nodeOf(name)),
    async offsets_ms(name) {
      const offsets = programsOn(name).map(
        async (program) => [program.name, await offsetOf(name, program)] as const,
      );
      return Object.fromEntries(await Promise.all(offsets));
    },
  };
}
