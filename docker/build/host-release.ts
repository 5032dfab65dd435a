import { readFile } from 'node:fs/promises';
import { EnvironmentError } from '../../harness/core/errors.js';

export interface HostRelease {
  /** `debian`, `ubuntu`, … */
  readonly id: string;
  /** `bookworm`, `noble`, … */
  readonly codename: string;
}

/** What this host runs, by /etc/os-release. */
export async function hostRelease(): Promise<HostRelease> {
  let text = '';
  try {
    text = await readFile('/etc/os-release', 'utf8');
  } catch {
    // Reported below.
  }
  const field = (name: string): string =>
    new RegExp(`^${name}="?([^"\\n]*)"?$`, 'm').exec(text)?.[1] ?? '';
  const release = { id: field('ID'), codename: field('VERSION_CODENAME') };
  if (release.codename !== '' && ['debian', 'ubuntu'].includes(release.id)) return release;
  throw new EnvironmentError({
    code: 'E_HOST_RELEASE',
    expected: 'Debian or Ubuntu, or a registry to pull the base image from',
    actual: `this host calls itself ${JSON.stringify(release.id)} ${release.codename}`,
    advice: 'let the engine reach a registry (its proxy is set in its own configuration)',
  });
}
