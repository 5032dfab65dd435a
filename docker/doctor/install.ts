import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { execa } from 'execa';
import { EnvironmentError, messageOf } from '../../harness/core/errors.js';
import type { Progress } from '../engine/engine.js';

const APT_MS = 10 * 60_000;
const PACKAGES = ['ca-certificates', 'debootstrap', 'docker.io', 'iproute2', 'iptables'];

/** Whether a program is on the path, or in the folders that root's path may lack. */
export async function hasProgram(name: string, path = process.env['PATH'] ?? ''): Promise<boolean> {
  for (const folder of [...path.split(delimiter), '/usr/sbin', '/sbin', '/usr/local/bin']) {
    try {
      await access(join(folder, name));
      return true;
    } catch {
      // The next folder may have it.
    }
  }
  return false;
}

/** Installs the engine where there is none; tells whether it did. */
export async function installEngine(progress: Progress, signal: AbortSignal): Promise<boolean> {
  if (await hasProgram('dockerd')) return false;
  // Where the kernel enforces AppArmor, the engine does not start a container without its parser.
  const apparmor = await readFile('/sys/module/apparmor/parameters/enabled', 'utf8').catch(
    () => '',
  );
  const packages = apparmor.startsWith('Y') ? [...PACKAGES, 'apparmor'] : PACKAGES;
  await aptInstall(packages, progress, signal);
  return true;
}

/**
 * Installs Debian packages, after bringing apt's lists up to date.
 * @throws EnvironmentError with the last lines of apt-get.
 */
export async function aptInstall(
  packages: readonly string[],
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  progress('apt-get update');
  await aptGet(['update'], progress, signal);
  progress(`apt-get install ${packages.join(' ')}`);
  await aptGet(['install', '--yes', '--no-install-recommends', ...packages], progress, signal);
}

async function aptGet(
  parameters: readonly string[],
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  const tail: string[] = [];
  try {
    const run = execa('apt-get', ['-o', 'DPkg::Lock::Timeout=120', ...parameters], {
      all: true,
      buffer: false,
      stdin: 'ignore',
      timeout: APT_MS,
      cancelSignal: signal,
      env: { DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' },
    });
    const read = async (): Promise<void> => {
      for await (const line of run.iterable({ from: 'all' })) {
        tail.push(line);
        if (tail.length > 20) tail.shift();
        if (/^(?:Need to get|Setting up)/.test(line)) progress(line);
      }
    };
    await Promise.all([run, read()]);
  } catch (thrown) {
    signal.throwIfAborted();
    throw new EnvironmentError({
      code: 'E_APT',
      expected: `\`apt-get ${parameters.join(' ')}\` to succeed`,
      actual: [messageOf(thrown).split('\n')[0], ...tail].join('\n    '),
      advice: 'make it succeed by hand (network, sources, disk), then try again',
      cause: thrown,
    });
  }
}
