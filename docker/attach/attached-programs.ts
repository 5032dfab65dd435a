import type { Clock } from '../../harness/core/clock.js';
import { EnvironmentError, InputError } from '../../harness/core/errors.js';
import type { ExecOptions, ExecResult } from '../../harness/core/exec.js';
import { FAKETIME_CLOCKS } from '../../harness/core/node.js';
import type { Programs, ProgramState } from '../../harness/core/programs.js';
import { bounded } from '../engine/bounded.js';
import type { Engine } from '../engine/engine.js';
import { stateOf, tailOf } from '../programs/container-programs.js';

const EXEC_MS = 10_000;
/** What the engine may take on top of the command itself. */
const ENGINE_MS = 10_000;
const LOG_LINES = 5000;

/**
 * The program of a container that is not ours: it can be looked at, and whoever describes the system may
 * run commands beside it. It is never started, ended or written to.
 */
export class AttachedProgram implements Programs {
  /** There is no clock of a program here that could be set. */
  readonly clockFolder = FAKETIME_CLOCKS;
  readonly #engine: Engine;
  readonly #clock: Clock;
  readonly #container: string;
  readonly #name: string;

  /** @param container its id. @param name by which it was given. */
  constructor(engine: Engine, clock: Clock, container: string, name: string) {
    this.#engine = engine;
    this.#clock = clock;
    this.#container = container;
    this.#name = name;
  }

  put(): Promise<void> {
    return Promise.reject(this.#notOurs('be made'));
  }

  start(): Promise<void> {
    return Promise.reject(this.#notOurs('be started'));
  }

  signal(): Promise<void> {
    return Promise.reject(this.#notOurs('get a signal'));
  }

  writeFile(): Promise<void> {
    return Promise.reject(this.#notOurs('be written to'));
  }

  age_s(): Promise<number> {
    return Promise.reject(this.#notOurs('have a clock of its own'));
  }

  async state(): Promise<ProgramState> {
    return stateOf(await this.#engine.containerState(this.#container));
  }

  incarnation(): Promise<string | null> {
    return this.#engine.containerIncarnation(this.#container);
  }

  exec(_name: string, command: readonly string[], options: ExecOptions = {}): Promise<ExecResult> {
    const { timeout_ms = EXEC_MS, env = {} } = options;
    const bounds = { env, timeout_ms: timeout_ms + ENGINE_MS };
    const running = this.#engine.exec(this.#container, command, bounds);
    return bounded(
      this.#clock,
      timeout_ms,
      running,
      () =>
        new EnvironmentError({
          code: 'E_NODE_EXEC_TIMEOUT',
          expected: `\`${command.join(' ')}\` to end in ${this.#name} within ${String(timeout_ms)} ms`,
          actual: 'it goes on',
          advice: 'give it more time, or another command',
        }),
    );
  }

  async readFile(_name: string, path: string, tail_bytes?: number): Promise<string | null> {
    const content = await this.#engine.getFile(this.#container, path);
    if (content === null) return null;
    return (tail_bytes === undefined ? content : tailOf(content, tail_bytes)).toString('utf8');
  }

  async log(_name: string, tail_bytes: number): Promise<string> {
    const log = await this.#engine.containerLog(this.#container, LOG_LINES);
    return tailOf(Buffer.from(log), tail_bytes).toString('utf8');
  }

  #notOurs(what: string): InputError {
    return new InputError({
      code: 'E_ATTACHED',
      expected: 'containers that were there before the run to be left as they are',
      actual: `${this.#name} was to ${what}`,
      advice: 'leave this to whoever starts the container, or let Faultline start your store',
    });
  }
}
