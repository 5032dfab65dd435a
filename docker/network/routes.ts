import { execa } from 'execa';
import { EnvironmentError, messageOf } from '../../harness/core/errors.js';

/** Metric of the guards: any route of a living bridge wins. */
const GUARD_METRIC = 4_000_000_000;
const IP_MS = 10_000;

/** The host's routing table, as far as this room touches it. */
export interface Routes {
  /** Destinations of all IPv4 routes but the default one, in CIDR notation. */
  destinations(): Promise<readonly string[]>;
  /**
   * Makes packets to a subnet unreachable wherever no better route exists: a late packet to a
   * node whose network is gone must not leave the host.
   */
  addGuard(subnet: string): Promise<void>;
  /** Does nothing when it is not there. */
  removeGuard(subnet: string): Promise<void>;
}

/** The routing table of this machine, through `ip`. */
export const hostRoutes: Routes = {
  async destinations() {
    return parseRoutes(await ip('-4', 'route', 'show'));
  },
  async addGuard(subnet) {
    await ip('route', 'replace', 'unreachable', subnet, 'metric', String(GUARD_METRIC));
  },
  async removeGuard(subnet) {
    try {
      await ip('route', 'del', 'unreachable', subnet, 'metric', String(GUARD_METRIC));
    } catch (thrown) {
      if (!messageOf(thrown).includes('No such process')) throw thrown;
    }
  },
};

/** Destinations in the text of `ip route`; a bare address is a network of one. */
export function parseRoutes(text: string): string[] {
  return text.split('\n').flatMap((line) => {
    const match = /^(?:[a-z]+ )?(\d+\.\d[\d.]*)(\/\d+)?/.exec(line);
    return match === null ? [] : [`${match[1] ?? ''}${match[2] ?? '/32'}`];
  });
}

async function ip(...parameters: string[]): Promise<string> {
  try {
    const { stdout } = await execa('ip', parameters, {
      timeout: IP_MS,
      stdin: 'ignore',
      // Ctrl-C goes to the whole process group of a terminal, and must not end a teardown's commands.
      detached: true,
    });
    return stdout;
  } catch (thrown) {
    throw new EnvironmentError({
      code: 'E_ROUTE',
      expected: `\`ip ${parameters.join(' ')}\` to succeed`,
      actual: messageOf(thrown),
      advice: 'run as root on Linux, with iproute2 installed',
      cause: thrown,
    });
  }
}
