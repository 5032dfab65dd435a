import { link, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EnvironmentError, messageOf } from '../../harness/core/errors.js';

/** Where the claims of all harness processes of this machine lie. */
export const STATE_FOLDER = '/run/faultline';

let drafts = 0;

/** A subnet that a harness process has taken. */
export interface Claim {
  readonly subnet: string;
  readonly owner: string;
  readonly run: string;
}

/**
 * The subnets in use on this machine: one file each, made before anything else of the subnet is,
 * and removed last, so that a killed harness leaves nothing without a file that tells of it.
 */
export class Claims {
  readonly #folder: string;

  constructor(folder: string = STATE_FOLDER) {
    this.#folder = folder;
  }

  /** Takes a subnet; `false` when somebody has it. */
  async take(claim: Claim): Promise<boolean> {
    const draft = `${this.#path(claim.subnet)}.${claim.owner}.${String((drafts += 1))}`;
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o755 });
      await writeFile(draft, `${JSON.stringify(claim)}\n`);
    } catch (thrown) {
      throw new EnvironmentError({
        code: 'E_STATE',
        expected: `to write to ${this.#folder}`,
        actual: messageOf(thrown),
        advice: 'run as root',
        cause: thrown,
      });
    }
    try {
      // A link comes into being whole, or not at all: nobody reads half a claim as nobody's.
      await link(draft, this.#path(claim.subnet));
      return true;
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw thrown;
    } finally {
      await rm(draft, { force: true });
    }
  }

  async list(): Promise<readonly Claim[]> {
    let names: string[];
    try {
      names = await readdir(this.#folder);
    } catch {
      return [];
    }
    const claims = await Promise.all(
      names.filter((name) => name.endsWith('.json')).map((name) => this.#read(name)),
    );
    return claims.filter((claim) => claim !== null);
  }

  async release(subnet: string): Promise<void> {
    await rm(this.#path(subnet), { force: true });
  }

  #path(subnet: string): string {
    return join(this.#folder, `${subnet.replace('/', '-')}.json`);
  }

  // A file that was spoilt names its subnet all the same; nobody owns it.
  async #read(name: string): Promise<Claim | null> {
    const subnet = name.replace(/\.json$/, '').replace('-', '/');
    try {
      const claim = JSON.parse(await readFile(join(this.#folder, name), 'utf8')) as Partial<Claim>;
      return { subnet, owner: claim.owner ?? '', run: claim.run ?? '' };
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return null;
      return { subnet, owner: '', run: '' };
    }
  }
}
