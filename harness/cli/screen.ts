import type { Text } from '../core/styled-text.js';
import { stderr, stdout } from './output.js';

/**
 * Where people read: results on stdout, everything else on stderr. A status line is kept at the
 * bottom of a terminal; elsewhere there are only plain lines.
 */
export class Screen {
  #status = '';

  get interactive(): boolean {
    return stderr.isTerminal;
  }

  /** A line of what goes on. */
  log(line: Text): void {
    this.#clear();
    stderr.write(line);
    stderr.write('\n');
    this.#draw();
  }

  /** Results: what a pipe should get. A line end is added where there is none. */
  result(text: Text): void {
    this.#clear();
    stdout.write(text);
    if (typeof text !== 'string' || !text.endsWith('\n')) stdout.write('\n');
    this.#draw();
  }

  /** Results for programs, as JSON. */
  json(value: unknown): void {
    this.result(JSON.stringify(value, null, 2));
  }

  /** Replaces the status line; nothing where there is no terminal. */
  status(line: string): void {
    if (!this.interactive) return;
    this.#clear();
    this.#status = line;
    this.#draw();
  }

  #clear(): void {
    if (this.#status !== '') stderr.clearLine();
  }

  #draw(): void {
    if (this.#status === '') return;
    const width = stderr.columns ?? 80;
    stderr.write(this.#status.slice(0, Math.max(20, width - 1)));
  }
}
