import { MalformedHistoryError } from '../malformed.js';
import type { Place } from '../recorded-event.js';

/** Thrown when the text ends within an element; more text may complete it. */
export class EndOfText extends Error {}

const NEWLINE = 10;

/** A place in a text that arrives in pieces. */
export class Cursor {
  text = '';
  at = 0;
  /** How deep the element being read is nested. */
  depth = 0;
  /** Whether no more text will come. */
  complete = false;
  private line = 1;
  private lineStart = 0;
  private counted = 0;

  /** Adds text; what was read before `at` is forgotten. */
  append(text: string): void {
    this.count(this.at);
    this.lineStart -= this.at;
    this.counted = 0;
    this.text = this.text.slice(this.at) + text;
    this.at = 0;
  }

  /** The code unit here; NaN at the end. */
  get code(): number {
    return this.text.charCodeAt(this.at);
  }

  get atEnd(): boolean {
    return this.at >= this.text.length;
  }

  /**
   * Passes white space, commas and comments.
   *
   * @throws EndOfText if the text ends in a comment, and more may come.
   */
  skipBlank(): void {
    for (;;) {
      const { code } = this;
      if (code === 59) {
        const end = this.text.indexOf('\n', this.at);
        if (end < 0 && !this.complete) {
          throw new EndOfText();
        }
        this.at = end < 0 ? this.text.length : end;
      } else if (code === 32 || (code >= 9 && code <= 13) || code === 44) {
        this.at++;
      } else {
        return;
      }
    }
  }

  /** Fails here, or asks for more text if there is none. */
  fail(expected: string): never {
    if (this.atEnd && !this.complete) {
      throw new EndOfText();
    }
    const got = this.atEnd
      ? 'the end of the text'
      : JSON.stringify(this.text.slice(this.at, this.at + 12));
    throw this.error(expected, got);
  }

  error(expected: string, got: string, at = this.at): MalformedHistoryError {
    return new MalformedHistoryError(this.placeOf(at), expected, got);
  }

  /** Line and column of a place that is not before the last one asked for. */
  placeOf(at: number): Place {
    this.count(at);
    return { line: this.line, column: at - this.lineStart + 1 };
  }

  /** Counts lines up to a place. */
  private count(to: number): void {
    for (let at = this.counted; at < to; at++) {
      if (this.text.charCodeAt(at) === NEWLINE) {
        this.line++;
        this.lineStart = at + 1;
      }
    }
    this.counted = Math.max(this.counted, to);
  }
}
