import type { Descriptors } from './capabilities.js';
import type { ExecOptions, ExecResult } from './exec.js';

/**
 * Where the files of a program come from: an image under its name, unmodified, or a folder with a
 * Dockerfile, by its absolute path.
 */
export type ImageSource = { readonly name: string } | { readonly folder: string };

/** A program of the store on one node: what it is started from, and how. */
export interface ProgramSpec {
  /** Unique on its node: `postgres`, `etcd`. */
  readonly name: string;
  /** Absent: the image that the system names for its nodes. */
  readonly image?: ImageSource;
  /** Replaces the image's own entrypoint. */
  readonly entrypoint?: readonly string[];
  /** Replaces the image's own command: the arguments of the entrypoint. */
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Text files that are there before the program starts, by their absolute paths. */
  readonly files?: Readonly<Record<string, string>>;
  readonly user?: string;
  readonly workingFolder?: string;
  /**
   * Folders with the data of the store, by their absolute paths. They outlive the program, also one
   * that was killed, and are empty when a run begins.
   */
  readonly dataFolders?: readonly string[];
}

export type ProgramSignal = 'KILL' | 'TERM' | 'STOP' | 'CONT';

/** What the kernel says of a program: it runs, is stopped by a signal, or is not there. */
export type ProgramState = 'running' | 'stopped' | 'gone';

/** How a program is started, beside what its specification says. */
export interface PutOptions {
  /**
   * Whether it is started under libfaketime, so that a file of {@link clockFileOf} says what its
   * wall clock tells. It is then slower. Not every program is moved by that: its own time has to be asked.
   */
  readonly ownClock?: boolean;
}

/** What programs may have open: files and connections. */
export interface ProgramDescriptors {
  /** Those of its first process, and the highest limit that any of its processes has. */
  of(name: string): Promise<Descriptors>;
  /** Lets each of its processes have so many open; those that are open stay. */
  limit(name: string, limit: number): Promise<void>;
}

/** A file below a data folder of a program. */
export interface DataFile {
  readonly path: string;
  readonly size_bytes: number;
  /** When it was written last, in milliseconds since 1970. */
  readonly modified_ms: number;
}

/** What lies in the data folders of programs, whether they run or not. */
export interface ProgramData {
  files(name: string): Promise<readonly DataFile[]>;
  /** `null` where there is no such file. */
  read(name: string, path: string): Promise<Uint8Array | null>;
  /** Replaces the content of a file that is there; its owner and its rights stay. */
  overwrite(name: string, path: string, content: Uint8Array): Promise<void>;
  /** Empties the data folders of a program that is gone; files of its specification are there again. */
  wipe(name: string): Promise<void>;
}

/**
 * The programs of one node. They share its network; none has more rights than an engine gives to any
 * container. Each method but {@link put} rejects for a name that was not put.
 */
export interface Programs {
  /** Where files of clocks are, by its path on the node; the node's own files do not lie there. */
  readonly clockFolder: string;
  /** Absent where nobody can set the limits of programs. */
  readonly descriptors?: ProgramDescriptors;
  /** Absent where the data is somebody else's. */
  readonly data?: ProgramData;
  /** Makes a program ready to start; replaces one of the same name. Does not start it. */
  put(spec: ProgramSpec, options?: PutOptions): Promise<void>;
  /** Starts a program that is gone; ends when its process was started, not when it is ready. */
  start(name: string): Promise<void>;
  /** @throws EnvironmentError when there is no process to send the signal to. */
  signal(name: string, signal: ProgramSignal): Promise<void>;
  state(name: string): Promise<ProgramState>;
  /** What tells one start of a program from the next; `null` while it is gone. */
  incarnation(name: string): Promise<string | null>;
  /** For how long its process has run, in seconds. @throws EnvironmentError while it is gone. */
  age_s(name: string): Promise<number>;
  /** Runs a command beside the program, with its files and as its user. */
  exec(name: string, command: readonly string[], options?: ExecOptions): Promise<ExecResult>;
  /** Reads a text file of the program, at most its last `tail_bytes`; `null` when it is not there. */
  readFile(name: string, path: string, tail_bytes?: number): Promise<string | null>;
  writeFile(name: string, path: string, content: string): Promise<void>;
  /** What the program has printed on both its outputs since it was put, at most the last bytes. */
  log(name: string, tail_bytes: number): Promise<string>;
}

/** The file by which the clock of a program is set that was put with a clock of its own. */
export function clockFileOf(programs: Pick<Programs, 'clockFolder'>, name: string): string {
  return `${programs.clockFolder}/${name}.clock`;
}
