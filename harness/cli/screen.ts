import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/**
 * Where people read: results on stdout, everything else on stderr. A status line is kept at the
 * bottom of a terminal; elsewhere there are only plain lines.
 */
export class Screen {
  readonly #interactive: boolean;
  #status = '';

  constructor(interactive = process.stderr.isTTY) {
    this.#interactive = interactive;
  }

  get interactive(): boolean {
    return this.#interactive;
  }

  /** A line of what goes on. */
  log(line: string): void {
    this.#clear();
    process.stderr.write(`${line}\n`);
    this.#draw();
  }

  /** Results: what a pipe should get. */
  result(text: string): void {
    this.#clear();
    process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
    this.#draw();
  }

  /** Replaces the status line; nothing where there is no terminal. */
  status(line: string): void {
    if (!this.#interactive) return;
    this.#clear();
    this.#status = line;
    this.#draw();
  }

  /** Colours for the terminal on stderr; plain text elsewhere and under NO_COLOR. */
  paint(style: Style, text: string): string {
    return styleText(style, text, { stream: process.stderr, validateStream: true });
  }

  #clear(): void {
    if (this.#status !== '') process.stderr.write('\r\u001b[2K');
  }

  #draw(): void {
    if (this.#status === '') return;
    const width = process.stderr.columns;
    process.stderr.write(this.#status.slice(0, Math.max(20, width - 1)));
  }
}
