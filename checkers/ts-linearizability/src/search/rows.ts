const WORDS_PER_PAGE = 1 << 16;
const ROWS_AT_FIRST = 64;

/**
 * A list of rows of one or more words each. It grows page by page, so that it never holds two copies
 * of something large; only the first page begins small.
 *
 * Row i begins at `offsetOf(i)` of `pageOf(i)`.
 */
export class Rows {
  readonly width: number;
  private readonly pageBits: number;
  private readonly pages: Int32Array[];
  /** The memory held. */
  bytes: number;

  constructor(width: number) {
    this.width = width;
    const rows = Math.max(ROWS_AT_FIRST, Math.floor(WORDS_PER_PAGE / width));
    this.pageBits = 31 - Math.clz32(rows);
    this.pages = [new Int32Array(ROWS_AT_FIRST * width)];
    this.bytes = 4 * ROWS_AT_FIRST * width;
  }

  pageOf(row: number): Int32Array {
    return this.pages[row >>> this.pageBits] as Int32Array;
  }

  offsetOf(row: number): number {
    return (row & ((1 << this.pageBits) - 1)) * this.width;
  }

  /** Makes room for a row right after the last. */
  reserve(row: number): void {
    const page = this.pages[row >>> this.pageBits];
    if (page === undefined) {
      this.pages.push(new Int32Array(this.width << this.pageBits));
      this.bytes += 4 * (this.width << this.pageBits);
    } else if (this.offsetOf(row) >= page.length) {
      const longer = new Int32Array(2 * page.length);
      longer.set(page);
      this.pages[0] = longer;
      this.bytes += 4 * page.length;
    }
  }
}
