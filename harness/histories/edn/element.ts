import { exactNumber, type ExactNumber } from '../exact-number.js';
import { EndOfText, type Cursor } from './cursor.js';
import { EdnKeyword, EdnSymbol, EdnTagged, EdnUnreadable, type EdnValue } from './values.js';

/** Elements may not be nested deeper: they are read by recursion. */
export const MAX_DEPTH = 1000;

const TOKEN = /[^\s,"()[\]{};]+/y;
const MARKED = /^[+-]?\d+(?:N|(?:\.\d*)?(?:[eE][+-]?\d+)?M)$/;
const STRING_END = /["\\]/g;
/** Up to a bracket that a delimiter follows: there may be others in the text of the object. */
const PRINTED_OBJECT = /<[^]*?(?<!-)>(?=[\s,()[\]{}]|$)/y;
const PRINTED_REGEX = /"(?:[^"\\]|\\[^])*"/y;
const ONE_CHARACTER = /^.$/su;
const HEXADECIMAL = /^[0-9a-fA-F]{4}$/;
const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '"': '"',
  '\\': '\\',
  b: '\b',
  f: '\f',
};
const SYMBOLIC: ReadonlyMap<string, number> = new Map([
  ['NaN', Number.NaN],
  ['Inf', Number.POSITIVE_INFINITY],
  ['-Inf', Number.NEGATIVE_INFINITY],
]);
const CHARACTERS: ReadonlyMap<string, string> = new Map([
  ['newline', '\n'],
  ['return', '\r'],
  ['space', ' '],
  ['tab', '\t'],
  ['formfeed', '\f'],
  ['backspace', '\b'],
]);

/**
 * Reads one element of EDN at the cursor.
 *
 * @throws EndOfText if the text ends first and more may come.
 * @throws MalformedHistoryError if the text is not EDN, or nested more than 1000 levels deep.
 */
export function readElement(cursor: Cursor): EdnValue {
  cursor.depth++;
  if (cursor.depth > MAX_DEPTH) {
    cursor.fail(`at most ${MAX_DEPTH} levels of nesting`);
  }
  const element = readHere(cursor);
  cursor.depth--;
  return element;
}

function readHere(cursor: Cursor): EdnValue {
  for (;;) {
    cursor.skipBlank();
    switch (cursor.text[cursor.at]) {
      case '[':
        return readSequence(cursor, ']');
      case '(':
        return readSequence(cursor, ')');
      case '{':
        return readMap(cursor);
      case '"':
        return readString(cursor);
      case '\\':
        return readCharacter(cursor);
      case '#': {
        const element = readDispatch(cursor);
        if (element !== undefined) {
          return element;
        }
        break;
      }
      default:
        return readAtom(cursor);
    }
  }
}

function readSequence(cursor: Cursor, close: string): EdnValue[] {
  cursor.at++;
  const elements: EdnValue[] = [];
  while (!closes(cursor, close)) {
    elements.push(readElement(cursor));
  }
  return elements;
}

/** Passes blanks, comments and discarded elements. */
export function skipDiscarded(cursor: Cursor): void {
  cursor.skipBlank();
  while (cursor.text.startsWith('#_', cursor.at)) {
    cursor.at += 2;
    readElement(cursor);
    cursor.skipBlank();
  }
}

/** Passes the closing bracket if it comes next; discarded elements may come before it. */
export function closes(cursor: Cursor, close: string | undefined): boolean {
  skipDiscarded(cursor);
  if (cursor.atEnd) {
    cursor.fail(`"${close}"`);
  }
  if (cursor.text[cursor.at] !== close) {
    return false;
  }
  cursor.at++;
  return true;
}

function readMap(cursor: Cursor): ReadonlyMap<EdnValue, EdnValue> {
  const start = cursor.at;
  const elements = readSequence(cursor, '}');
  if (elements.length % 2 === 1) {
    throw cursor.error('a map with a value for every key', `${elements.length} elements`, start);
  }
  const map = new Map<EdnValue, EdnValue>();
  for (let i = 0; i < elements.length; i += 2) {
    map.set(elements[i] as EdnValue, elements[i + 1] as EdnValue);
  }
  if (2 * map.size < elements.length) {
    throw cursor.error('a map with each key once', 'one of them twice', start);
  }
  return map;
}

function readString(cursor: Cursor): string {
  let result = '';
  let from = cursor.at + 1;
  for (;;) {
    STRING_END.lastIndex = from;
    const end = STRING_END.exec(cursor.text)?.index;
    if (end === undefined) {
      cursor.at = cursor.text.length;
      cursor.fail('the end of a string');
    }
    result += cursor.text.slice(from, end);
    if (cursor.text[end] === '"') {
      cursor.at = end + 1;
      return result;
    }
    cursor.at = end + 1;
    result += readEscape(cursor);
    from = cursor.at;
  }
}

function readEscape(cursor: Cursor): string {
  const letter = cursor.text[cursor.at] ?? cursor.fail('an escape');
  if (letter === 'u') {
    const digits = cursor.text.slice(cursor.at + 1, cursor.at + 5);
    if (!HEXADECIMAL.test(digits)) {
      cursor.at += 1 + digits.search(/[^0-9a-fA-F]|$/);
      cursor.fail('four hexadecimal digits');
    }
    cursor.at += 5;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }
  const meant = ESCAPES[letter] ?? cursor.fail('an escape: n t r b f u " or backslash');
  cursor.at++;
  return meant;
}

function readCharacter(cursor: Cursor): EdnValue {
  cursor.at++;
  if (cursor.atEnd) {
    cursor.fail('a character');
  }
  const name = token(cursor) || cursor.text.charAt(cursor.at++);
  if (ONE_CHARACTER.test(name)) {
    return name;
  }
  const character = name.startsWith('u') ? characterOf(name.slice(1)) : CHARACTERS.get(name);
  return character ?? new EdnUnreadable(`\\${name}`);
}

function characterOf(digits: string): string | undefined {
  return HEXADECIMAL.test(digits) ? String.fromCharCode(Number.parseInt(digits, 16)) : undefined;
}

/** What comes after `#`: a set, a symbolic number, a tagged element, or nothing for a discarded one. */
function readDispatch(cursor: Cursor): EdnValue | undefined {
  cursor.at++;
  switch (cursor.text[cursor.at]) {
    case '{':
      return new Set(readSequence(cursor, '}'));
    case '_':
      cursor.at++;
      readElement(cursor);
      return undefined;
    case '#':
      return readSymbolic(cursor);
    case '<':
    case "'":
    case '"':
      return readPrinted(cursor);
    default:
      return readTagged(cursor);
  }
}

function readTagged(cursor: Cursor): EdnTagged {
  const tag = token(cursor);
  if (tag === '') {
    cursor.fail('a tag, "{" or "_" after "#"');
  }
  return new EdnTagged(tag, readElement(cursor));
}

/** What Clojure prints and does not read: `#<object>`, `#'var`, `#"regex"`; the cursor is after `#`. */
function readPrinted(cursor: Cursor): EdnUnreadable {
  const start = cursor.at - 1;
  if (cursor.text[cursor.at] === "'") {
    token(cursor);
  } else {
    const end = cursor.text[cursor.at] === '<' ? PRINTED_OBJECT : PRINTED_REGEX;
    end.lastIndex = cursor.at;
    const printed = end.exec(cursor.text)?.[0];
    const whole = printed !== undefined && cursor.at + printed.length < cursor.text.length;
    cursor.at = whole || cursor.complete ? cursor.at + (printed?.length ?? 0) : cursor.text.length;
    if (printed === undefined || (!whole && !cursor.complete)) {
      cursor.fail('the end of a printed object');
    }
  }
  return new EdnUnreadable(cursor.text.slice(start, cursor.at));
}

/** What comes after `##`: a number that has no digits. */
function readSymbolic(cursor: Cursor): number {
  const start = cursor.at - 1;
  cursor.at++;
  const name = token(cursor);
  const number = SYMBOLIC.get(name);
  return (
    number ?? raise(cursor.error('##NaN, ##Inf or ##-Inf', JSON.stringify(`##${name}`), start))
  );
}

function readAtom(cursor: Cursor): EdnValue {
  const text = token(cursor);
  if (text === '') {
    cursor.fail('an element');
  }
  if (text.startsWith(':') && text.length > 1) {
    return EdnKeyword.of(text.slice(1));
  }
  switch (text) {
    case 'nil':
      return null;
    case 'true':
      return true;
    case 'false':
      return false;
    default:
      break;
  }
  if (/^[+-]?\d/.test(text)) {
    return readNumber(text) ?? new EdnUnreadable(text);
  }
  return new EdnSymbol(text);
}

/** `N` says that an integer, `M` that a decimal has as many digits as it likes: here all do. */
function readNumber(text: string): number | bigint | ExactNumber | undefined {
  return exactNumber(MARKED.test(text) ? text.slice(0, -1) : text);
}

/** The characters up to the next delimiter; it must be in sight, or more text must be asked for. */
function token(cursor: Cursor): string {
  TOKEN.lastIndex = cursor.at;
  const text = TOKEN.exec(cursor.text)?.[0] ?? '';
  cursor.at += text.length;
  if (cursor.atEnd && !cursor.complete) {
    throw new EndOfText();
  }
  return text;
}

function raise(error: Error): never {
  throw error;
}
