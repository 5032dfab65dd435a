import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { execa } from 'execa';
import type { ExecResult } from '../../harness/core/exec.js';
import { quoted } from './quote.js';
import { noSsh, sshError } from './ssh-error.js';
import { Turnstile } from './turnstile.js';

const CONNECT_S = 10;
const CONNECT_MS = 2 * CONNECT_S * 1000;
/** What ssh may take on top of the command itself. */
const SSH_MS = 10_000;
/** A master that nobody uses for so long ends itself, where nobody is left to end it. */
const IDLE_S = 300;
/** sshd allows ten sessions for one connection, unless it is told otherwise. */
const SESSIONS = 8;
/** Exit code of ssh itself; a command that ends with it is taken to have ended with the one before. */
const SSH_FAILED = 255;
const MOST_BYTES = 256 << 20;
/** A user's own path may lack the folders of what only root uses. */
const PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** A host as the user's own ssh knows it. */
export interface SshTarget {
  /** As in `ssh HOST`: a name of ~/.ssh/config, `user@name`, or an address. */
  readonly host: string;
  /** Options of ssh, such as `-F` and a file. */
  readonly options: readonly string[];
}

export interface RunOptions {
  readonly timeout_ms: number;
  /** What the command reads. */
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Whether it goes through sudo. */
  readonly sudo: boolean;
}

/**
 * Commands on a host by the program ssh, over one connection that a master holds. The master runs in
 * the background; a control path of our own leads to it. Where the master has ended, ssh connects anew
 * by itself.
 */
export class SshConnection {
  readonly target: SshTarget;
  readonly #controlPath: string;
  readonly #workingFolder: string;
  readonly #sessions = new Turnstile(SESSIONS);

  /** @param workingFolder where relative paths in the options begin. */
  constructor(target: SshTarget, controlPath: string, workingFolder: string) {
    this.target = target;
    this.#controlPath = controlPath;
    this.#workingFolder = workingFolder;
  }

  /** Starts the master. @throws EnvironmentError that says why the host can't be reached. */
  async open(): Promise<void> {
    await mkdir(dirname(this.#controlPath), { recursive: true, mode: 0o700 });
    // The master keeps its outputs: a pipe would not end before it does.
    const errors = `${this.#controlPath}.err`;
    const background = ['-E', errors, '-o', `ControlPersist=${String(IDLE_S)}`, '-Nf'];
    try {
      const result = await execa(
        'ssh',
        [...this.#options('yes'), ...background, '--', this.target.host],
        { stdio: 'ignore', reject: false, timeout: CONNECT_MS, cwd: this.#workingFolder },
      );
      if (result.code === 'ENOENT') throw noSsh();
      if (result.timedOut) throw sshError(this.target.host, 'Connection timed out');
      if (result.exitCode !== 0) {
        throw sshError(this.target.host, await readFile(errors, 'utf8').catch(() => ''));
      }
    } finally {
      await rm(errors, { force: true });
    }
  }

  /**
   * Runs a command to its end; past its bound it is killed, with exit code 137.
   * @throws EnvironmentError where ssh itself fails, or the answer does not come.
   */
  async run(command: readonly string[], options: RunOptions): Promise<ExecResult> {
    const line = this.#lineOf(command, options);
    const script = `${line}; code=$?; [ $code -ne ${String(SSH_FAILED)} ] || code=254; exit $code`;
    const remote = `exec ${quoted(['sh', '-c', script])}`;
    const { timeout_ms, input } = options;
    return this.#sessions.pass(async () => {
      const result = await execa(
        'ssh',
        [...this.#options('no'), '-T', '--', this.target.host, remote],
        {
          ...(input === undefined ? { stdin: 'ignore' } : { input }),
          reject: false,
          cwd: this.#workingFolder,
          stripFinalNewline: false,
          timeout: timeout_ms + SSH_MS,
          maxBuffer: MOST_BYTES,
        },
      );
      if (result.code === 'ENOENT') throw noSsh();
      if (result.timedOut) throw sshError(this.target.host, 'Timeout: there is no answer');
      const { exitCode, stdout, stderr } = result;
      if (exitCode === undefined || exitCode === SSH_FAILED) {
        throw sshError(this.target.host, stderr);
      }
      return { exitCode, stdout, stderr };
    });
  }

  /** Ends the master. Does nothing where there is none. */
  async close(): Promise<void> {
    await execa('ssh', [...this.#options('no'), '-O', 'exit', '--', this.target.host], {
      stdio: 'ignore',
      reject: false,
      cwd: this.#workingFolder,
      timeout: SSH_MS,
    });
  }

  #lineOf(command: readonly string[], { timeout_ms, env = {}, sudo }: RunOptions): string {
    const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
    const bound = ['timeout', '-s', 'KILL', String(timeout_ms / 1000)];
    return quoted([
      ...(sudo ? ['sudo', '-n'] : []),
      'env',
      PATH,
      ...variables,
      ...bound,
      ...command,
    ]);
  }

  // The first value that ssh is given for an option counts, so ours come before the user's.
  #options(master: 'yes' | 'no'): string[] {
    const own = {
      BatchMode: 'yes',
      ClearAllForwardings: 'yes',
      ConnectTimeout: String(CONNECT_S),
      ControlMaster: master,
      ControlPath: this.#controlPath,
      ForwardAgent: 'no',
      LogLevel: 'ERROR',
      ServerAliveCountMax: '3',
      ServerAliveInterval: '10',
    };
    const options = Object.entries(own).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
    return [...options, ...this.target.options];
  }
}
