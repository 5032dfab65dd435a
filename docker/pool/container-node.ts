import type { Clock } from '../../harness/core/clock.js';
import type { Node } from '../../harness/core/node.js';
import type { ExecOptions, ExecResult } from '../../harness/core/exec.js';
import type { ContainerPrograms } from '../programs/container-programs.js';
import type { Engine } from '../engine/engine.js';
import { boundedExec, commandError } from './bounded-exec.js';
import type { Sandbox } from './sandbox.js';

const ABSENT = 44;
/** An argument may have 128 KiB; base64 makes 4 bytes of 3. */
const CHUNK_BYTES = 72 * 1024;

const READ = `[ -e "$1" ] || exit ${String(ABSENT)}; exec cat -- "$1"`;
const TAIL = `[ -e "$1" ] || exit ${String(ABSENT)}; exec tail -c "$2" -- "$1"`;
const APPEND = 'mkdir -p "${1%/*}/" && printf %s "$2" | base64 -d >> "$1.faultline"';
const RENAME = 'mkdir -p "${1%/*}/" && touch "$1.faultline" && mv -f "$1.faultline" "$1"';
const REPLACE =
  'mkdir -p "${1%/*}/" && printf %s "$2" | base64 -d > "$1.faultline" && mv -f "$1.faultline" "$1"';
const LOG_MIB = 32;
/** Lets a log begin anew when it has grown too large, as long as its process lives. */
const BOUND_LOG = `
while kill -0 "$1" 2>/dev/null; do
  [ "$(stat -c %s "$2" 2>/dev/null || echo 0)" -lt ${String(LOG_MIB << 20)} ] || truncate -s 0 "$2"
  sleep 2
done`;
const SPAWN = `
log=$1; bound=$2; shift 2
mkdir -p "\${log%/*}/"; command -v "$1" >/dev/null || exit 127
setsid "$@" >>"$log" 2>&1 </dev/null &
setsid sh -c "$bound" sh "$!" "$log" >/dev/null 2>&1 </dev/null &`;

/** Containers as a node: what is run on it goes to one of them, what concerns its network to the other. */
export class ContainerNode implements Node {
  readonly name: string;
  readonly address: string;
  /** Id of the container in which commands run: the store's, or the sandbox where there is none. */
  readonly container: string;
  /** Where the node's network is, and our tools. */
  readonly sandbox: Sandbox;
  readonly programs: ContainerPrograms;
  readonly #engine: Engine;
  readonly #clock: Clock;

  constructor(
    engine: Engine,
    clock: Clock,
    sandbox: Sandbox,
    store: string | null,
    programs: ContainerPrograms,
  ) {
    this.#engine = engine;
    this.#clock = clock;
    this.container = store ?? sandbox.container;
    this.sandbox = sandbox;
    this.programs = programs;
    this.name = sandbox.name;
    this.address = sandbox.address;
  }

  /** Ids of all its containers, the sandbox last: with it their network would go. */
  get containers(): readonly string[] {
    return [...new Set([...this.programs.containers, this.container, this.sandbox.container])];
  }

  /** Ids of those that a limit of processor time or memory is for: all that do work for the store. */
  get working(): readonly string[] {
    return [this.container, ...this.programs.containers];
  }

  exec(command: readonly string[], options: ExecOptions = {}): Promise<ExecResult> {
    return boundedExec(this.#engine, this.#clock, this, command, options);
  }

  async spawn(
    command: readonly string[],
    options: { readonly logFile: string; readonly env?: Readonly<Record<string, string>> },
  ): Promise<void> {
    await this.#shell(SPAWN, [options.logFile, BOUND_LOG, ...command], options.env);
  }

  async readFile(path: string, tail_bytes?: number): Promise<string | null> {
    const parameters = tail_bytes === undefined ? [path] : [path, String(tail_bytes)];
    const script = tail_bytes === undefined ? READ : TAIL;
    const result = await this.exec(['sh', '-c', script, 'sh', ...parameters]);
    if (result.exitCode === ABSENT) return null;
    if (result.exitCode !== 0) {
      throw commandError(
        this.name,
        'E_NODE_FILE',
        ['read', path],
        'a file that can be read',
        result,
      );
    }
    return result.stdout;
  }

  async writeFile(path: string, content: string): Promise<void> {
    const data = Buffer.from(content, 'utf8');
    if (data.length <= CHUNK_BYTES) {
      await this.#shell(REPLACE, [path, data.toString('base64')]);
      return;
    }
    await this.#shell('rm -f "$1.faultline"', [path]);
    for (let at = 0; at < data.length; at += CHUNK_BYTES) {
      await this.#shell(APPEND, [path, data.subarray(at, at + CHUNK_BYTES).toString('base64')]);
    }
    await this.#shell(RENAME, [path]);
  }

  async #shell(
    script: string,
    parameters: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const result = await this.exec(['sh', '-c', script, 'sh', ...parameters], { env });
    if (result.exitCode !== 0) {
      throw commandError(this.name, 'E_NODE_EXEC', parameters, 'to succeed', result);
    }
  }
}
