const START_CAPACITY = 64;

/**
 * A set of records of `width` words each, numbered in the order of insertion: flat storage
 * with an open-addressed index, exact comparison.
 */
export class RecordSet {
  readonly width: number;
  size = 0;
  /** The number of the record that `add` was last called with. */
  found = 0;
  records: Int32Array;
  private index = new Int32Array(2 * START_CAPACITY).fill(-1);

  constructor(width: number) {
    this.width = width;
    this.records = new Int32Array(START_CAPACITY * width);
  }

  get bytes(): number {
    return this.records.byteLength + this.index.byteLength;
  }

  clear(): void {
    // An index that was once large would make every later clearing slow.
    if (this.index.length > 32 * START_CAPACITY && this.index.length > 16 * this.size) {
      this.index = new Int32Array(this.index.length / 8);
    }
    this.size = 0;
    this.index.fill(-1);
  }

  /** Adds a copy of a record; false if it was there. */
  add(record: Int32Array): boolean {
    const { width } = this;
    const mask = this.index.length - 1;
    let slot = hashOf(record, 0, width) & mask;
    for (let id = this.index[slot] as number; id >= 0; id = this.index[slot] as number) {
      if (this.equals(id, record)) {
        this.found = id;
        return false;
      }
      slot = (slot + 1) & mask;
    }
    this.index[slot] = this.size;
    this.found = this.size;
    if ((this.size + 1) * width > this.records.length) {
      const longer = new Int32Array(2 * this.records.length);
      longer.set(this.records);
      this.records = longer;
    }
    this.records.set(record, this.size * width);
    this.size++;
    if (2 * this.size > this.index.length) {
      this.reindex();
    }
    return true;
  }

  private equals(id: number, record: Int32Array): boolean {
    const { records, width } = this;
    for (let i = 0, at = id * width; i < width; i++, at++) {
      if (records[at] !== record[i]) {
        return false;
      }
    }
    return true;
  }

  private reindex(): void {
    this.index = new Int32Array(2 * this.index.length).fill(-1);
    const mask = this.index.length - 1;
    for (let id = 0; id < this.size; id++) {
      let slot = hashOf(this.records, id * this.width, this.width) & mask;
      while ((this.index[slot] as number) >= 0) {
        slot = (slot + 1) & mask;
      }
      this.index[slot] = id;
    }
  }
}

function hashOf(words: Int32Array, from: number, width: number): number {
  let hash = 0x811c9dc5;
  for (let i = from; i < from + width; i++) {
    hash = Math.imul(hash ^ (words[i] as number), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash;
}
