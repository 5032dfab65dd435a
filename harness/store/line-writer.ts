import { open, type FileHandle } from 'node:fs/promises';

import { diskError } from './disk-error.js';

/** Appends JSON lines to a file, in order; for a few lines a second. */
export class LineWriter {
  readonly #file: FileHandle;
  readonly #path: string;
  #last: Promise<void> = Promise.resolve();
  #failure: Error | null = null;

  private constructor(file: FileHandle, path: string) {
    this.#file = file;
    this.#path = path;
  }

  /** @throws EnvironmentError when the file can't be made. */
  static async create(path: string): Promise<LineWriter> {
    try {
      return new LineWriter(await open(path, 'a'), path);
    } catch (error) {
      throw diskError(path, error);
    }
  }

  append(value: unknown): void {
    this.#last = this.#last.then(() => this.#write(`${JSON.stringify(value)}\n`));
  }

  /** @throws EnvironmentError when the disk refused a line. */
  async close(): Promise<void> {
    await this.#last;
    await this.#file.close();
    if (this.#failure !== null) throw this.#failure;
  }

  async #write(line: string): Promise<void> {
    try {
      await this.#file.appendFile(line);
    } catch (error) {
      this.#failure ??= diskError(this.#path, error);
    }
  }
}
