import { styled, type Text } from '../core/styled-text.js';
import { stderr, stdout } from './output.js';

/**
 * Where people read: results on stdout, everything else on stderr. A status line is kept at the
 * bottom of a terminal; elsewhere there are only plain lines.
 */
export class Screen {
  #status = '';
  /** The status lines of runs that go on beside each other, by their names. */
  readonly #statuses = new Map<string, string>();

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

  /** The screen of a run that goes on beside others: its lines tell whose they are. */
  beside(name: string): Screen {
    return new ScreenBeside(this, name, (line) => {
      if (line === '') this.#statuses.delete(name);
      else this.#statuses.set(name, line);
      this.status([...this.#statuses].map(([whose, what]) => `${whose}:${what}`).join(' | '));
    });
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

class ScreenBeside extends Screen {
  readonly #whole: Screen;
  readonly #name: string;
  readonly #showStatus: (line: string) => void;

  constructor(whole: Screen, name: string, showStatus: (line: string) => void) {
    super();
    this.#whole = whole;
    this.#name = name;
    this.#showStatus = showStatus;
  }

  override log(line: Text): void {
    const rest = typeof line === 'string' ? [line] : line;
    this.#whole.log([styled('dim', `${this.#name} `), ...rest]);
  }

  override result(text: Text): void {
    this.#whole.result(text);
  }

  override status(line: string): void {
    if (this.interactive) this.#showStatus(line);
  }
}
