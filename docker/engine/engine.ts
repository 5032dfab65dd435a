import type { Readable } from 'node:stream';
import type { ExecResult } from '../../harness/core/exec.js';

/** Where an engine listens that was told nothing else. */
export const DEFAULT_ADDRESS = 'unix:///var/run/docker.sock';

export type Labels = Readonly<Record<string, string>>;

export interface EngineInfo {
  readonly version: string;
  /** Folder of the engine's images and containers, on the engine's machine. */
  readonly rootFolder: string;
}

export interface NetworkSpec {
  readonly name: string;
  /** Name of the bridge on the host, 15 characters at most. */
  readonly bridge: string;
  /** In CIDR notation. */
  readonly subnet: string;
  readonly gateway: string;
  readonly labels: Labels;
}

export interface NetworkInfo {
  readonly id: string;
  readonly name: string;
  readonly subnets: readonly string[];
  readonly labels: Labels;
}

/** A network of its own for a container, and its address there. */
export interface NetworkPlace {
  readonly hostname: string;
  /** Name of the network. */
  readonly network: string;
  readonly address: string;
}

/** A folder of the engine's machine, and where a container has it. */
export interface FolderMount {
  readonly source: string;
  readonly target: string;
}

export interface ContainerSpec {
  readonly name: string;
  readonly image: string;
  /** The image's own where absent, and so are all that follow. */
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly user?: string;
  readonly workingFolder?: string;
  /** A place of its own, or all of the network of another container, its names included. */
  readonly network: NetworkPlace | { readonly sharedWith: string };
  /** Id of a container whose volumes it shall have, to read them alone. */
  readonly volumesFrom?: string;
  /** They have to be there whenever the container is made, started or asked for files. */
  readonly mounts?: readonly FolderMount[];
  /** Capabilities beyond those that the engine gives to any container. */
  readonly capabilities: readonly string[];
  readonly labels: Labels;
}

/** Something to put into a container. A folder has no content. */
export interface ContainerFile {
  readonly path: string;
  readonly content: Buffer | null;
  readonly mode: number;
}

/** A file of a container, by its absolute path. */
export interface FileEntry {
  readonly path: string;
  readonly size_bytes: number;
  readonly modified_ms: number;
}

export interface ContainerInfo {
  readonly id: string;
  readonly name: string;
  readonly state: 'created' | 'running' | 'paused' | 'exited' | 'other';
  readonly labels: Labels;
}

/** What is asked of a container that is not ours. */
export interface ContainerDetails extends Pick<ContainerInfo, 'id' | 'name' | 'state'> {
  /** What tells one start of it from the next; `null` while it does not run. */
  readonly incarnation: string | null;
  /** `host`, `none`, `container:<id>`, or the name of its first network. */
  readonly networkMode: string;
  /** Its IPv4 addresses by the names of its networks. */
  readonly addresses: Readonly<Record<string, string>>;
}

export interface BuildSpec {
  /** Folder with the Dockerfile. */
  readonly folder: string;
  readonly tag: string;
  readonly buildArguments: Readonly<Record<string, string>>;
  readonly labels: Labels;
}

export interface EngineExecOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly timeout_ms: number;
}

/** Tells what is going on, one line at a time. */
export type Progress = (line: string) => void;

/**
 * What this room needs of a container engine, and no more. Every call is bounded in time; what
 * goes wrong is an `EnvironmentError`: `E_ENGINE_GONE` when the engine does not answer,
 * `E_ENGINE` when it refuses.
 */
export interface Engine {
  /** Where the engine is reached, for messages. */
  readonly address: string;
  info(): Promise<EngineInfo>;

  /** Id of an image by its tag; `null` when it is not there. */
  imageId(tag: string): Promise<string | null>;
  /** Pulls an image; gives up when nothing has come for `stall_ms`. */
  pull(tag: string, stall_ms: number, progress: Progress, signal: AbortSignal): Promise<void>;
  /** Makes an image of a tar archive of a root file system. */
  importImage(archive: Readable, tag: string, labels: Labels): Promise<void>;
  /** Builds with the host's network, so that packages come the way the host gets them. */
  build(spec: BuildSpec, progress: Progress, signal: AbortSignal): Promise<void>;

  /** All networks, ours or not. */
  networks(): Promise<readonly NetworkInfo[]>;
  createNetwork(spec: NetworkSpec): Promise<string>;
  /** Does nothing when it is not there. */
  removeNetwork(id: string): Promise<void>;

  /** Containers that carry a label, running or not. */
  containers(label: string): Promise<readonly ContainerInfo[]>;
  /** Any container by its name or id, ours or not; `null` where there is none. */
  findContainer(name: string): Promise<ContainerDetails | null>;
  createContainer(spec: ContainerSpec): Promise<string>;
  startContainer(id: string): Promise<void>;
  /** Ends all processes of a container at once. Does nothing where none runs. */
  killContainer(id: string): Promise<void>;
  /** Sends a signal to the first process of a running container. */
  signalContainer(id: string, signal: 'SIGTERM'): Promise<void>;
  /** What tells one start of a container from the next; `null` while it does not run. */
  containerIncarnation(id: string): Promise<string | null>;
  /** When a running container was started, in milliseconds since 1970, by the clock of the engine's machine. */
  containerStarted(id: string): Promise<number | null>;
  /** Of the first process of a running container, as this machine numbers it. */
  containerProcess(id: string): Promise<number>;
  containerState(id: string): Promise<ContainerInfo['state']>;
  /** Puts files into a container, running or not, whatever is in its image. */
  putFiles(id: string, files: readonly ContainerFile[]): Promise<void>;
  /** Whether a path is there in a container, running or not. */
  hasPath(id: string, path: string): Promise<boolean>;
  /** A file of a container, running or not; `null` where it is not there, or is no file. */
  getFile(id: string, path: string): Promise<Buffer | null>;
  /** The files below a folder of a container, running or not; none where it is not there. */
  filesBelow(id: string, folder: string): Promise<readonly FileEntry[]>;
  /** Replaces the content of a file that is there; its owner and its rights stay. */
  replaceFile(id: string, path: string, content: Buffer): Promise<void>;
  /** Freezes all processes of a container. */
  pauseContainer(id: string): Promise<void>;
  unpauseContainer(id: string): Promise<void>;
  /** Gives a container so many per cent of one processor; `null`: all there is. */
  limitCpu(id: string, percent: number | null): Promise<void>;
  /** Gives a container so many bytes of memory, and no swap; `null`: all there is. */
  limitMemory(id: string, bytes: number | null): Promise<void>;
  /** Kills and removes. Does nothing when it is not there. */
  removeContainer(id: string): Promise<void>;
  /** The last lines that the container's own process wrote. */
  containerLog(id: string, lines: number): Promise<string>;
  /** Runs a command in a running container to its end. */
  exec(id: string, command: readonly string[], options: EngineExecOptions): Promise<ExecResult>;
}
