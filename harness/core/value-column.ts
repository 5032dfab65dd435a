import { isJsonArray, type Json } from './json.js';
import { isPlainJson } from './json-text.js';

/** So many values are one piece of text. */
const PIECE = 1024;
/** So many pieces are held as values at one time: an op and its completion stand near each other. */
const PIECES_AT_HAND = 16;
/** A value of more parts than this stands by itself: a piece must stay short enough for a string. */
const MOST_PARTS = 4096;
/** How many characters of a string count as one part. */
const CHARS_PER_PART = 16;

/** Values that stand outside of the pieces, by their positions. */
type Apart<T> = readonly (readonly [index: number, value: T])[];

/** The values of a history as shared memory: threads read them without copies being sent. */
export interface PackedValues {
  readonly length: number;
  /** JSON lists of {@link PIECE} values each. */
  readonly pieces: readonly Uint8Array[];
  /** Large values, as JSON. */
  readonly large: Apart<Uint8Array>;
  /** Values that the built-in JSON can't hold: NaN, integers beyond 2^53. */
  readonly odd: Apart<Json>;
}

/**
 * The values of a history: append-only, and held as text but for the last ones, since a million small
 * objects cost several times the memory of their text. A piece that is read for the second time is
 * kept as values from then on: readers that do not go from the front to the end are not slowed down.
 */
export class ValueColumn {
  #length = 0;
  readonly #pieces: Uint8Array[] = [];
  readonly #large = new Map<number, Uint8Array>();
  readonly #odd = new Map<number, Json>();
  /** The values of the piece that is not full yet. */
  #last: Json[] = [];
  /** Pieces, and large values by their positions, that are held as values. */
  readonly #values: (readonly Json[] | undefined)[] = [];
  readonly #largeValues = new Map<number, Json>();
  readonly #atHand: number[] = [];
  readonly #wasRead: boolean[] = [];

  /** The values that were packed. */
  static of(packed: PackedValues): ValueColumn {
    const column = new ValueColumn();
    column.#length = packed.length;
    column.#pieces.push(...packed.pieces);
    for (const [index, text] of packed.large) column.#large.set(index, text);
    for (const [index, value] of packed.odd) column.#odd.set(index, value);
    if (packed.length % PIECE > 0) {
      column.#last = [...valuesIn(column.#pieces.pop() ?? EMPTY_LIST)];
    }
    return column;
  }

  push(value: Json): void {
    const index = this.#length;
    this.#length += 1;
    this.#last.push(this.#isApart(index, value) ? null : value);
    if (this.#last.length < PIECE) return;
    this.#pieces.push(sharedText(this.#last));
    this.#hold(this.#pieces.length - 1, this.#last);
    this.#last = [];
  }

  at(index: number): Json {
    const piece = Math.floor(index / PIECE);
    const values =
      piece === this.#pieces.length ? this.#last : (this.#values[piece] ?? this.#read(piece));
    const value = values[index % PIECE] ?? null;
    // In its piece, null stands in the place of what stands apart.
    return value === null ? this.#apart(index) : value;
  }

  /** The values so far; nothing is copied but the last piece. */
  pack(): PackedValues {
    const last = this.#last.length === 0 ? [] : [sharedText(this.#last)];
    return {
      length: this.#length,
      pieces: [...this.#pieces, ...last],
      large: [...this.#large],
      odd: [...this.#odd],
    };
  }

  /** Puts a value aside that can't be part of a piece. */
  #isApart(index: number, value: Json): boolean {
    if (!isPlainJson(value)) {
      this.#odd.set(index, value);
      return true;
    }
    if (partsOf(value) <= MOST_PARTS) return false;
    this.#large.set(index, sharedText(value));
    this.#largeValues.set(index, value);
    return true;
  }

  #apart(index: number): Json {
    const text = this.#large.get(index);
    if (text === undefined) return this.#odd.get(index) ?? null;
    let value = this.#largeValues.get(index);
    if (value === undefined) this.#largeValues.set(index, (value = parsed(text)));
    return value;
  }

  #read(piece: number): readonly Json[] {
    const text = this.#pieces[piece];
    if (text === undefined) return [];
    const values = valuesIn(text);
    if (this.#wasRead[piece] === true) this.#values[piece] = values;
    else this.#hold(piece, values);
    this.#wasRead[piece] = true;
    return values;
  }

  /** Holds the values of a piece until so many others were asked for. */
  #hold(piece: number, values: readonly Json[]): void {
    this.#values[piece] = values;
    this.#atHand.push(piece);
    if (this.#atHand.length <= PIECES_AT_HAND) return;
    const oldest = this.#atHand.shift();
    if (oldest !== undefined) this.#values[oldest] = undefined;
  }
}

const EMPTY_LIST = sharedText([]);

/** About how much text a value is; more than {@link MOST_PARTS} where it is too much. */
function partsOf(value: Json | undefined): number {
  if (typeof value === 'string') return 1 + value.length / CHARS_PER_PART;
  if (typeof value !== 'object' || value === null) return 1;
  let parts = 1;
  if (isJsonArray(value)) {
    for (const part of value) {
      parts += partsOf(part);
      if (parts > MOST_PARTS) break;
    }
    return parts;
  }
  for (const [name, part] of Object.entries(value)) {
    parts += 1 + name.length / CHARS_PER_PART + partsOf(part);
    if (parts > MOST_PARTS) break;
  }
  return parts;
}

function sharedText(value: Json): Uint8Array {
  const text = Buffer.from(JSON.stringify(value));
  const shared = new Uint8Array(new SharedArrayBuffer(text.length));
  shared.set(text);
  return shared;
}

function parsed(text: Uint8Array): Json {
  return JSON.parse(Buffer.from(text.buffer, text.byteOffset, text.byteLength).toString()) as Json;
}

function valuesIn(piece: Uint8Array): readonly Json[] {
  return parsed(piece) as readonly Json[];
}
