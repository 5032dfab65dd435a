import { exactNumber } from '../exact-number.js';

import { MalformedHistoryError, quoted } from '../malformed.js';
import type { Place, RecordedValue } from '../recorded-event.js';
import { endOfString } from './end-of-string.js';
import { isFaithful, MAX_DEPTH } from './survey-json.js';

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
/** What JSON lacks, and other writers of it (Python's, for one) have. */
const ODD_NUMBER = /NaN|-?Infinity/y;
const BLANK = /[ \t\n\r]*/y;

/**
 * The value of a JSON text. Numbers keep all their digits (`exactNumber`); `NaN`, `Infinity` and `-Infinity` are
 * numbers.
 * @param place - where the text begins.
 * @throws MalformedHistoryError with the line and column of what is wrong: a field that an object
 *   has twice, too.
 */
export function parseJson(text: string, place: Place): RecordedValue {
  try {
    const value = JSON.parse(text) as RecordedValue;
    if (isFaithful(value, text)) return value;
  } catch {
    // The slow parser below finds the place.
  }
  return new JsonText(text, place).whole();
}

/** A parser that knows where it is: slower than the built-in one, exact in its errors. */
class JsonText {
  readonly #text: string;
  readonly #start: Place;
  #at = 0;
  #depth = 0;

  constructor(text: string, start: Place) {
    this.#text = text;
    this.#start = start;
  }

  whole(): RecordedValue {
    const value = this.#value();
    this.#skipBlank();
    if (this.#at < this.#text.length) throw this.#unexpected('nothing more');
    return value;
  }

  #value(): RecordedValue {
    this.#skipBlank();
    switch (this.#text[this.#at]) {
      case '{':
        return this.#nested(() => this.#object());
      case '[':
        return this.#nested(() => this.#array());
      case '"':
        return this.#string('a string');
      case 't':
        return this.#word('true', true);
      case 'f':
        return this.#word('false', false);
      case 'n':
        return this.#word('null', null);
      default:
        return this.#number();
    }
  }

  #nested<T>(read: () => T): T {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw this.#unexpected(`at most ${MAX_DEPTH} levels of nesting`);
    const value = read();
    this.#depth -= 1;
    return value;
  }

  #object(): RecordedValue {
    const fields = new Map<string, RecordedValue>();
    this.#at += 1;
    if (this.#take('}')) return {};
    for (;;) {
      this.#skipBlank();
      const start = this.#at;
      const name = this.#string('a field name in double quotes');
      if (fields.has(name)) throw this.#twice(name, start);
      if (!this.#take(':')) throw this.#unexpected('":"');
      fields.set(name, this.#value());
      if (this.#take('}')) return Object.fromEntries(fields);
      if (!this.#take(',')) throw this.#unexpected('"," or "}"');
    }
  }

  #array(): RecordedValue {
    const items: RecordedValue[] = [];
    this.#at += 1;
    if (this.#take(']')) return items;
    for (;;) {
      items.push(this.#value());
      if (this.#take(']')) return items;
      if (!this.#take(',')) throw this.#unexpected('"," or "]"');
    }
  }

  #string(expected: string): string {
    if (this.#text[this.#at] !== '"') throw this.#unexpected(expected);
    const end = endOfString(this.#text, this.#at);
    try {
      const string = JSON.parse(
        this.#text.slice(this.#at, end < 0 ? undefined : end + 1),
      ) as string;
      this.#at = end + 1;
      return string;
    } catch {
      throw this.#unexpected('a whole JSON string with valid escapes');
    }
  }

  #number(): RecordedValue {
    const token = this.#token(NUMBER) ?? this.#token(ODD_NUMBER);
    if (token === undefined) throw this.#unexpected('a JSON value');
    return exactNumber(token) ?? Number(token);
  }

  #word<T>(word: string, value: T): T {
    if (!this.#text.startsWith(word, this.#at)) throw this.#unexpected('a JSON value');
    this.#at += word.length;
    return value;
  }

  #token(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const token = pattern.exec(this.#text)?.[0];
    this.#at += token?.length ?? 0;
    return token;
  }

  #take(mark: string): boolean {
    this.#skipBlank();
    if (this.#text[this.#at] !== mark) return false;
    this.#at += 1;
    return true;
  }

  #skipBlank(): void {
    BLANK.lastIndex = this.#at;
    this.#at += BLANK.exec(this.#text)?.[0].length ?? 0;
  }

  #twice(name: string, at: number): MalformedHistoryError {
    return new MalformedHistoryError(
      placeAfter(this.#start, this.#text, at),
      'each field once',
      `${quoted(name)} for the second time`,
      'leave one of the two out: it is not known which of them is meant',
    );
  }

  #unexpected(expected: string): MalformedHistoryError {
    const rest = this.#text.slice(this.#at, this.#at + 20);
    const got = rest === '' ? 'the end of the text' : quoted(rest);
    return new MalformedHistoryError(placeAfter(this.#start, this.#text, this.#at), expected, got);
  }
}

/** The place `length` units after the beginning of a text. */
export function placeAfter(start: Place, text: string, length: number): Place {
  let { line, column } = start;
  let from = 0;
  for (;;) {
    const feed = text.indexOf('\n', from);
    if (feed < 0 || feed >= length) return { line, column: column + length - from };
    line += 1;
    column = 1;
    from = feed + 1;
  }
}
