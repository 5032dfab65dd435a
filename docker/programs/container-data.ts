import type { DataFile, ProgramData, ProgramSpec } from '../../harness/core/programs.js';
import { allSettled } from '../../harness/core/settled.js';
import type { Engine } from '../engine/engine.js';

/** A program that was put: its container, and what it was made of. */
export interface PutProgram {
  readonly id: string;
  readonly spec: ProgramSpec;
}

/** The data of programs in containers, which the engine reads and writes also while they are gone. */
export class ContainerData implements ProgramData {
  readonly #engine: Engine;
  readonly #programOf: (name: string) => PutProgram;
  /** Makes the container of a program anew. */
  readonly #remake: (name: string) => Promise<void>;
  /** Does something for which the engine has to find the data folders. */
  readonly #reached: <T>(work: () => Promise<T>) => Promise<T>;

  constructor(
    engine: Engine,
    programOf: (name: string) => PutProgram,
    remake: (name: string) => Promise<void>,
    reached: <T>(work: () => Promise<T>) => Promise<T>,
  ) {
    this.#engine = engine;
    this.#programOf = programOf;
    this.#remake = remake;
    this.#reached = reached;
  }

  async files(name: string): Promise<readonly DataFile[]> {
    const { id, spec } = this.#programOf(name);
    const folders = spec.dataFolders ?? [];
    const below = () => allSettled(folders.map((folder) => this.#engine.filesBelow(id, folder)));
    return (await this.#reached(below)).flat();
  }

  read(name: string, path: string): Promise<Uint8Array | null> {
    const { id } = this.#programOf(name);
    return this.#reached(() => this.#engine.getFile(id, path));
  }

  overwrite(name: string, path: string, content: Uint8Array): Promise<void> {
    const { id } = this.#programOf(name);
    return this.#reached(() => this.#engine.replaceFile(id, path, Buffer.from(content)));
  }

  wipe(name: string): Promise<void> {
    return this.#remake(name);
  }
}
