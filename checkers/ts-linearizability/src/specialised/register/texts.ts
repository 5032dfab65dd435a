import type { KeyValueInput, KeyValueOutput } from '../../models/inputs.js';
import { distinct } from '../../history/columns.js';
import type { Operation } from '../../types.js';
import { firstWhere } from '../bisect.js';
import { NONE } from './effects.js';

export type KeyOperations = readonly Operation<KeyValueInput, KeyValueOutput>[];

/** The text that was there at first. */
const START = 0;
const TWICE = -2;
const MOST_LENGTHS = 64;
/** Beyond this, a witness does not have all that its gets saw. */
const LONGEST_WITNESS = 256;

/** The texts of one key that gets saw, as numbers, and what made each of another. */
export interface SeenTexts {
  /** Of a put or append: the text that it made, if it was seen; of a get: the text that it saw. */
  readonly text: Int32Array;
  /** Of an append whose text was seen: the text that it was added to. */
  readonly before: Int32Array;
  /** Of a put or append: the first get that tells of it, or `NONE`. */
  readonly seenIn: Int32Array;
  /** Per text: the put or append that made it; `NONE` for the text that was there at first. */
  readonly madeBy: readonly number[];
}

/** Two gets that saw one append after different texts. */
export interface TornTexts {
  readonly append: number;
  readonly gets: readonly [number, number];
}

/**
 * Takes apart what gets saw: a text is a put or the text at first, with appends after it. That an
 * append was seen tells the text before it, so it is a compare-and-set. Says in words why not if
 * that is not the only way to read a text.
 *
 * @param initial - what the key reads as at first.
 * @param base - what an append is added to at first.
 */
export function seenTexts(
  operations: KeyOperations,
  initial: string | null,
  base: string,
): SeenTexts | TornTexts | string {
  const parts = partsOf(operations);
  if (typeof parts === 'string') {
    return parts;
  }
  const parser = new Parser(parts, base);
  const text = new Int32Array(operations.length).fill(NONE);
  const before = new Int32Array(operations.length).fill(NONE);
  const seenIn = new Int32Array(operations.length).fill(NONE);
  const madeBy = [NONE];
  for (let get = 0; get < operations.length; get++) {
    const { input, output, return: returned } = operations[get] as KeyOperations[number];
    if (input.f !== 'get' || output === undefined || returned === Infinity) {
      continue;
    }
    // A key that was never written may read as something else than what an append finds there.
    const isStart = output === initial && initial !== base;
    const isBase = output === base && initial !== base;
    const parses = output === null ? 0 : parser.parse(output);
    const ways = parses + Number(isStart) - Number(isBase && parses === 1);
    if (ways > 1) {
      return `get ${get} saw a text that can have come about in several ways`;
    }
    if (ways === 0) {
      continue;
    }
    let at = START;
    for (const made of isStart ? [] : parser.parsed()) {
      if (text[made] === NONE) {
        text[made] = madeBy.push(made) - 1;
        before[made] = at;
        seenIn[made] = get;
      } else if (before[made] !== at && operations[made]?.input.f === 'append') {
        return { append: made, gets: [seenIn[made] as number, get] };
      }
      at = text[made] as number;
    }
    text[get] = at;
  }
  return { text, before, seenIn, madeBy };
}

/**
 * Adds to operations the gets that tell of what they did, and all that made what those saw, as far as
 * that stays short. Ascending.
 */
export function withTexts(
  operations: KeyOperations,
  { text, before, seenIn, madeBy }: SeenTexts,
  witness: readonly number[],
): readonly number[] {
  const all = [...witness];
  const told = new Set(witness);
  for (let next = 0; next < all.length && told.size < LONGEST_WITNESS; next++) {
    const at = all[next] as number;
    const isAppend = operations[at]?.input.f === 'append';
    const from = isAppend ? (seenIn[at] as number) : (madeBy[text[at] as number] ?? NONE);
    const more = isAppend ? [from, madeBy[before[at] as number] ?? NONE] : [from];
    for (const other of more) {
      if (other !== NONE && !told.has(other)) {
        told.add(other);
        all.push(other);
      }
    }
  }
  return distinct(all);
}

/** Values by their text; `TWICE` for one that was written twice. */
interface Parts {
  readonly puts: ReadonlyMap<string, number>;
  readonly appends: ReadonlyMap<string, number>;
  readonly putLengths: readonly number[];
  readonly appendLengths: readonly number[];
}

function partsOf(operations: KeyOperations): Parts | string {
  const puts = new Map<string, number>();
  const appends = new Map<string, number>();
  for (let i = 0; i < operations.length; i++) {
    const { input } = operations[i] as KeyOperations[number];
    if (input.f !== 'get') {
      const known = input.f === 'put' ? puts : appends;
      known.set(input.value, known.has(input.value) ? TWICE : i);
    }
  }
  const putLengths = lengthsOf(puts);
  const appendLengths = lengthsOf(appends);
  if (puts.has('') || appends.has('')) {
    return 'an empty text was written';
  }
  return putLengths.length + appendLengths.length > MOST_LENGTHS
    ? 'texts of too many lengths were written'
    : { puts, appends, putLengths, appendLengths };
}

function lengthsOf(texts: ReadonlyMap<string, number>): readonly number[] {
  return [...new Set([...texts.keys()].map(({ length }) => length))];
}

/** Reads texts from left to right; what begins like the text before is not read again. */
class Parser {
  private readonly parts: Parts;
  private readonly base: string;
  private text = '';
  /** Per length: in how many ways a beginning of the text can be read, 2 for more. */
  private readonly ways: number[] = [];
  /** Per length: the operation that was last, `NONE` for none, and the length before it. */
  private readonly last: number[] = [];
  private readonly lengthBefore: number[] = [];

  constructor(parts: Parts, base: string) {
    this.parts = parts;
    this.base = base;
  }

  /** In how many ways a text can be read: 0, 1, or 2 for more. */
  parse(text: string): number {
    const kept = Math.min(commonLength(this.text, text) + 1, this.ways.length);
    for (const column of [this.ways, this.last, this.lengthBefore]) {
      column.length = kept;
    }
    this.text = text;
    for (let length = kept; length <= text.length; length++) {
      this.read(length);
    }
    return this.ways[text.length] as number;
  }

  /** The operations that the last text was made by, if there is one way to read it. */
  parsed(): readonly number[] {
    const made: number[] = [];
    let length = this.text.length;
    for (let at = this.last[length] as number; at !== NONE; at = this.last[length] as number) {
      made.push(at);
      length = this.lengthBefore[length] as number;
    }
    return made.toReversed();
  }

  /** Reads a beginning of the text, from shorter ones. */
  private read(length: number): void {
    const { text, base, ways } = this;
    const { puts, appends, putLengths, appendLengths } = this.parts;
    ways[length] = 0;
    this.last[length] = NONE;
    this.lengthBefore[length] = 0;
    if (length === base.length && text.startsWith(base)) {
      ways[length] = 1;
    }
    if (putLengths.includes(length)) {
      this.add(length, puts.get(text.slice(0, length)), length);
    }
    for (const size of appendLengths) {
      if (size <= length && (ways[length - size] as number) > 0) {
        this.add(length, appends.get(text.slice(length - size, length)), size);
      }
    }
  }

  private add(length: number, operation: number | undefined, size: number): void {
    if (operation !== undefined) {
      const before = this.ways[length] as number;
      const more = size === length ? 1 : (this.ways[length - size] as number);
      this.ways[length] = operation === TWICE ? 2 : Math.min(2, before + more);
      this.last[length] = operation;
      this.lengthBefore[length] = length - size;
    }
  }
}

/** How many first letters are the same. */
function commonLength(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  return firstWhere(0, most, (length) => a.slice(0, length + 1) !== b.slice(0, length + 1));
}
