import {
  type Clock,
  type Clocks,
  DATA_FOLDER,
  EnvironmentError,
  type Node,
  preloadedClocks,
  type PreloadedProgram,
} from '../../harness/index.js';
import { type Program, SERVER } from './configuration/layout.js';
import type { Admins } from './connection/admin.js';
import { processAge } from './process-stat.js';
import { parseInfo } from './observation/replication-info.js';
import type { Topology } from './topology.js';

async function ageOf(node: Node, program: Program): Promise<number> {
  const script = 'cat /proc/uptime "/proc/$(cat "$1")/stat"';
  const result = await node.exec(['sh', '-c', script, 'sh', program.pidFile]);
  const [uptime = '', stat = ''] = result.stdout.split('\n');
  const age_s = processAge(uptime, stat);
  if (result.exitCode === 0 && Number.isFinite(age_s)) return age_s;
  throw new EnvironmentError({
    code: 'E_REDIS_CLOCK',
    expected: `${program.name} on ${node.name} to run while its clock is set`,
    actual: `its age could not be read: ${result.stderr.trim()}`,
    advice: 'set clocks of processes that run',
  });
}

/** The clocks of servers and Sentinels, which were started under libfaketime. */
export function redisClocks(topology: Topology, admins: Admins, clock: Clock): Clocks {
  const preloaded = (node: Node, program: Program): PreloadedProgram => ({
    name: program.name,
    clockFile: program.clockFile,
    age_s: () => ageOf(node, program),
    async time_ms() {
      const admin = (program === SERVER ? admins.servers : admins.sentinels).get(node.name);
      const info = parseInfo(String(await admin?.ask('INFO', 'server')));
      return Number(info.get('server_time_usec')) / 1000;
    },
  });
  const nodes = topology.nodes.map((node) => ({
    node,
    strobeFolder: DATA_FOLDER,
    programs: (topology.programs.get(node.name) ?? []).map((program) => preloaded(node, program)),
  }));
  return preloadedClocks(nodes, clock);
}
