import type { Place } from './recorded-event.js';

/** Cuts a text that comes in pieces into lines, without their ends. */
export class Lines {
  #rest = '';
  #count = 0;

  /** The lines that a piece completes. */
  push(piece: string): readonly string[] {
    const lines = (this.#rest + piece).split('\n');
    this.#rest = lines.pop() ?? '';
    return lines;
  }

  /** The last line, where nothing ended it. */
  end(): readonly string[] {
    const last = this.#rest;
    this.#rest = '';
    return last === '' ? [] : [last];
  }

  /** The place of the line that is taken next: to be asked once for each. */
  next(): Place {
    this.#count += 1;
    return { line: this.#count, column: 1 };
  }
}
