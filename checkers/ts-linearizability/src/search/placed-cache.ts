const START_CAPACITY = 1 << 12;

/**
 * A set of 64-bit keys in one open-addressed `Int32Array`: two words a slot, no deletions.
 *
 * Keys stand for configurations (operations placed, state), so two configurations with one
 * key would make the search skip the second: it can only miss a legal order, never
 * invent one.
 */
export class PlacedCache {
  private words = new Int32Array(2 * START_CAPACITY);
  private mask = START_CAPACITY - 1;
  size = 0;

  get bytes(): number {
    return this.words.byteLength;
  }

  /** What `bytes` will be while and after the next growth. */
  get bytesAfterGrowth(): number {
    return 2 * this.size > this.mask ? 3 * this.bytes : this.bytes;
  }

  /** Adds a key; false if it was there. */
  add(low: number, high: number): boolean {
    // A slot of two zeros is empty.
    const first = low === 0 && high === 0 ? 1 : low;
    const { words } = this;
    let slot = (first ^ Math.imul(high, 0x9e3779b1)) & this.mask;
    for (;;) {
      const a = words[2 * slot] as number;
      const b = words[2 * slot + 1] as number;
      if (a === first && b === high) {
        return false;
      }
      if (a === 0 && b === 0) {
        break;
      }
      slot = (slot + 1) & this.mask;
    }
    words[2 * slot] = first;
    words[2 * slot + 1] = high;
    this.size++;
    if (2 * this.size > this.mask + 1) {
      this.grow();
    }
    return true;
  }

  private grow(): void {
    const old = this.words;
    const capacity = 2 * (this.mask + 1);
    this.words = new Int32Array(2 * capacity);
    this.mask = capacity - 1;
    for (let at = 0; at < old.length; at += 2) {
      const low = old[at] as number;
      const high = old[at + 1] as number;
      if (low !== 0 || high !== 0) {
        let slot = (low ^ Math.imul(high, 0x9e3779b1)) & this.mask;
        while (this.words[2 * slot] !== 0 || this.words[2 * slot + 1] !== 0) {
          slot = (slot + 1) & this.mask;
        }
        this.words[2 * slot] = low;
        this.words[2 * slot + 1] = high;
      }
    }
  }
}
