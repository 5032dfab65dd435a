import type { Clock } from '../../core/clock.js';
import { EnvironmentError } from '../../core/errors.js';
import { silentLog } from '../../core/log.js';
import type { Node } from '../../core/node.js';
import type { ExecResult } from '../../core/exec.js';
import type { SystemContext } from '../../core/system.js';
import type {
  ProgramData,
  Programs,
  ProgramSignal,
  ProgramSpec,
  ProgramState,
  PutOptions,
} from '../../core/programs.js';

const NOTHING: ExecResult = { exitCode: 0, stdout: '', stderr: '' };

/** Programs of one node that are states in memory. */
export class FakePrograms implements Programs {
  readonly clockFolder = '/clocks';
  readonly specs = new Map<string, ProgramSpec>();
  /** Files of the node itself. */
  readonly nodeFiles = new Map<string, string>();
  /** Names of those that were put with a clock of their own. */
  readonly withClocks = new Set<string>();
  /** All that was asked for, in order: `put db`, `start db`, `KILL db`. */
  readonly calls: string[] = [];
  /** What each program prints. */
  readonly printed = new Map<string, string>();
  /** Programs that end as soon as they are started. */
  readonly dying = new Set<string>();
  /** What lies in the data folders, by its paths. */
  readonly held = new Map<string, Uint8Array>();
  readonly data: ProgramData = {
    files: async () =>
      [...this.held].map(([path, content]) => ({
        path,
        size_bytes: content.length,
        modified_ms: 0,
      })),
    read: async (_name, path) => this.held.get(path) ?? null,
    overwrite: async (_name, path, content) => {
      this.held.set(path, content);
    },
    wipe: async () => {
      this.held.clear();
    },
  };
  readonly #states = new Map<string, ProgramState>();
  #starts = 0;

  put(spec: ProgramSpec, { ownClock = false }: PutOptions = {}): Promise<void> {
    if (ownClock) this.withClocks.add(spec.name);
    this.calls.push(`put ${spec.name}`);
    this.specs.set(spec.name, spec);
    this.#states.set(spec.name, 'gone');
    return Promise.resolve();
  }

  start(name: string): Promise<void> {
    this.calls.push(`start ${name}`);
    this.#starts += 1;
    this.#states.set(name, this.dying.has(name) ? 'gone' : 'running');
    return Promise.resolve();
  }

  signal(name: string, signal: ProgramSignal): Promise<void> {
    this.calls.push(`${signal} ${name}`);
    const after = { KILL: 'gone', TERM: 'gone', STOP: 'stopped', CONT: 'running' } as const;
    this.#states.set(name, after[signal]);
    return Promise.resolve();
  }

  state(name: string): Promise<ProgramState> {
    const state = this.#states.get(name);
    return state === undefined ? Promise.reject(unknown(name)) : Promise.resolve(state);
  }

  async incarnation(name: string): Promise<string | null> {
    return (await this.state(name)) === 'gone' ? null : `start ${this.#starts}`;
  }

  age_s(): Promise<number> {
    return Promise.resolve(10);
  }

  exec(name: string, command: readonly string[]): Promise<ExecResult> {
    this.calls.push(`exec ${name} ${command.join(' ')}`);
    return Promise.resolve({ ...NOTHING, stdout: `of ${name}` });
  }

  readFile(name: string, path: string): Promise<string | null> {
    return Promise.resolve(this.specs.get(name)?.files?.[path] ?? null);
  }

  writeFile(): Promise<void> {
    return Promise.resolve();
  }

  log(name: string, tail_bytes: number): Promise<string> {
    return Promise.resolve((this.printed.get(name) ?? '').slice(-tail_bytes));
  }
}

function unknown(name: string): EnvironmentError {
  return new EnvironmentError({
    code: 'E_PROGRAM',
    expected: 'a program that was put',
    actual: `"${name}" was not`,
    advice: 'put it first',
  });
}

/** Nodes with fake programs, and what a system is created with on them. */
export function fakeNodes(
  names: readonly string[],
  clock: Clock,
): { readonly programs: ReadonlyMap<string, FakePrograms>; readonly context: SystemContext } {
  const programs = new Map(names.map((name) => [name, new FakePrograms()]));
  const nodes = names.map((name, i): Node => ({
    name,
    address: `10.0.0.${i + 1}`,
    exec: () => Promise.resolve(NOTHING),
    spawn: () => Promise.resolve(),
    readFile: () => Promise.resolve(null),
    writeFile: (path, content) => {
      programs.get(name)?.nodeFiles.set(path, content);
      return Promise.resolve();
    },
    programs: programs.get(name) as FakePrograms,
  }));
  return {
    programs,
    context: {
      nodes,
      options: {},
      clock,
      log: silentLog,
      signal: new AbortController().signal,
      capabilitiesNeeded: [],
    },
  };
}
