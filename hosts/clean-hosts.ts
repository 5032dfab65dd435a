import { existsSync } from 'node:fs';
import type { Clock } from '../harness/core/clock.js';
import { messageOf } from '../harness/core/errors.js';
import { isAlive } from '../nodes/index.js';
import { type HostClaim, HostClaimFile } from './host-claims.js';
import { Host } from './host/host.js';
import { TAKEN, UNDO } from './host/scripts.js';
import { SshConnection, type SshTarget } from './ssh/ssh-connection.js';

export interface HostCleaning {
  readonly clock: Clock;
  readonly stateFolder: string;
  /** Also what belongs to a harness that still runs. */
  readonly all: boolean;
  /** Only tells what would be undone. */
  readonly dryRun: boolean;
}

/** What was undone on hosts, in words: `host db1`. */
export interface HostCleanReport {
  readonly removed: readonly string[];
  readonly kept: readonly string[];
  readonly failures: readonly string[];
}

/**
 * Connects again to the hosts that dead harness processes used, and undoes what they began there. The
 * claim on a host that can't be reached stays, for the next time.
 */
export async function cleanHosts(request: HostCleaning): Promise<HostCleanReport> {
  const report = { removed: [] as string[], kept: [] as string[], failures: [] as string[] };
  for (const file of await HostClaimFile.list(request.stateFolder)) {
    let claim: HostClaim | null;
    try {
      claim = await file.read();
    } catch (thrown) {
      const reason = messageOf(thrown);
      report.failures.push(
        `claim ${file.path}: it can't be read (${reason}); see which hosts it meant`,
      );
      continue;
    }
    // Its process has ended meanwhile, and undone everything.
    if (claim === null) continue;
    if (!request.all && (await isAlive(claim.owner))) {
      report.kept.push(...claim.targets.map(({ host }) => `host ${host}`));
      continue;
    }
    if (request.dryRun) {
      report.removed.push(...claim.targets.map(({ host }) => `host ${host}`));
      continue;
    }
    await cleanClaim(file, claim, request.clock, report);
  }
  return report;
}

async function cleanClaim(
  file: HostClaimFile,
  claim: HostClaim,
  clock: Clock,
  report: { readonly removed: string[]; readonly failures: string[] },
): Promise<void> {
  const left: SshTarget[] = [];
  // A program can't be started in a folder that is gone.
  const workingFolder = existsSync(claim.workingFolder) ? claim.workingFolder : '/';
  await Promise.all(
    claim.targets.map(async (target, index) => {
      const connection = new SshConnection(target, file.controlPath(index), workingFolder);
      // The master of the dead process may be there still, and lead nowhere.
      await connection.close();
      try {
        const host = await Host.reach(connection, clock);
        try {
          await host.script('undo what was begun', UNDO, [file.token], { expected: TAKEN });
        } finally {
          await host.close();
        }
        report.removed.push(`host ${target.host}`);
      } catch (thrown) {
        left.push(target);
        report.failures.push(`host ${target.host}: ${messageOf(thrown).replaceAll('\n', ' ')}`);
      }
    }),
  );
  if (left.length === 0) {
    await file.remove();
    return;
  }
  await file.write({ ...claim, targets: left });
  report.failures.push(
    `the claim on ${left.map(({ host }) => host).join(', ')}: it stays until they are reached; where they are gone for good, remove ${file.path}`,
  );
}
