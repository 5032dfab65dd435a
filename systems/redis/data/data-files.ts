import {
  type DataFiles,
  EnvironmentError,
  type Loaded,
  messageOf,
  type Node,
} from '../../../harness/index.js';
import { SERVER } from '../configuration/layout.js';
import type { AdminConnection } from '../connection/admin.js';
import type { RedisProcesses } from '../processes.js';
import { APPEND_ONLY_FOLDER, filesIn, MANIFEST } from './append-only.js';
import type { DataFileKind } from './kinds.js';

const SNAPSHOT = `${SERVER.folder}/dump.rdb`;
/** Where what was refused is put. */
const REFUSED = `${SERVER.folder}/refused`;
const LOG_TAIL_BYTES = 2000;

/** `$1` the folder for what was refused, then what is moved there. */
const DISCARD = `
refused=$1; shift
rm -rf "$refused" && mkdir "$refused" || exit 1
for one in "$@"; do [ ! -e "$one" ] || mv "$one" "$refused" || exit 1; done
`;

/** The last thing that a server wrote into its log, without process id, role and time. */
export function lastWords(log: string): string {
  const line = log.trimEnd().split('\n').at(-1) ?? '';
  return line.replace(/^\d+:[A-Z] .*? [#*.-] /, '');
}

/** The files of the servers: the append-only file with its manifest, or the snapshot. */
export class RedisDataFiles implements DataFiles {
  readonly kinds: readonly DataFileKind[];
  readonly #nodes: ReadonlyMap<string, Node>;
  readonly #servers: ReadonlyMap<string, AdminConnection>;
  readonly #processes: RedisProcesses;

  constructor(
    kinds: readonly DataFileKind[],
    nodes: readonly Node[],
    servers: ReadonlyMap<string, AdminConnection>,
    processes: RedisProcesses,
  ) {
    this.kinds = kinds;
    this.#nodes = new Map(nodes.map((node) => [node.name, node]));
    this.#servers = servers;
    this.#processes = processes;
  }

  process(): string {
    return SERVER.name;
  }

  async find(name: string, kind: string): Promise<string | null> {
    if (kind === 'rdb') return (await this.#holds(name, SNAPSHOT)) ? SNAPSHOT : null;
    if (kind !== 'aof') return null;
    const manifest = await this.#node(name).readFile(MANIFEST);
    // The last one that holds anything: an increment is empty until the first write after a rewrite.
    for (const file of filesIn(manifest ?? '').toReversed()) {
      const path = `${APPEND_ONLY_FOLDER}/${file}`;
      if (await this.#holds(name, path)) return path;
    }
    return null;
  }

  async loaded(name: string): Promise<Loaded> {
    try {
      await this.#servers.get(name)?.ask('PING');
      return { state: 'loaded' };
    } catch (thrown) {
      if (messageOf(thrown).startsWith('LOADING')) return { state: 'loading' };
    }
    if ((await this.#processes.state(name, SERVER.name)) !== 'gone') return { state: 'loading' };
    const log = await this.#node(name).readFile(SERVER.logFile, LOG_TAIL_BYTES);
    return { state: 'refused', reason: lastWords(log ?? 'there is no log') };
  }

  async repair(name: string): Promise<string | null> {
    if (!this.kinds.includes('aof')) return null;
    const script = 'yes | redis-check-aof --fix "$1"';
    const result = await this.#node(name).exec(['sh', '-c', script, 'sh', MANIFEST]);
    if (result.exitCode !== 0) return null;
    const said = /^.*(?:truncated|valid).*$/im.exec(result.stdout)?.[0] ?? 'done';
    return `redis-check-aof --fix on ${name}: ${said.trim()}`;
  }

  async discard(name: string): Promise<string> {
    const command = ['sh', '-c', DISCARD, 'sh', REFUSED, APPEND_ONLY_FOLDER, SNAPSHOT];
    const result = await this.#node(name).exec(command);
    if (result.exitCode === 0) return `the data files of ${name} were put away; it starts empty`;
    throw new EnvironmentError({
      code: 'E_REDIS_DATA',
      expected: `the data files of ${name} to be put away`,
      actual: result.stderr.trim(),
      advice: 'see whether its disk can be written',
    });
  }

  async #holds(name: string, path: string): Promise<boolean> {
    return (await this.#node(name).exec(['test', '-s', path])).exitCode === 0;
  }

  #node(name: string): Node {
    const node = this.#nodes.get(name);
    if (node === undefined) throw new RangeError(`there is no node "${name}"`);
    return node;
  }
}
