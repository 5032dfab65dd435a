const ROWS_AT_FIRST = 32;
/** So many rows may be added before somebody asks for `bytes` again. */
const ROWS_AHEAD = 1 << 14;

/** A list of rows of `width` words each: row i begins at `i * width` of `words`. */
export class Rows {
  words: Int32Array;
  size = 0;
  readonly width: number;

  constructor(width: number) {
    this.width = width;
    this.words = new Int32Array(ROWS_AT_FIRST * width);
  }

  /** The memory held, with that of a growth if one may be near. */
  get bytes(): number {
    const isNear = (this.size + ROWS_AHEAD) * this.width > this.words.length;
    return (isNear ? 3 : 1) * this.words.byteLength;
  }

  /** Adds a row, whatever its words are; gives where it begins. */
  add(): number {
    const at = this.width * this.size++;
    if (at + this.width > this.words.length) {
      const longer = new Int32Array(2 * this.words.length);
      longer.set(this.words);
      this.words = longer;
    }
    return at;
  }
}
