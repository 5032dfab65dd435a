import type { Clock } from '../../harness/core/clock.js';
import { endsRun, EnvironmentError, InputError, messageOf } from '../../harness/core/errors.js';
import { faketimeEnvironment, preloadOf } from '../../harness/core/faketime/preload.js';
import type { ExecOptions, ExecResult } from '../../harness/core/exec.js';
import { FAKETIME_CLOCKS, FAKETIME_LIBRARY } from '../../harness/core/node.js';
import { poll } from '../../harness/core/poll.js';
import {
  clockFileOf,
  type ImageSource,
  type Programs,
  type ProgramSignal,
  type ProgramSpec,
  type ProgramState,
  type PutOptions,
} from '../../harness/core/programs.js';
import { allSettled } from '../../harness/core/settled.js';
import { bounded } from '../engine/bounded.js';
import type { ContainerFile, ContainerInfo, Engine, Labels } from '../engine/engine.js';
import { removeThawed } from '../engine/remove-thawed.js';
import { ContainerData } from './container-data.js';
import { ContainerDescriptors } from './container-descriptors.js';
import type { DataFolders } from './data-folders.js';

const EXEC_MS = 10_000;
/** What the engine may take on top of the command itself. */
const ENGINE_MS = 10_000;
const LOOK_EVERY_MS = 50;
const LOG_LINES = 5000;
const NAME = /^[a-z0-9][a-z0-9_-]{0,40}$/;

/** What the programs of a node are made with. */
export interface ProgramParts {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly node: string;
  /** Id of the container whose network they share. */
  readonly sandbox: string;
  /** Of the sandbox' container; theirs begin with it. */
  readonly containerName: string;
  /** The name that no program can have, since a container of the node has it; `null` for none. */
  readonly reserved: string | null;
  readonly labels: Labels;
  /** The name of an image that is there. */
  readonly image: (source: ImageSource) => Promise<string>;
}

/**
 * The programs of a node, each the first process of a container of its own. All that is asked of them
 * goes through the engine, so that their images need neither a shell nor any tool. A stop is the
 * engine's freezer, since a signal would stop but the first process of several.
 */
export class ContainerPrograms implements Programs {
  readonly clockFolder = FAKETIME_CLOCKS;
  readonly #parts: ProgramParts;
  readonly descriptors: ContainerDescriptors;
  readonly data: ContainerData;
  /** Where the node has a disk of its own; otherwise data lies in the containers. */
  folders: DataFolders | null = null;
  readonly #containers = new Map<string, string>();
  readonly #put = new Map<string, { readonly spec: ProgramSpec; readonly how: PutOptions }>();

  constructor(parts: ProgramParts) {
    this.#parts = parts;
    const { engine } = parts;
    this.descriptors = new ContainerDescriptors(engine, (name) => this.#id(name));
    this.data = new ContainerData(
      engine,
      (name) => ({ id: this.#id(name), spec: this.#given(name).spec }),
      async (name) => {
        const { spec, how } = this.#given(name);
        await this.put(spec, how);
      },
      (work) => this.#reached(work),
    );
  }

  /** Ids of their containers. */
  get containers(): readonly string[] {
    return [...this.#containers.values()];
  }

  async put(spec: ProgramSpec, how: PutOptions = {}): Promise<void> {
    const { engine, node, containerName, sandbox, labels, image, reserved } = this.#parts;
    const { name, dataFolders = [], files = {} } = spec;
    const { ownClock = false } = how;
    check(spec);
    if (name === reserved) {
      throw invalid(`another name than ${name}, which a container of ${node} has`, `"${name}"`);
    }
    if (spec.image === undefined) throw invalid(`an image for ${name} on ${node}`, 'none is given');
    const tag = await image(spec.image);
    await this.#reached(async (at) => {
      const before = this.#containers.get(name);
      if (before !== undefined)
        await this.#remove(name, before, await engine.containerState(before));
      const mounts = at === null ? undefined : await this.folders?.make(at, name, dataFolders);
      const environment = ownClock ? this.#clockEnvironment(spec) : spec.environment;
      const id = await engine.createContainer({
        name: `${containerName}-${name}`,
        image: tag,
        ...(spec.entrypoint === undefined ? {} : { entrypoint: spec.entrypoint }),
        ...(spec.command === undefined ? {} : { command: spec.command }),
        ...(environment === undefined ? {} : { environment }),
        ...(spec.user === undefined ? {} : { user: spec.user }),
        ...(spec.workingFolder === undefined ? {} : { workingFolder: spec.workingFolder }),
        network: { sharedWith: sandbox },
        // Among them are libfaketime and the files of clocks.
        ...(ownClock ? { volumesFrom: sandbox } : {}),
        ...(mounts === undefined ? {} : { mounts }),
        capabilities: [],
        labels,
      });
      this.#containers.set(name, id);
      this.#put.set(name, { spec, how });
      const made = mounts === undefined ? dataFolders : [];
      const there = await allSettled(made.map((path) => engine.hasPath(id, path)));
      const put: ContainerFile[] = made
        .filter((_, index) => there[index] === false)
        .map((path) => ({ path, content: null, mode: 0o1777 }));
      for (const [path, text] of Object.entries(files)) put.push(textFile(path, text));
      if (put.length > 0) await engine.putFiles(id, put);
    });
  }

  async start(name: string): Promise<void> {
    const { engine } = this.#parts;
    const id = this.#id(name);
    try {
      const { folders } = this;
      if (folders === null) await engine.startContainer(id);
      else await folders.inTurn(() => this.#startOnDisk(name, id, folders));
    } catch (thrown) {
      if (endsRun(thrown) || thrown instanceof InputError) throw thrown;
      const why = thrown instanceof EnvironmentError ? thrown.actual : messageOf(thrown);
      throw this.#error('E_PROGRAM_START', name, 'to start', why);
    }
  }

  async signal(name: string, signal: ProgramSignal): Promise<void> {
    const { engine } = this.#parts;
    const id = this.#id(name);
    const state = await this.state(name);
    if (state === 'gone')
      throw this.#error('E_PROGRAM_SIGNAL', name, `to take SIG${signal}`, 'it is gone');
    if (signal === 'STOP' && state === 'running') await engine.pauseContainer(id);
    if (signal === 'CONT' && state === 'stopped') await engine.unpauseContainer(id);
    if (signal === 'TERM') await engine.signalContainer(id, 'SIGTERM');
    if (signal === 'KILL') {
      // The kernel delivers no signal to a frozen process.
      if (state === 'stopped') await engine.unpauseContainer(id);
      await engine.killContainer(id);
    }
  }

  async state(name: string): Promise<ProgramState> {
    return stateOf(await this.#parts.engine.containerState(this.#id(name)));
  }

  incarnation(name: string): Promise<string | null> {
    return this.#parts.engine.containerIncarnation(this.#id(name));
  }

  async age_s(name: string): Promise<number> {
    const { engine, sandbox } = this.#parts;
    const started_ms = await engine.containerStarted(this.#id(name));
    // The clock of the engine's machine, which need not be this one.
    const now = await engine.exec(sandbox, ['date', '+%s.%N'], { timeout_ms: EXEC_MS });
    if (started_ms !== null) return Number(now.stdout) - started_ms / 1000;
    throw this.#error('E_PROGRAM_AGE', name, 'to run while its clock is set', 'it is gone');
  }

  exec(name: string, command: readonly string[], options: ExecOptions = {}): Promise<ExecResult> {
    const { engine, clock } = this.#parts;
    const { timeout_ms = EXEC_MS } = options;
    // What runs beside the program tells the true time: only the program itself proves its clock.
    const env = {
      ...(this.#given(name).how.ownClock === true ? { LD_PRELOAD: '' } : {}),
      ...options.env,
    };
    const running = engine.exec(this.#id(name), command, {
      env,
      timeout_ms: timeout_ms + ENGINE_MS,
    });
    const expected = `to end \`${command.join(' ')}\` within ${String(timeout_ms)} ms`;
    return bounded(clock, timeout_ms, running, () =>
      this.#error('E_NODE_EXEC_TIMEOUT', name, expected, 'it goes on'),
    );
  }

  async readFile(name: string, path: string, tail_bytes?: number): Promise<string | null> {
    const { engine } = this.#parts;
    const id = this.#id(name);
    const content = await this.#reached(() => engine.getFile(id, path));
    if (content === null) return null;
    return (tail_bytes === undefined ? content : tailOf(content, tail_bytes)).toString('utf8');
  }

  async writeFile(name: string, path: string, content: string): Promise<void> {
    const { engine } = this.#parts;
    const id = this.#id(name);
    await this.#reached(() => engine.putFiles(id, [textFile(path, content)]));
  }

  async log(name: string, tail_bytes: number): Promise<string> {
    const log = await this.#parts.engine.containerLog(this.#id(name), LOG_LINES);
    return tailOf(Buffer.from(log), tail_bytes).toString('utf8');
  }

  /** Tells all that run to end; whether they have within the bound. */
  async end(timeout_ms: number): Promise<boolean> {
    const { clock, engine } = this.#parts;
    const running = async (): Promise<readonly string[]> => {
      const states = await allSettled(
        this.containers.map(async (id) => [id, stateOf(await engine.containerState(id))] as const),
      );
      return states.filter(([, state]) => state === 'running').map(([id]) => id);
    };
    const told = await running();
    if (told.length === 0) return true;
    await allSettled(told.map((id) => engine.signalContainer(id, 'SIGTERM')));
    const bounds = {
      within_ms: timeout_ms,
      every_ms: LOOK_EVERY_MS,
      signal: new AbortController().signal,
    };
    return (await poll(clock, bounds, async () => ((await running()).length === 0 ? true : null)))
      .reached;
  }

  /** Removes all of them, with all that they wrote. @param states of containers, by their ids. */
  async removeAll(states: ReadonlyMap<string, ContainerInfo['state']>): Promise<void> {
    await allSettled(
      [...this.#containers].map(([name, id]) => this.#remove(name, id, states.get(id) ?? 'other')),
    );
  }

  async #startOnDisk(name: string, id: string, folders: DataFolders): Promise<void> {
    const { engine } = this.#parts;
    await folders.reached(() => engine.startContainer(id));
    try {
      const pid = await engine.containerProcess(id);
      await folders.limit(pid);
      await folders.check(name, this.#given(name).spec.dataFolders ?? [], pid);
    } catch (thrown) {
      // A program that has ended already has no process that could be limited or looked at.
      if (thrown instanceof InputError || (await this.state(name)) !== 'gone') throw thrown;
    }
  }

  /** Does something for which the engine has to find the data folders. @param work is given where their disk is mounted. */
  #reached<T>(work: (at: string | null) => Promise<T>): Promise<T> {
    return this.folders === null ? work(null) : this.folders.reached(work);
  }

  async #remove(name: string, id: string, state: ContainerInfo['state']): Promise<void> {
    await removeThawed(this.#parts.engine, id, state);
    this.#containers.delete(name);
    this.#put.delete(name);
  }

  #clockEnvironment({ name, environment = {} }: ProgramSpec): Readonly<Record<string, string>> {
    const theirs = environment['LD_PRELOAD'];
    const preload = preloadOf(FAKETIME_LIBRARY);
    return {
      ...environment,
      ...faketimeEnvironment(clockFileOf(this, name)),
      LD_PRELOAD: theirs === undefined ? preload : `${preload} ${theirs}`,
    };
  }

  #id(name: string): string {
    const id = this.#containers.get(name);
    if (id !== undefined) return id;
    throw this.#unknown(name);
  }

  #given(name: string) {
    const given = this.#put.get(name);
    if (given !== undefined) return given;
    throw this.#unknown(name);
  }

  #unknown(name: string): InputError {
    const names = [...this.#containers.keys()].join(', ');
    return invalid(`a program of ${this.#parts.node}`, `"${name}"; it has ${names || 'none'}`);
  }

  #error(code: string, name: string, expected: string, actual: string): EnvironmentError {
    return new EnvironmentError({
      code,
      expected: `${name} on ${this.#parts.node} ${expected}`,
      actual,
      advice: 'see the end of its log, and whether its image, command and files are right',
    });
  }
}

export function stateOf(state: ContainerInfo['state']): ProgramState {
  if (state === 'running') return 'running';
  return state === 'paused' ? 'stopped' : 'gone';
}

function textFile(path: string, text: string): ContainerFile {
  return { path, content: Buffer.from(text, 'utf8'), mode: 0o644 };
}

export function tailOf(content: Buffer, tail_bytes: number): Buffer {
  return content.subarray(Math.max(0, content.length - tail_bytes));
}

function check({ name, files = {}, dataFolders = [], workingFolder }: ProgramSpec): void {
  if (!NAME.test(name)) throw invalid('a name of a program such as postgres', JSON.stringify(name));
  const paths = [...Object.keys(files), ...dataFolders, workingFolder ?? '/'];
  const relative = paths.find((path) => !path.startsWith('/'));
  if (relative !== undefined) throw invalid(`absolute paths for ${name}`, JSON.stringify(relative));
}

function invalid(expected: string, actual: string): InputError {
  return new InputError({
    code: 'E_PROGRAM',
    expected,
    actual,
    advice: 'correct what the system says of its programs',
  });
}
