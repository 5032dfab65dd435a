import { type Clock, NS_PER_MS } from '../../harness/core/clock.js';
import { EnvironmentError } from '../../harness/core/errors.js';
import type { ExecOptions, ExecResult, Node } from '../../harness/core/node.js';
import type { Engine } from '../engine/engine.js';

const EXEC_MS = 10_000;
/** What the engine may take on top of the command itself. */
const ENGINE_MS = 10_000;
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

/** A running container as a node. */
export class ContainerNode implements Node {
  readonly name: string;
  readonly address: string;
  readonly #engine: Engine;
  readonly #clock: Clock;
  /** Id of its container. */
  readonly container: string;

  constructor(engine: Engine, clock: Clock, container: string, name: string, address: string) {
    this.#engine = engine;
    this.#clock = clock;
    this.container = container;
    this.name = name;
    this.address = address;
  }

  async exec(command: readonly string[], options: ExecOptions = {}): Promise<ExecResult> {
    const { timeout_ms = EXEC_MS, env = {} } = options;
    // The engine can't end what it has started, so the bound is kept inside the node.
    const guarded = ['timeout', '-s', 'KILL', String(timeout_ms / 1000), ...command];
    const start_ns = this.#clock.now();
    const result = await this.#engine.exec(this.container, guarded, {
      env,
      timeout_ms: timeout_ms + ENGINE_MS,
    });
    const late = this.#clock.now() - start_ns >= timeout_ms * NS_PER_MS;
    if (late && result.exitCode === 137) {
      const expected = `to end within ${String(timeout_ms)} ms`;
      throw this.#error('E_NODE_EXEC_TIMEOUT', command, expected, result);
    }
    return result;
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
      throw this.#error('E_NODE_FILE', ['read', path], 'a file that can be read', result);
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
      throw this.#error('E_NODE_EXEC', parameters, 'to succeed', result);
    }
  }

  #error(
    code: string,
    command: readonly string[],
    expected: string,
    result: ExecResult,
  ): EnvironmentError {
    const what = command.map((word) => (word.length > 80 ? `${word.slice(0, 80)}…` : word));
    const output = `${result.stderr}${result.stdout}`.trim().slice(-2000);
    return new EnvironmentError({
      code,
      expected: `\`${what.join(' ')}\` on ${this.name} ${expected}`,
      actual: `exit code ${String(result.exitCode)}${output === '' ? '' : `: ${output}`}`,
      advice: "see the node's logs; `faultline doctor` looks at the machine",
    });
  }
}
