import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { EnvironmentError, messageOf } from '../harness/core/errors.js';
import type { SshTarget } from './ssh/ssh-connection.js';

/** The hosts on which a harness process has begun something. */
export interface HostClaim {
  /** The harness process: see `ownerOf` of nodes/. */
  readonly owner: string;
  /** Where relative paths in options of ssh begin. */
  readonly workingFolder: string;
  readonly targets: readonly SshTarget[];
}

let claims = 0;

/** Where the claims on hosts lie: what root notes is not for everybody to write. */
export function hostStateFolder(stateFolder: string): string {
  return join(stateFolder, 'hosts');
}

/**
 * The note on this machine of the hosts that a process uses: a file, and a folder beside it for the
 * ways to the masters of ssh. A host stands in it before anything is done there, and until all of that
 * is undone; so `clean` finds what a killed process left.
 */
export class HostClaimFile {
  readonly path: string;
  /** For control paths; short, since the path of a socket may have 107 bytes. */
  readonly folder: string;

  /** Names the owner on the hosts: its process, and which of its pools it is. */
  readonly token: string;

  constructor(path: string) {
    this.path = path;
    this.token = basename(path, '.json');
    this.folder = path.replace(/\.json$/, '');
  }

  static of(stateFolder: string, owner: string): HostClaimFile {
    claims += 1;
    const name = `${owner}.${String(claims)}.json`;
    return new HostClaimFile(join(hostStateFolder(stateFolder), name));
  }

  static async list(stateFolder: string): Promise<readonly HostClaimFile[]> {
    const folder = hostStateFolder(stateFolder);
    const names = await whereThere(() => readdir(folder));
    return (names ?? [])
      .filter((name) => name.endsWith('.json'))
      .map((name) => new HostClaimFile(join(folder, name)));
  }

  async write(claim: HostClaim): Promise<void> {
    try {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      await writeFile(`${this.path}.new`, `${JSON.stringify(claim)}\n`, { mode: 0o600 });
      await rename(`${this.path}.new`, this.path);
    } catch (thrown) {
      throw new EnvironmentError({
        code: 'E_STATE',
        expected: `to write to ${this.path}`,
        actual: messageOf(thrown),
        advice: 'see who may write there',
        cause: thrown,
      });
    }
  }

  /** `null` where it is gone. @throws Error where it can't be read. */
  async read(): Promise<HostClaim | null> {
    const text = await whereThere(() => readFile(this.path, 'utf8'));
    return text === null ? null : (JSON.parse(text) as HostClaim);
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
    await rm(this.path, { force: true });
  }

  /** The way to the master of ssh for one of its hosts. */
  controlPath(index: number): string {
    return join(this.folder, String(index + 1));
  }
}

/** What is read of a file or a folder; `null` where there is none. */
async function whereThere<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return null;
    throw thrown;
  }
}
