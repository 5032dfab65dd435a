import { open, type FileHandle } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

import type { Op } from '../core/op.js';
import { historyLine } from '../histories/index.js';
import { diskError } from './disk-error.js';

const BLOCK_BYTES = 256 * 1024;
const FLUSH_BYTES = 64 * 1024;
const FLUSH_INTERVAL_MS = 20;
/** Beyond so many full blocks the interpreter is asked to wait for the disk. */
const MAX_WAITING_BLOCKS = 32;
/** The fastest: a history shrinks to a seventh by it, and to a ninth by one that takes twice as long. */
const COMPRESSION_LEVEL = 1;
/** UTF-8 needs at most three bytes for each UTF-16 unit. */
const MAX_BYTES_PER_UNIT = 3;

const compress = promisify<Buffer, { readonly level: number }, Buffer>(gzip);

interface Block {
  bytes: Buffer;
  used: number;
}

/**
 * Streams a history to `history.jsonl.gz` as it happens. What was appended reaches the file within
 * some 20 ms, each time as a gzip member of its own, so a killed process leaves all of it but a
 * torn end. `zcat` reads the file.
 *
 * Lines go straight into blocks of bytes: as strings that wait for the disk they would cost the
 * garbage collector more than everything else in a run.
 */
export class HistoryWriter {
  readonly #file: FileHandle;
  readonly #path: string;
  #block: Block = { bytes: Buffer.allocUnsafe(BLOCK_BYTES), used: 0 };
  readonly #waiting: Block[] = [];
  #spare: Buffer | null = null;
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
    const line = historyLine(op);
    const most = line.length * MAX_BYTES_PER_UNIT;
    if (this.#block.used + most > this.#block.bytes.length) this.#nextBlock(most);
    const block = this.#block;
    block.used += block.bytes.write(line, block.used);
    if (this.#writing !== null) return;
    if (block.used >= FLUSH_BYTES) this.#startWriting();
    else this.#timer ??= setTimeout(() => this.#startWriting(), FLUSH_INTERVAL_MS);
  }

  /**
   * Resolves when there is room for more; `undefined` when there is room now.
   * @throws EnvironmentError when the disk refused an earlier line.
   */
  ready(): Promise<void> | undefined {
    if (this.#failure !== null) throw this.#failure;
    if (this.#waiting.length < MAX_WAITING_BLOCKS) return undefined;
    return this.#writing ?? undefined;
  }

  /** Writes out what is left. @throws EnvironmentError when the disk refused a line. */
  async flush(): Promise<void> {
    while (this.#failure === null && (this.#hasUnwritten() || this.#writing !== null)) {
      if (this.#writing === null) this.#startWriting();
      await this.#writing;
    }
    if (this.#failure !== null) throw this.#failure;
  }

  /** Flushes and closes the file; a flush that failed still closes. */
  async close(): Promise<void> {
    try {
      await this.flush();
    } finally {
      if (this.#timer !== null) clearTimeout(this.#timer);
      await this.#file.close();
    }
  }

  #hasUnwritten(): boolean {
    return this.#block.used > 0 || this.#waiting.length > 0;
  }

  #nextBlock(atLeast: number): void {
    if (this.#block.used > 0) this.#waiting.push(this.#block);
    const spare = atLeast > BLOCK_BYTES ? Buffer.allocUnsafe(atLeast) : this.#spare;
    if (spare === this.#spare) this.#spare = null;
    this.#block = { bytes: spare ?? Buffer.allocUnsafe(BLOCK_BYTES), used: 0 };
  }

  #startWriting(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#failure !== null || this.#writing !== null) return;
    if (this.#waiting.length === 0 && this.#block.used > 0) this.#nextBlock(0);
    const block = this.#waiting.shift();
    if (block !== undefined) this.#writing = this.#write(block);
  }

  async #write(block: Block): Promise<void> {
    try {
      const bytes = block.bytes.subarray(0, block.used);
      await this.#file.appendFile(await compress(bytes, { level: COMPRESSION_LEVEL }));
    } catch (error) {
      this.#failure = diskError(this.#path, error);
    }
    this.#writing = null;
    if (block.bytes.length === BLOCK_BYTES) this.#spare = block.bytes;
    if (this.#waiting.length > 0 || this.#block.used >= FLUSH_BYTES) this.#startWriting();
    else if (this.#block.used > 0) {
      this.#timer ??= setTimeout(() => this.#startWriting(), FLUSH_INTERVAL_MS);
    }
  }
}
