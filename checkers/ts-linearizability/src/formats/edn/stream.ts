import { Cursor, EndOfText } from './cursor.js';
import { closes, readElement, skipDiscarded } from './element.js';
import type { EdnValue } from './values.js';

/** What `EdnStream` and `readEdn` may be told. */
export interface EdnOptions {
  /**
   * Keeps text that is no element of EDN as `EdnUnreadable`: numbers and characters that are none,
   * and what Clojure prints of objects (`#<...>`, `#'var`, `#"regex"`). Default: it is an error.
   */
  readonly keepUnreadable?: boolean;
}

/**
 * Reads EDN that arrives in pieces, in memory for one element: the elements of vectors and
 * lists at the top level (a history in one vector), or the bare elements (one a line).
 *
 * `push` gives the elements that a piece completes, `end` the rest; both throw
 * `HistorySyntaxError` with line and column.
 */
export class EdnStream {
  private readonly cursor: Cursor;
  private close: string | undefined;
  private start = 0;

  constructor({ keepUnreadable = false }: EdnOptions = {}) {
    this.cursor = new Cursor(keepUnreadable);
  }

  /** Where the element that was given last begins; ask before the next one is taken. */
  get place(): { readonly line: number; readonly column: number } {
    return this.cursor.placeOf(this.start);
  }

  *push(text: string): Generator<EdnValue> {
    this.cursor.append(text);
    yield* this.read();
  }

  *end(): Generator<EdnValue> {
    this.cursor.complete = true;
    yield* this.read();
    if (this.close !== undefined) {
      this.cursor.fail(`"${this.close}"`);
    }
  }

  private *read(): Generator<EdnValue> {
    for (;;) {
      const next = this.next();
      if (next === undefined) {
        return;
      }
      yield next.value;
    }
  }

  /** The next element; nothing if the text does not hold a whole one. */
  private next(): { readonly value: EdnValue } | undefined {
    const { cursor } = this;
    for (;;) {
      const start = cursor.at;
      cursor.depth = 0;
      try {
        skipDiscarded(cursor);
        if (cursor.atEnd) {
          return undefined;
        }
        if (closes(cursor, this.close)) {
          this.close = undefined;
        } else if (this.close === undefined && (cursor.code === 91 || cursor.code === 40)) {
          this.close = cursor.code === 91 ? ']' : ')';
          cursor.at++;
        } else {
          this.start = cursor.at;
          return { value: readElement(cursor) };
        }
      } catch (error) {
        if (error instanceof EndOfText) {
          cursor.at = start;
          return undefined;
        }
        throw error;
      }
    }
  }
}

/**
 * All elements of a text, as `EdnStream` gives them.
 *
 * @throws HistorySyntaxError with line and column if the text is not EDN.
 */
export function readEdn(text: string, options: EdnOptions = {}): EdnValue[] {
  const stream = new EdnStream(options);
  return [...stream.push(text), ...stream.end()];
}
