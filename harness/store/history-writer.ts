import { open, type FileHandle } from 'node:fs/promises';

import type { Op } from '../core/op.js';
import { historyLine } from './history-line.js';
import { diskError } from './disk-error.js';

const FLUSH_CHARS = 64 * 1024;
const FLUSH_INTERVAL_MS = 20;
/** Beyond this the interpreter is asked to wait for the disk. */
const MAX_PENDING_CHARS = 8 * 1024 * 1024;

/**
 * Streams a history to `history.jsonl` as it happens. What was appended reaches the file within
 * 20 ms; what a killed process leaves is whole but for a torn last line.
 */
export class HistoryWriter {
  readonly #file: FileHandle;
  readonly #path: string;
  #pending = '';
  #writingChars = 0;
  #writing: Promise<void> | null = null;
  #timer: NodeJS.Timeout | null = null;
  #failure: Error | null = null;

  private constructor(file: FileHandle, path: string) {
    this.#file = file;
    this.#path = path;
  }

  /** @throws EnvironmentError when the file can't be made. */
  static async create(path: string): Promise<HistoryWriter> {
    try {
      return new HistoryWriter(await open(path, 'w'), path);
    } catch (error) {
      throw diskError(path, error);
    }
  }

  append(op: Op): void {
    this.#pending += historyLine(op);
    if (this.#writing !== null) return;
    if (this.#pending.length >= FLUSH_CHARS) this.#startWriting();
    else this.#timer ??= setTimeout(() => this.#startWriting(), FLUSH_INTERVAL_MS);
  }

  /**
   * Resolves when there is room for more; `undefined` when there is room now.
   * @throws EnvironmentError when the disk refused an earlier line.
   */
  ready(): Promise<void> | undefined {
    if (this.#failure !== null) throw this.#failure;
    if (this.#pending.length + this.#writingChars < MAX_PENDING_CHARS) return undefined;
    return this.#writing ?? undefined;
  }

  /** Writes out what is left. @throws EnvironmentError when the disk refused a line. */
  async flush(): Promise<void> {
    while (this.#failure === null && (this.#pending !== '' || this.#writing !== null)) {
      if (this.#writing === null) this.#startWriting();
      await this.#writing;
    }
    if (this.#failure !== null) throw this.#failure;
  }

  /** Flushes and closes the file. Closing comes first: a failed flush still closes. */
  async close(): Promise<void> {
    try {
      await this.flush();
    } finally {
      if (this.#timer !== null) clearTimeout(this.#timer);
      await this.#file.close();
    }
  }

  #startWriting(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#pending === '' || this.#failure !== null) return;
    const chunk = this.#pending;
    this.#pending = '';
    this.#writingChars = chunk.length;
    this.#writing = this.#write(chunk);
  }

  async #write(chunk: string): Promise<void> {
    try {
      await this.#file.appendFile(chunk);
    } catch (error) {
      this.#failure = diskError(this.#path, error);
    }
    this.#writing = null;
    this.#writingChars = 0;
    if (this.#pending.length >= FLUSH_CHARS) this.#startWriting();
    else if (this.#pending !== '') {
      this.#timer ??= setTimeout(() => this.#startWriting(), FLUSH_INTERVAL_MS);
    }
  }
}
