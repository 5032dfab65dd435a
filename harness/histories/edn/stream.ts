import { Cursor, EndOfText } from './cursor.js';
import { closes, readElement, skipDiscarded } from './element.js';
import type { Place } from '../recorded-event.js';
import type { EdnValue } from './values.js';

/**
 * Reads EDN that arrives in pieces, in memory for one element: the elements of vectors and
 * lists at the top level (a history in one vector), or the bare elements (one a line). Text that is no element of EDN
 * (numbers and characters that are none, and what Clojure prints of objects) is kept as `EdnUnreadable`.
 *
 * `push` gives the elements that a piece completes, `end` the rest; both throw
 * `MalformedHistoryError` with line and column.
 */
export class EdnStream {
  private readonly cursor = new Cursor();
  private close: string | undefined;
  private start = 0;

  /** Where the element that was given last begins; ask before the next one is taken. */
  get place(): Place {
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
