import { createInterface } from 'node:readline/promises';
import { styleText } from 'node:util';

import { EnvironmentError } from '../core/errors.js';
import type { Text } from '../core/styled-text.js';
import { visible } from '../core/visible.js';
import { Interrupted } from './exit-code.js';

/** What a stream can say when nobody reads it any more: a closed pipe, a terminal that is gone. */
const NOBODY_READS = new Set(['EPIPE', 'EIO', 'ERR_STREAM_DESTROYED']);

/**
 * One of the two streams to the user. Whatever is written passes `visible`, so that nothing from a
 * store or a file can steer the terminal; our own colours are added after it.
 */
export class Output {
  readonly #stream: NodeJS.WriteStream;
  readonly #listeners = new Set<(reason: Error) => void>();
  #lost: Error | null = null;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
    // Each write learns of its error by its callback; without a listener the process would die of it.
    stream.on('error', () => undefined);
  }

  /** A terminal shows what is written. */
  get isTerminal(): boolean {
    return this.#stream.isTTY;
  }

  /** Width of the terminal, in columns; `null` where there is none. */
  get columns(): number | null {
    return this.#stream.columns > 0 ? this.#stream.columns : null;
  }

  /** Why nothing more can be written: an {@link Interrupted} where nobody reads; `null` so far. */
  get lost(): Error | null {
    return this.#lost;
  }

  /** Calls back when nothing more can be written. */
  onLost(listener: (reason: Error) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  write(text: Text): void {
    this.#send(this.#shown(text));
  }

  /** Data for a program, block by block: as it is, unless a terminal shows it. */
  async writeData(blocks: Iterable<string>): Promise<void> {
    for (const block of blocks) {
      if (this.#lost !== null) return;
      await this.#sent(this.isTerminal ? visible(block) : block);
    }
  }

  /** Empties the line on which the cursor of the terminal is. */
  clearLine(): void {
    if (this.isTerminal) this.#send('\r\u001b[2K');
  }

  /** Resolves when all that was written has arrived, or has failed to. */
  flushed(): Promise<void> {
    return this.#lost === null ? this.#sent('') : Promise.resolve();
  }

  /** Asks on the terminal. */
  async ask(question: string, signal: AbortSignal): Promise<string> {
    const readline = createInterface({ input: process.stdin, output: this.#stream });
    try {
      return await readline.question(visible(question), { signal });
    } finally {
      readline.close();
    }
  }

  #shown(text: Text): string {
    if (typeof text === 'string') return visible(text);
    return text
      .map((piece) =>
        typeof piece === 'string'
          ? visible(piece)
          : styleText(piece.style, visible(piece.text), {
              stream: this.#stream,
              validateStream: true,
            }),
      )
      .join('');
  }

  #sent(text: string): Promise<void> {
    return new Promise((resolve) => {
      this.#send(text, resolve);
    });
  }

  #send(text: string, done: () => void = () => undefined): void {
    if (this.#lost !== null) {
      done();
      return;
    }
    this.#stream.write(text, (error) => {
      if (error !== null && error !== undefined) this.#lose(error);
      done();
    });
  }

  #lose(error: NodeJS.ErrnoException): void {
    if (this.#lost !== null) return;
    const reason = NOBODY_READS.has(error.code ?? '') ? new Interrupted('EPIPE') : failed(error);
    this.#lost = reason;
    for (const listener of this.#listeners) listener(reason);
  }
}

function failed(error: Error): EnvironmentError {
  return new EnvironmentError({
    code: 'E_OUTPUT',
    expected: 'to write what there is to say',
    actual: error.message,
    advice: 'look at where the output goes: is its disk full?',
    cause: error,
  });
}

/** Results: what a pipe should get. */
export const stdout = new Output(process.stdout);
/** Everything else. */
export const stderr = new Output(process.stderr);
