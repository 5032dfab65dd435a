import { type Clock, NS_PER_MS } from '../../harness/core/clock.js';
import { EnvironmentError } from '../../harness/core/errors.js';
import type { ExecOptions, ExecResult } from '../../harness/core/exec.js';
import type { RunOptions, SshConnection } from '../ssh/ssh-connection.js';
import { IDENTIFY, TOOLS } from './scripts.js';

const EXEC_MS = 10_000;
const SCRIPT_MS = 30_000;
const IPV4 = /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)$/i;

/** How a host was reached. */
interface Arrival {
  readonly sudo: boolean;
  /** The address that ssh came to, as the host knows it; `null` where that is none of IPv4. */
  readonly address: string | null;
  /** Whence ssh came, as the host knows it, and to which port. */
  readonly control: { readonly address: string; readonly port: number };
}

/** A machine that ssh has reached, where commands run as root. */
export class Host {
  readonly name: string;
  readonly arrival: Arrival;
  readonly #connection: SshConnection;
  readonly #clock: Clock;

  private constructor(connection: SshConnection, arrival: Arrival, clock: Clock) {
    this.name = connection.target.host;
    this.arrival = arrival;
    this.#connection = connection;
    this.#clock = clock;
  }

  /** @throws EnvironmentError that says what is missing: a way there, sudo, a program on the host. */
  static async reach(connection: SshConnection, clock: Clock): Promise<Host> {
    await connection.open();
    try {
      const command = ['sh', '-c', IDENTIFY];
      const identity = await connection.run(command, { timeout_ms: EXEC_MS, sudo: false });
      return new Host(connection, arrivalIn(connection.target.host, identity.stdout), clock);
    } catch (thrown) {
      await connection.close();
      throw thrown;
    }
  }

  /** Runs a command as root to its end; past its bound it is killed, and the call rejects. */
  async exec(
    command: readonly string[],
    options: ExecOptions & Pick<RunOptions, 'input'> = {},
  ): Promise<ExecResult> {
    const { timeout_ms = EXEC_MS } = options;
    const { sudo } = this.arrival;
    const started_ns = this.#clock.now();
    const result = await this.#connection.run(command, { ...options, timeout_ms, sudo });
    const late = this.#clock.now() - started_ns >= timeout_ms * NS_PER_MS;
    if (result.exitCode !== 137 || !late) return result;
    const expected = `\`${command.join(' ').slice(0, 80)}\` on ${this.name} to end within ${String(timeout_ms)} ms`;
    throw this.#error('E_NODE_EXEC_TIMEOUT', expected, result);
  }

  /** Runs a shell script; an exit code that is expected is a result, like 0. */
  async script(
    what: string,
    script: string,
    parameters: readonly string[],
    options: ExecOptions & Pick<RunOptions, 'input'> & { readonly expected?: number } = {},
  ): Promise<ExecResult> {
    const result = await this.exec(['sh', '-c', script, 'sh', ...parameters], {
      timeout_ms: SCRIPT_MS,
      ...options,
    });
    if (result.exitCode === 0 || result.exitCode === options.expected) return result;
    throw this.#error('E_HOST', `${this.name} to ${what}`, result);
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }

  #error(
    code: string,
    expected: string,
    { exitCode, stdout, stderr }: ExecResult,
  ): EnvironmentError {
    const output = `${stderr}${stdout}`.trim().slice(-1000);
    return new EnvironmentError({
      code,
      expected,
      actual: `exit code ${String(exitCode)}${output === '' ? '' : `: ${output}`}`,
      advice: `look at the host: \`ssh ${this.name}\``,
    });
  }
}

/** @throws EnvironmentError with what the host lacks. */
function arrivalIn(host: string, printed: string): Arrival {
  const [uid = '', connection = '', sudo = '', ...missing] = printed.trim().split('\n');
  const [from = '', , to = '', port = ''] = connection.split(' ');
  const control = IPV4.exec(from)?.[1];
  if (control === undefined) {
    throw new EnvironmentError({
      code: 'E_HOST_IPV4',
      expected: `ssh to reach ${host} by IPv4, so that no cut hits the connection by which commands come`,
      actual: `sshd says of its connection: "${connection}"`,
      advice: 'give `AddressFamily inet` for this host in the configuration of ssh',
    });
  }
  if (uid !== '0' && sudo !== 'sudo') {
    throw new EnvironmentError({
      code: 'E_HOST_SUDO',
      expected: `to be root on ${host}, or to become root by sudo without a password`,
      actual: `the user there has id ${uid}, and \`sudo -n true\` fails`,
      advice: 'connect as root, or give that user `NOPASSWD: ALL` in /etc/sudoers.d',
    });
  }
  if (missing.length > 0) {
    const packages = [...new Set(missing.map((tool) => TOOLS[tool] ?? tool))];
    throw new EnvironmentError({
      code: 'E_HOST_TOOLS',
      expected: `the programs ${missing.join(', ')} on ${host}`,
      actual: 'they are not there',
      advice: `install on ${host}: \`apt-get install ${packages.join(' ')}\` (names of Debian's packages)`,
    });
  }
  return {
    sudo: uid !== '0',
    address: IPV4.exec(to)?.[1] ?? null,
    control: { address: control, port: Number(port) },
  };
}
