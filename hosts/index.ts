import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, systemClock } from '../harness/core/clock.js';
import { EnvironmentError } from '../harness/core/errors.js';
import { type Log, silentLog } from '../harness/core/log.js';
import type { NodePool } from '../harness/core/node.js';
import type { Finding } from '../harness/core/finding.js';
import type { SshHosts } from '../harness/core/ssh-hosts.js';
import { ownerOf } from '../nodes/index.js';
import { checkHosts as checkAll } from './check-hosts.js';
import { cleanHosts as cleanAll, type HostCleanReport } from './clean-hosts.js';
import { HostClaimFile } from './host-claims.js';
import { HostPool } from './host-pool.js';

export type { HostCleanReport } from './clean-hosts.js';

export interface HostPoolOptions {
  readonly clock?: Clock;
  readonly log?: Log;
  /** Where this machine notes which hosts have something to undo. */
  readonly stateFolder?: string;
}

/**
 * A pool of nodes on machines that the user's own ssh reaches. Connects when nodes are acquired; all
 * that it begins on the machines is undone by `dispose`, or by {@link cleanHosts} where this process is
 * killed before.
 */
export async function createHostPool(
  hosts: SshHosts,
  options: HostPoolOptions = {},
): Promise<NodePool> {
  const owner = await ownerOf(process.pid);
  if (owner === null) {
    throw new EnvironmentError({
      code: 'E_PLATFORM',
      expected: 'Linux, to use other machines as nodes',
      actual: `this is ${process.platform}`,
      advice: 'run Faultline on a Linux machine',
    });
  }
  return new HostPool({
    hosts,
    clock: options.clock ?? systemClock(),
    log: options.log ?? silentLog,
    owner,
    claim: HostClaimFile.of(options.stateFolder ?? ownStateFolder(), owner),
  });
}

/** What runs on these hosts need: each with what is there, what follows and what to do. */
export function checkHosts(
  all: readonly SshHosts[],
  clock: Clock = systemClock(),
): Promise<readonly Finding[]> {
  return checkAll(all, clock);
}

/** Undoes on other machines what dead harness processes of this machine left there. */
export function cleanHosts(
  options: {
    readonly all?: boolean;
    readonly dryRun?: boolean;
    readonly clock?: Clock;
    readonly stateFolder?: string;
  } = {},
): Promise<HostCleanReport> {
  const { all = false, dryRun = false, clock = systemClock() } = options;
  return cleanAll({ all, dryRun, clock, stateFolder: options.stateFolder ?? ownStateFolder() });
}

/** Hosts need no root on this machine, so where they are noted depends on the user. */
function ownStateFolder(): string {
  const uid = process.getuid?.();
  if (uid === 0) return '/run/faultline';
  return join(process.env['XDG_RUNTIME_DIR'] ?? tmpdir(), `faultline-${String(uid)}`);
}
