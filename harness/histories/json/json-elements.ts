import { MalformedHistoryError, quoted } from '../malformed.js';
import type { Place } from '../recorded-event.js';
import { endOfString } from './end-of-string.js';
import { placeAfter } from './parse-json.js';
import { MAX_DEPTH } from './survey-json.js';

/** The text of one object, and where it begins. */
export interface JsonElement {
  readonly text: string;
  readonly place: Place;
}

const [QUOTE, COMMA, OPEN_LIST, CLOSE_LIST] = [34, 44, 91, 93];
const [OPEN_OBJECT, CLOSE_OBJECT] = [123, 125];

/** `first`: after the bracket that opens the list. */
type State = 'start' | 'bare' | 'first' | 'element' | 'separator' | 'after-list';

/**
 * Cuts a text that comes in pieces into objects: those of one list, or bare ones one after
 * another. What is inside of an object is not looked at.
 */
export class JsonElements {
  #text = '';
  #at = 0;
  /** A place in the text that is known, at or before `#at`. */
  #known: Place = { line: 1, column: 1 };
  #knownAt = 0;
  #state: State = 'start';

  *push(piece: string): Generator<JsonElement> {
    this.#place();
    this.#text = this.#text.slice(this.#at) + piece;
    this.#at = 0;
    this.#knownAt = 0;
    yield* this.#read(false);
  }

  *end(): Generator<JsonElement> {
    yield* this.#read(true);
    if (this.#state === 'first' || this.#state === 'element') throw this.#unexpected('an event');
    if (this.#state === 'separator') throw this.#unexpected('"," or "]"');
  }

  *#read(complete: boolean): Generator<JsonElement> {
    for (;;) {
      this.#skipBlank();
      if (this.#at >= this.#text.length) return;
      if (this.#takesMark(this.#text.charCodeAt(this.#at))) {
        this.#at += 1;
        continue;
      }
      const length = lengthOfObject(this.#text, this.#at);
      if (length === 'too-deep') throw this.#unexpected(`at most ${MAX_DEPTH} levels of nesting`);
      if (length === undefined && !complete) return;
      const place = this.#place();
      const end = length === undefined ? this.#text.length : this.#at + length;
      const text = this.#text.slice(this.#at, end);
      this.#at = end;
      this.#state = this.#state === 'start' || this.#state === 'bare' ? 'bare' : 'separator';
      yield { text, place };
    }
  }

  /** Whether a bracket or comma of the list stands here; if not, an object must. */
  #takesMark(code: number): boolean {
    switch (this.#state) {
      case 'start':
        if (code !== OPEN_LIST) break;
        this.#state = 'first';
        return true;
      case 'first':
        if (code !== CLOSE_LIST) break;
        this.#state = 'after-list';
        return true;
      case 'separator':
        if (code !== COMMA && code !== CLOSE_LIST) throw this.#unexpected('"," or "]"');
        this.#state = code === COMMA ? 'element' : 'after-list';
        return true;
      case 'after-list':
        throw this.#unexpected('nothing after the list');
      default:
        break;
    }
    if (code !== OPEN_OBJECT) throw this.#unexpected('an event: an object in braces');
    return false;
  }

  #skipBlank(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return;
      this.#at += 1;
    }
  }

  #place(): Place {
    const passed = this.#text.slice(this.#knownAt, this.#at);
    this.#known = placeAfter(this.#known, passed, passed.length);
    this.#knownAt = this.#at;
    return this.#known;
  }

  #unexpected(expected: string): MalformedHistoryError {
    const rest = this.#text.slice(this.#at, this.#at + 20);
    const got = rest === '' ? 'the end of the text' : quoted(rest);
    return new MalformedHistoryError(this.#place(), expected, got);
  }
}

/** Up to the bracket that closes the first one; nothing when the text ends before it. */
function lengthOfObject(text: string, start: number): number | 'too-deep' | undefined {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfString(text, at);
      if (at < 0) return undefined;
    } else if (code === OPEN_OBJECT || code === OPEN_LIST) {
      depth += 1;
      if (depth > MAX_DEPTH) return 'too-deep';
    } else if (code === CLOSE_OBJECT || code === CLOSE_LIST) {
      depth -= 1;
      if (depth === 0) return at + 1 - start;
    }
  }
  return undefined;
}
