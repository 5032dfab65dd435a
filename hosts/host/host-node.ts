import { EnvironmentError } from '../../harness/core/errors.js';
import type { Node } from '../../harness/core/node.js';
import type { ExecOptions, ExecResult } from '../../harness/core/exec.js';
import type { NodeNetwork, SharedNetwork } from '../../nodes/index.js';
import type { Host } from './host.js';
import { HostPrograms } from './host-programs.js';
import { MARK, NOT_OURS, SPAWN, WRITE } from './scripts.js';

const ABSENT = 44;
const READ = `[ -e "$1" ] || exit ${String(ABSENT)}; exec cat -- "$1"`;
const TAIL = `[ -e "$1" ] || exit ${String(ABSENT)}; exec tail -c "$2" -- "$1"`;

/** A machine as a node. What is started through it carries our mark, and ends with the run. */
export class HostNode implements Node {
  readonly name: string;
  readonly address: string;
  readonly programs: HostPrograms;
  readonly #host: Host;

  constructor(name: string, address: string, host: Host) {
    this.name = name;
    this.address = address;
    this.#host = host;
    this.programs = new HostPrograms(name, host, this);
  }

  async exec(command: readonly string[], options: ExecOptions = {}): Promise<ExecResult> {
    return this.#host.exec(command, { ...options, env: { ...options.env, [MARK]: this.name } });
  }

  async spawn(
    command: readonly string[],
    options: { readonly logFile: string; readonly env?: Readonly<Record<string, string>> },
  ): Promise<void> {
    const env = { ...options.env, [MARK]: this.name };
    const what = `start \`${command.join(' ').slice(0, 80)}\``;
    await this.#host.script(what, SPAWN, [options.logFile, ...command], { env });
  }

  async readFile(path: string, tail_bytes?: number): Promise<string | null> {
    const parameters = tail_bytes === undefined ? [path] : [path, String(tail_bytes)];
    const script = tail_bytes === undefined ? READ : TAIL;
    const what = `read ${path}`;
    const result = await this.#host.script(what, script, parameters, { expected: ABSENT });
    return result.exitCode === ABSENT ? null : result.stdout;
  }

  /** @throws EnvironmentError where a file is there already that was not written by us. */
  async writeFile(path: string, content: string, user = ''): Promise<void> {
    const options = { input: content, expected: NOT_OURS };
    const result = await this.#host.script(`write ${path}`, WRITE, [path, user], options);
    if (result.exitCode === NOT_OURS) {
      throw new EnvironmentError({
        code: 'E_HOST_FILE',
        expected: `no file ${path} on ${this.#host.name} that is not ours: it would be lost`,
        actual: 'there is one',
        advice: 'give another path for it, below a folder that is yours to fill',
      });
    }
  }

  /** The network of the host, where commands run without our mark. */
  network(shared: SharedNetwork): NodeNetwork {
    const { name, address } = this;
    return { name, address, shared, exec: (...given) => this.#host.exec(...given) };
  }
}
