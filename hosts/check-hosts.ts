import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../harness/core/clock.js';
import { EnvironmentError, messageOf } from '../harness/core/errors.js';
import type { Finding } from '../harness/core/finding.js';
import { allSettled } from '../harness/core/settled.js';
import type { SshHosts } from '../harness/core/ssh-hosts.js';
import { TRAFFIC_PROBES } from '../nodes/index.js';
import { Host } from './host/host.js';
import { FIND_FAKETIME, STATE } from './host/scripts.js';
import { SshConnection } from './ssh/ssh-connection.js';

/** Tells whether a namespace of networks can be made, in which features of the kernel are tried. */
const CAN_TRY = 'unshare --net true';
/** Lists nothing, and changes nothing. */
const IPTABLES = 'iptables -w -S FORWARD >/dev/null';

/**
 * What runs on these hosts need of each: that ssh reaches it, sudo works, the tools are there, nobody has
 * it, and what faults need of its kernel. Never throws for what is missing, and changes nothing there.
 */
export async function checkHosts(
  all: readonly SshHosts[],
  clock: Clock,
): Promise<readonly Finding[]> {
  const folder = await mkdtemp(join(tmpdir(), 'faultline-'));
  const targets = new Map(
    all.flatMap(({ hosts, options = [] }) =>
      hosts.map((given) => {
        const target = { host: typeof given === 'string' ? given : given.host, options };
        return [JSON.stringify(target), target] as const;
      }),
    ),
  );
  try {
    const findings = [...targets.values()].map(async (target, index) =>
      checkHost(new SshConnection(target, join(folder, String(index)), process.cwd()), clock),
    );
    return (await allSettled(findings)).flat();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function checkHost(connection: SshConnection, clock: Clock): Promise<readonly Finding[]> {
  const { host: name } = connection.target;
  const finding = (
    status: Finding['status'],
    found: string,
    meaning: string,
    advice: string | null = null,
  ): Finding => ({ check: `ssh ${name}`, status, found, meaning, advice, fixable: false });
  let host: Host;
  try {
    host = await Host.reach(connection, clock);
  } catch (thrown) {
    const [found, advice] =
      thrown instanceof EnvironmentError
        ? [`expected ${thrown.expected}, but ${thrown.actual}`, thrown.advice]
        : [messageOf(thrown), null];
    return [finding('missing', found, 'no run on this host', advice)];
  }
  try {
    const works = async (script: string): Promise<boolean> =>
      (await host.exec(['sh', '-c', script])).exitCode === 0;
    const reached = finding('ok', 'ssh reaches it, and its tools are there', 'runs on it go');
    const owner = (await host.exec(['cat', `${STATE}/owner`])).stdout.trim();
    const iptables = await works(IPTABLES);
    const faketime = (await host.exec(['sh', '-c', FIND_FAKETIME])).stdout.trim();
    return [
      reached,
      ...(owner === ''
        ? []
        : [
            finding(
              'limited',
              `a run has it, or was killed while it had it (${owner})`,
              'another run is refused',
              'wait for its end, or run `faultline clean` on the machine where it ran',
            ),
          ]),
      iptables
        ? finding('ok', 'iptables works', 'partitions can be had')
        : finding(
            'missing',
            'iptables is there and does not work',
            'no node of it',
            'load the kernel modules of nf_tables there',
          ),
      ...(await kernelFindings(works, finding)),
      faketime === ''
        ? finding(
            'limited',
            'libfaketime is not installed',
            'no clock faults',
            `install on ${name}: \`apt-get install libfaketime\``,
          )
        : finding('ok', 'libfaketime is there', 'clock faults can be had'),
    ];
  } catch (thrown) {
    return [finding('missing', messageOf(thrown), 'no run on this host')];
  } finally {
    await host.close();
  }
}

async function kernelFindings(
  works: (script: string) => Promise<boolean>,
  finding: (status: Finding['status'], found: string, meaning: string, advice?: string) => Finding,
): Promise<readonly Finding[]> {
  if (!(await works(CAN_TRY))) {
    return [
      finding(
        'limited',
        'what its kernel has for traffic can not be tried: `unshare --net` is refused',
        'not known until a fault begins: one that does not take effect is not proven',
        'see with `modprobe --dry-run sch_netem sch_tbf xt_statistic`, where you may',
      ),
    ];
  }
  return allSettled(
    Object.values(TRAFFIC_PROBES).map(async ({ module, command, gives }) => {
      const tried = `unshare --net sh -c '${command}'`;
      if (await works(tried)) {
        return finding('ok', `its kernel has ${module}`, `${gives.join(', ')} can be had`);
      }
      const meaning = gives.map((one) => `no ${one}`).join(', ');
      return finding('limited', `no ${module}`, meaning, `there: \`modprobe ${module}\``);
    }),
  );
}
