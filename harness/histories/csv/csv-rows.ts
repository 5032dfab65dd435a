import { MalformedHistoryError, quoted } from '../malformed.js';
import type { Place } from '../recorded-event.js';

/** One field of a row, and where its text begins, after the quote if there is one. */
export interface CsvField {
  readonly text: string;
  readonly place: Place;
}

const [FEED, RETURN, QUOTE, COMMA] = [10, 13, 34, 44];

/**
 * Cuts CSV (RFC 4180) that comes in pieces into rows. Fields are separated by commas; one in
 * double quotes may hold commas, line feeds, and double quotes written twice. Empty lines are
 * passed over.
 */
export class CsvRows {
  #text = '';
  #at = 0;
  #line = 1;
  #lineStart = 0;

  *push(piece: string): Generator<readonly CsvField[]> {
    this.#text = this.#text.slice(this.#at) + piece;
    this.#lineStart -= this.#at;
    this.#at = 0;
    yield* this.#read(false);
  }

  *end(): Generator<readonly CsvField[]> {
    yield* this.#read(true);
  }

  *#read(complete: boolean): Generator<readonly CsvField[]> {
    while (this.#at < this.#text.length) {
      const before = { at: this.#at, line: this.#line, lineStart: this.#lineStart };
      const row = this.#row(complete);
      if (row === undefined) {
        this.#at = before.at;
        this.#line = before.line;
        this.#lineStart = before.lineStart;
        return;
      }
      if (row.length > 1 || row[0]?.text !== '') yield row;
    }
  }

  /** The row here; nothing when the text does not hold a whole one. */
  #row(complete: boolean): readonly CsvField[] | undefined {
    const fields: CsvField[] = [];
    for (;;) {
      const isQuoted = this.#text.charCodeAt(this.#at) === QUOTE;
      const place = this.#place(this.#at + (isQuoted ? 1 : 0));
      const text = isQuoted ? this.#quoted(complete) : this.#bare();
      if (text === undefined) return undefined;
      fields.push({ text, place });
      const code = this.#text.charCodeAt(this.#at);
      if (code === COMMA) {
        this.#at += 1;
      } else if (Number.isNaN(code)) {
        return complete ? fields : undefined;
      } else if (code === FEED || (code === RETURN && this.#nextCode() === FEED)) {
        this.#at += code === FEED ? 1 : 2;
        this.#feed();
        return fields;
      } else if (code === RETURN && Number.isNaN(this.#nextCode())) {
        if (!complete) return undefined;
        this.#at += 1;
        return fields;
      } else {
        const rest = quoted(this.#text.slice(this.#at, this.#at + 20));
        const expected = 'a comma or the end of the line after the closing quote';
        throw new MalformedHistoryError(this.#place(this.#at), expected, rest);
      }
    }
  }

  #nextCode(): number {
    return this.#text.charCodeAt(this.#at + 1);
  }

  #bare(): string {
    const start = this.#at;
    for (; this.#at < this.#text.length; this.#at += 1) {
      const code = this.#text.charCodeAt(this.#at);
      if (code === COMMA || code === FEED) break;
      if (code === QUOTE) {
        throw new MalformedHistoryError(
          this.#place(this.#at),
          'no double quote inside of a field that does not begin with one',
          quoted(this.#text.slice(start, this.#at + 10)),
          'put the whole field in double quotes, and write each one inside of it twice',
        );
      }
    }
    const text = this.#text.slice(start, this.#at);
    return text.endsWith('\r') ? text.slice(0, -1) : text;
  }

  #quoted(complete: boolean): string | undefined {
    const opened = this.#place(this.#at);
    let from = this.#at + 1;
    let result = '';
    for (;;) {
      const end = this.#text.indexOf('"', from);
      const isLast = end + 1 >= this.#text.length;
      if (end < 0 || (isLast && !complete)) {
        if (!complete) return undefined;
        throw new MalformedHistoryError(
          opened,
          'a closing double quote for the one',
          'the end of the text',
          'close the quote; a double quote inside of a quoted field is written twice',
        );
      }
      result += this.#text.slice(from, end);
      this.#countFeeds(from, end);
      if (this.#text.charCodeAt(end + 1) !== QUOTE) {
        this.#at = end + 1;
        return result;
      }
      result += '"';
      from = end + 2;
    }
  }

  #countFeeds(from: number, to: number): void {
    for (let at = this.#text.indexOf('\n', from); at >= 0 && at < to;) {
      this.#line += 1;
      this.#lineStart = at + 1;
      at = this.#text.indexOf('\n', at + 1);
    }
  }

  #feed(): void {
    this.#line += 1;
    this.#lineStart = this.#at;
  }

  #place(at: number): Place {
    return { line: this.#line, column: at - this.#lineStart + 1 };
  }
}
