import { EnvironmentError, InputError } from '../../harness/core/errors.js';
import { faketimeEnvironment, preloadOf } from '../../harness/core/faketime/preload.js';
import type { ExecOptions, ExecResult } from '../../harness/core/exec.js';
import {
  clockFileOf,
  type Programs,
  type ProgramSignal,
  type ProgramSpec,
  type ProgramState,
  type PutOptions,
} from '../../harness/core/programs.js';
import type { Host } from './host.js';
import { HostData } from './host-data.js';
import { HostDescriptors } from './host-descriptors.js';
import type { HostNode } from './host-node.js';
import {
  CLOCKS,
  END_PROGRAM,
  FIND_FAKETIME,
  LOOK,
  MARK,
  NOT_OURS,
  SIGNAL,
  START,
  STATE,
  TAKE_FOLDER,
} from './scripts.js';

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;
/** Folders that no store has for itself alone. */
const SHARED_FOLDER =
  /^\/(?:bin|boot|dev|etc|home|lib\w*|media|mnt|opt|proc|root|run|s?bin|srv|sys|tmp|usr|var|var\/(?:lib|log|run|tmp))?$/;

/** The kernel tells times of processes in such parts of a second. */
const TICKS_PER_S = 100;

interface Seen {
  readonly pid: string;
  readonly tick: string;
  readonly age_s: number;
  readonly state: ProgramState;
}

/** The programs of a host that is a node: processes of their own sessions, on the host's own files. */
export class HostPrograms implements Programs {
  readonly clockFolder = CLOCKS;
  readonly descriptors: HostDescriptors;
  readonly data: HostData;
  readonly #nodeName: string;
  readonly #host: Host;
  readonly #node: HostNode;
  readonly #specs = new Map<string, ProgramSpec>();
  /** What is loaded before the programs that were put with a clock of their own. */
  readonly #preloads = new Map<string, string>();

  constructor(nodeName: string, host: Host, node: HostNode) {
    this.#nodeName = nodeName;
    this.#host = host;
    this.#node = node;
    this.descriptors = new HostDescriptors(host);
    this.data = new HostData(
      host,
      (name) => this.#spec(name),
      (spec) => this.#putFiles(spec),
    );
  }

  async put(spec: ProgramSpec, { ownClock = false }: PutOptions = {}): Promise<void> {
    this.#check(spec);
    if (ownClock) this.#preloads.set(spec.name, preloadOf(await this.#faketime()));
    else this.#preloads.delete(spec.name);
    await this.#host.script(`end ${spec.name}`, END_PROGRAM, [spec.name]);
    const user = spec.user ?? '';
    for (const folder of spec.dataFolders ?? []) await this.takeFolder(folder, user);
    await this.#putFiles(spec);
    this.#specs.set(spec.name, spec);
  }

  async #putFiles({ files = {}, user = '' }: ProgramSpec): Promise<void> {
    for (const [path, content] of Object.entries(files)) {
      await this.#node.writeFile(path, content, user);
    }
  }

  /** @throws EnvironmentError where it holds what is not ours: it would be deleted. */
  async takeFolder(folder: string, user = ''): Promise<void> {
    const options = { expected: NOT_OURS };
    const what = `make the folder ${folder}`;
    const result = await this.#host.script(what, TAKE_FOLDER, [folder, user], options);
    if (result.exitCode !== NOT_OURS) return;
    throw new EnvironmentError({
      code: 'E_HOST_FOLDER',
      expected: `the folder ${folder} on ${this.#host.name} to be empty: a run deletes all that is in it`,
      actual: 'it holds files that are not ours',
      advice: 'give another folder for the data, or empty this one by hand',
    });
  }

  async start(name: string): Promise<void> {
    const spec = this.#spec(name);
    if ((await this.#look(name)) !== null) return;
    const command = [...(spec.entrypoint ?? []), ...(spec.command ?? [])];
    const preload = this.#preloads.get(name) ?? '';
    const parameters = [name, spec.user ?? '', spec.workingFolder ?? '', preload, ...command];
    await this.#host.script(`start ${name}`, START, parameters, { env: this.#environment(spec) });
  }

  async signal(name: string, signal: ProgramSignal): Promise<void> {
    this.#spec(name);
    await this.#host.script(`send SIG${signal} to ${name}`, SIGNAL, [name, signal]);
  }

  async state(name: string): Promise<ProgramState> {
    this.#spec(name);
    return (await this.#look(name))?.state ?? 'gone';
  }

  async incarnation(name: string): Promise<string | null> {
    this.#spec(name);
    const seen = await this.#look(name);
    return seen === null ? null : `process ${seen.pid}, tick ${seen.tick}`;
  }

  async age_s(name: string): Promise<number> {
    this.#spec(name);
    const seen = await this.#look(name);
    if (seen !== null) return seen.age_s;
    throw new EnvironmentError({
      code: 'E_PROGRAM_AGE',
      expected: `${name} on ${this.#nodeName} to run while its clock is set`,
      actual: 'it is gone',
      advice: 'set clocks of programs that run',
    });
  }

  async exec(
    name: string,
    command: readonly string[],
    options: ExecOptions = {},
  ): Promise<ExecResult> {
    const spec = this.#spec(name);
    const env = { ...spec.environment, ...options.env };
    const folder = ['sh', '-c', 'cd "$1" && shift && exec "$@"', 'sh', spec.workingFolder ?? '/'];
    const user =
      spec.user === undefined
        ? []
        : [
            'sh',
            '-c',
            'exec setpriv --reuid "$0" --regid "$(id -g "$0")" --init-groups "$@"',
            spec.user,
          ];
    return this.#node.exec([...folder, ...user, ...command], { ...options, env });
  }

  async readFile(name: string, path: string, tail_bytes?: number): Promise<string | null> {
    this.#spec(name);
    return this.#node.readFile(path, tail_bytes);
  }

  async writeFile(name: string, path: string, content: string): Promise<void> {
    await this.#node.writeFile(path, content, this.#spec(name).user);
  }

  async log(name: string, tail_bytes: number): Promise<string> {
    this.#spec(name);
    return (await this.#node.readFile(`${STATE}/programs/${name}/log`, tail_bytes)) ?? '';
  }

  #environment(spec: ProgramSpec): Readonly<Record<string, string>> {
    const clock = this.#preloads.has(spec.name)
      ? faketimeEnvironment(clockFileOf(this, spec.name))
      : {};
    const marks = { [MARK]: this.#nodeName, [`${MARK}_PROGRAM`]: spec.name };
    return { ...spec.environment, ...clock, ...marks };
  }

  /** Where libfaketime is on the host. @throws EnvironmentError with the package that has it. */
  async #faketime(): Promise<string> {
    const { stdout } = await this.#host.script('look for libfaketime', FIND_FAKETIME, []);
    if (stdout.trim() !== '') return stdout.trim();
    throw new EnvironmentError({
      code: 'E_HOST_TOOLS',
      expected: `libfaketime.so.1 on ${this.#host.name}, by which the clocks of its programs are set`,
      actual: 'it is not there',
      advice: `install on ${this.#host.name}: \`apt-get install libfaketime\`; or leave faults of clocks out`,
    });
  }

  async #look(name: string): Promise<Seen | null> {
    const { stdout } = await this.#host.script(`tell of ${name}`, LOOK, [name]);
    const [pid = '', tick = '', letter = '', up = ''] = stdout.trim().split(' ');
    if (pid === '' || letter === 'Z' || letter === 'X') return null;
    const age_s = Number(up) - Number(tick) / TICKS_PER_S;
    return { pid, tick, age_s, state: letter === 'T' || letter === 't' ? 'stopped' : 'running' };
  }

  #spec(name: string): ProgramSpec {
    const spec = this.#specs.get(name);
    if (spec !== undefined) return spec;
    throw new EnvironmentError({
      code: 'E_PROGRAM',
      expected: `one of the programs of ${this.#nodeName}: ${[...this.#specs.keys()].join(', ') || 'none'}`,
      actual: `the program is called "${name}"`,
      advice: 'put it first, or name another one',
    });
  }

  #check(spec: ProgramSpec): void {
    const wrong = ((): string | null => {
      if (!NAME.test(spec.name)) return `the name "${spec.name}"`;
      if ([...(spec.entrypoint ?? []), ...(spec.command ?? [])].length === 0) return 'no command';
      const folder = spec.dataFolders?.find((path) => SHARED_FOLDER.test(path.replace(/\/+$/, '')));
      if (folder !== undefined) return `the data folder ${folder}, which is not the store's alone`;
      const paths = [...(spec.dataFolders ?? []), ...Object.keys(spec.files ?? {})];
      const relative = paths.find(
        (path) => !path.startsWith('/') || /[\n]|\/\.\.?(?:\/|$)/.test(path),
      );
      return relative === undefined ? null : `the path ${relative}`;
    })();
    if (wrong === null) return;
    throw new InputError({
      code: 'E_PROGRAM',
      expected:
        'a program for a host that ssh reaches: a name of letters, digits, dots and dashes, a command, and absolute paths below folders of its own',
      actual: `it has ${wrong}`,
      advice:
        'correct what `start` of the system gives; a host runs no image, so the command is needed',
    });
  }
}
