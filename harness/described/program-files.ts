import { createHash } from 'node:crypto';
import type { Capabilities } from '../core/capabilities.js';
import { EnvironmentError } from '../core/errors.js';
import type { Node } from '../core/node.js';
import type { ProgramData, Programs } from '../core/programs.js';
import type {
  BitPlace,
  ChangedByte,
  DataFiles,
  Files,
  FileState,
  Loaded,
} from '../core/storage.js';
import { programsOf } from './program-processes.js';

const LOG_TAIL_BYTES = 2000;
/**
 * A store that is ready in so many looks in a row has loaded its files. One look is not enough: a store may
 * take connections before it reads its files, and end when it cannot read them.
 */
const READY_LOOKS = 10;

/** What the files of a described store are reached with. */
export interface DataParts {
  readonly nodes: readonly Node[];
  /** Which files are meant, by kind, as the description says. */
  readonly kinds: Readonly<Record<string, RegExp>>;
  /** By the node: the program that keeps the store's data. */
  readonly keepers: ReadonlyMap<string, string>;
  /** Whether the store on a node is ready. */
  readonly ready: (node: string) => Promise<boolean>;
}

/** The files of a described store, for faults that damage them. */
export function filesOf(parts: DataParts): Required<Pick<Capabilities, 'files' | 'dataFiles'>> {
  const damaged = new Set<string>();
  return {
    files: new ProgramFiles(parts, damaged),
    dataFiles: new ProgramDataFiles(parts, damaged),
  };
}

/** The program that keeps data on a node. @throws EnvironmentError where none does. */
function keeperOn({ nodes, keepers }: DataParts, name: string) {
  const node = nodes.find((one) => one.name === name);
  if (node === undefined) throw new RangeError(`there is no node "${name}"`);
  const programs: Programs = programsOf(node);
  const program = keepers.get(name);
  if (program !== undefined && programs.data !== undefined) {
    return { program, programs, data: programs.data };
  }
  throw new EnvironmentError({
    code: 'E_NO_DATA',
    expected: `a program on ${name} with "dataFolders"`,
    actual: 'none has any',
    advice: 'say with `start` in which folders the program keeps its data',
  });
}

/** Files of the programs that keep the data, each read and written whole. */
class ProgramFiles implements Files {
  readonly #parts: DataParts;
  readonly #damaged: Set<string>;

  /** @param damaged - the nodes on which a file was changed. */
  constructor(parts: DataParts, damaged: Set<string>) {
    this.#parts = parts;
    this.#damaged = damaged;
  }

  async look(node: string, path: string): Promise<FileState | null> {
    const { data, program } = keeperOn(this.#parts, node);
    const content = await data.read(program, path);
    if (content === null) return null;
    const sha256 = createHash('sha256').update(content).digest('hex');
    return { size_bytes: content.length, sha256 };
  }

  async truncate(node: string, path: string, size_bytes: number): Promise<void> {
    const { data, program } = keeperOn(this.#parts, node);
    const content = await data.read(program, path);
    this.#damaged.add(node);
    if (content !== null) await data.overwrite(program, path, content.subarray(0, size_bytes));
  }

  async flip(
    node: string,
    path: string,
    places: readonly BitPlace[],
  ): Promise<readonly ChangedByte[]> {
    const { data, program } = keeperOn(this.#parts, node);
    const content = Uint8Array.from(await wholeFile(data, program, path));
    const changed = places.map(({ offset, bit }): ChangedByte => {
      const before = content[offset];
      if (before === undefined) throw noFile(path, `it has no byte ${offset}`);
      const after = before ^ (1 << bit);
      content[offset] = after;
      return { offset, before, after };
    });
    this.#damaged.add(node);
    await data.overwrite(program, path, content);
    return changed;
  }
}

async function wholeFile(data: ProgramData, program: string, path: string): Promise<Uint8Array> {
  const content = await data.read(program, path);
  if (content !== null) return content;
  throw noFile(path, 'there is none');
}

function noFile(path: string, actual: string): EnvironmentError {
  return new EnvironmentError({
    code: 'E_NODE_FILE',
    expected: `${path} to be changed`,
    actual,
    advice: 'see whether it is there',
  });
}

/** What the description calls data: in the data folders of the first program that has any. */
class ProgramDataFiles implements DataFiles {
  readonly kinds: readonly string[];
  readonly #parts: DataParts;
  readonly #damaged: Set<string>;
  /** By the node: how many of the last looks, since it was told to be loaded, found it ready. */
  readonly #readyLooks = new Map<string, number>();

  /** @param damaged - the nodes on which a file was changed, and that have not been emptied since. */
  constructor(parts: DataParts, damaged: Set<string>) {
    this.#parts = parts;
    this.#damaged = damaged;
    this.kinds = Object.keys(parts.kinds);
  }

  process(node: string): string | null {
    return this.#parts.keepers.get(node) ?? null;
  }

  async find(node: string, kind: string): Promise<string | null> {
    const { data, program } = keeperOn(this.#parts, node);
    const pattern = this.#parts.kinds[kind];
    const found = (await data.files(program))
      .filter(({ path, size_bytes }) => size_bytes > 0 && pattern?.test(path) === true)
      .sort((a, b) => a.modified_ms - b.modified_ms || a.size_bytes - b.size_bytes);
    return found.at(-1)?.path ?? null;
  }

  async loaded(node: string): Promise<Loaded> {
    const { programs, program } = keeperOn(this.#parts, node);
    if ((await programs.state(program)) !== 'gone') {
      const looks = (await this.#parts.ready(node)) ? (this.#readyLooks.get(node) ?? 0) + 1 : 0;
      const loaded = looks >= READY_LOOKS;
      // The next answer needs looks of its own: the program may be another one by then.
      this.#readyLooks.set(node, loaded ? 0 : looks);
      return { state: loaded ? 'loaded' : 'loading' };
    }
    this.#readyLooks.set(node, 0);
    const log = (await programs.log(program, LOG_TAIL_BYTES)).trimEnd();
    return { state: 'refused', reason: log.split('\n').at(-1) || 'it ended and printed nothing' };
  }

  /** Nobody knows how a store repairs its files. */
  repair(): Promise<null> {
    return Promise.resolve(null);
  }

  /** A program may end for many reasons. Its data are given up only where a fault has damaged them. */
  async discard(node: string): Promise<string | null> {
    if (!this.#damaged.has(node)) return null;
    const { data, program } = keeperOn(this.#parts, node);
    await data.wipe(program);
    this.#damaged.delete(node);
    return `the data folders of ${program} on ${node} were emptied; it starts empty`;
  }
}
