import { EnvironmentError } from '../../harness/core/errors.js';
import type { DataFile, ProgramData, ProgramSpec } from '../../harness/core/programs.js';
import type { Host } from './host.js';

const ABSENT = 44;
const LIST = `find "$@" -xdev -type f -printf '%s %T@ %p\\n'`;
const READ = `[ -f "$1" ] || exit ${String(ABSENT)}; exec base64 -w 0 -- "$1"`;
/** Into the same file, so that its owner and rights stay. */
const OVERWRITE = `[ -f "$1" ] || exit ${String(ABSENT)}; exec base64 -d > "$1"`;
const WIPE = `[ $# -eq 0 ] || find "$@" -xdev -mindepth 1 -delete`;

/** What lies in the data folders of a host's programs, which hold nothing but what is ours. */
export class HostData implements ProgramData {
  readonly #host: Host;
  readonly #specOf: (name: string) => ProgramSpec;
  /** Writes the files of a specification. */
  readonly #putFiles: (spec: ProgramSpec) => Promise<void>;

  constructor(
    host: Host,
    specOf: (name: string) => ProgramSpec,
    putFiles: (spec: ProgramSpec) => Promise<void>,
  ) {
    this.#host = host;
    this.#specOf = specOf;
    this.#putFiles = putFiles;
  }

  async files(name: string): Promise<readonly DataFile[]> {
    const folders = this.#specOf(name).dataFolders ?? [];
    if (folders.length === 0) return [];
    const { stdout } = await this.#host.script(`list the data of ${name}`, LIST, folders);
    return [...stdout.matchAll(/^(\d+) ([\d.]+) (.+)$/gm)].map(([, size, time, path = '']) => ({
      path,
      size_bytes: Number(size),
      modified_ms: Number(time) * 1000,
    }));
  }

  async read(_name: string, path: string): Promise<Uint8Array | null> {
    const options = { expected: ABSENT };
    const { exitCode, stdout } = await this.#host.script(`read ${path}`, READ, [path], options);
    return exitCode === ABSENT ? null : Buffer.from(stdout, 'base64');
  }

  async overwrite(_name: string, path: string, content: Uint8Array): Promise<void> {
    const input = Buffer.from(content).toString('base64');
    const options = { input, expected: ABSENT };
    const { exitCode } = await this.#host.script(`change ${path}`, OVERWRITE, [path], options);
    if (exitCode !== ABSENT) return;
    throw new EnvironmentError({
      code: 'E_HOST_FILE',
      expected: `${path} on ${this.#host.name} to be changed`,
      actual: 'it is not there',
      advice: 'see whether the program has removed it meanwhile',
    });
  }

  async wipe(name: string): Promise<void> {
    const spec = this.#specOf(name);
    await this.#host.script(`empty the data folders of ${name}`, WIPE, spec.dataFolders ?? []);
    await this.#putFiles(spec);
  }
}
