const START_CAPACITY = 128;
const WORDS = 3;
/** A table of so many slots does not grow by itself any more. */
const LARGE_CAPACITY = 1 << 16;

/**
 * A set of 96-bit keys, open-addressed and at most half full: three words a slot, no deletions.
 *
 * Keys stand for configurations (operations placed, state). Two configurations with one key
 * would make the search skip the second, which can only miss a legal order, never invent
 * one. Among ten million configurations this has a chance of 1e-15.
 */
export class PlacedCache {
  size = 0;
  private words = new Int32Array(WORDS * START_CAPACITY);
  private mask = START_CAPACITY - 1;

  /** Whether it is large and must grow before more is added. */
  get isFull(): boolean {
    return this.mask >= LARGE_CAPACITY - 1 && 2 * this.size > this.mask;
  }

  /** The memory held, with that of a growth if one is due. */
  get bytes(): number {
    return this.isFull ? 3 * this.words.byteLength : this.words.byteLength;
  }

  /** Adds a key; false if it was there. */
  add(first: number, second: number, third: number): boolean {
    const { words, mask } = this;
    // A slot that begins with zero is empty.
    const low = first === 0 ? 1 : first;
    let slot = (low ^ Math.imul(second, 0x9e3779b1)) & mask;
    for (;;) {
      const at = WORDS * slot;
      const there = words[at] as number;
      if (there === 0) {
        words[at] = low;
        words[at + 1] = second;
        words[at + 2] = third;
        this.size++;
        if (2 * this.size > mask && mask < LARGE_CAPACITY - 1) {
          this.grow();
        }
        return true;
      }
      if (there === low && words[at + 1] === second && words[at + 2] === third) {
        return false;
      }
      slot = (slot + 1) & mask;
    }
  }

  grow(): void {
    const { words: old } = this;
    this.size = 0;
    this.mask = 2 * this.mask + 1;
    this.words = new Int32Array(2 * old.length);
    for (let at = 0; at < old.length; at += WORDS) {
      if (old[at] !== 0) {
        this.add(old[at] as number, old[at + 1] as number, old[at + 2] as number);
      }
    }
  }
}
