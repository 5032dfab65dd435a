import { mixed } from '../values/hash.js';
import { Rows } from './rows.js';

const START_CAPACITY = 128;
/** An index that has become large is not kept for few records: it would take long to clear. */
const LARGE = 32;

/**
 * A set of records of `width` words each, numbered in the order of insertion: flat storage
 * with an open-addressed index that is at most half full, exact comparison.
 */
export class RecordSet {
  readonly width: number;
  size = 0;
  /** The number of the record that `add` was last called with. */
  found = 0;
  readonly records: Rows;
  private index = new Int32Array(START_CAPACITY).fill(-1);

  constructor(width: number) {
    this.width = width;
    this.records = new Rows(width);
  }

  /** The memory held, with that of a growth of the index, which may be near. */
  get bytes(): number {
    return this.records.bytes + 3 * this.index.byteLength;
  }

  clear(): void {
    const { length } = this.index;
    if (length > LARGE * START_CAPACITY && length > LARGE * this.size) {
      this.index = new Int32Array(length / 8);
    }
    this.index.fill(-1);
    this.size = 0;
  }

  /** Adds a copy of a record; false if it was there. */
  add(record: Int32Array): boolean {
    const { index, records, size } = this;
    let slot = hashOf(record, 0, this.width) & (index.length - 1);
    for (;;) {
      const id = index[slot] as number;
      if (id < 0) {
        break;
      }
      if (this.equals(id, record)) {
        this.found = id;
        return false;
      }
      slot = (slot + 1) & (index.length - 1);
    }
    index[slot] = size;
    records.reserve(size);
    records.pageOf(size).set(record, records.offsetOf(size));
    this.found = size;
    this.size++;
    if (2 * this.size > index.length) {
      this.grow();
    }
    return true;
  }

  private equals(id: number, record: Int32Array): boolean {
    const { records, width } = this;
    const page = records.pageOf(id);
    for (let i = 0, at = records.offsetOf(id); i < width; i++, at++) {
      if (page[at] !== record[i]) {
        return false;
      }
    }
    return true;
  }

  private grow(): void {
    const { records, width, size } = this;
    const mask = 2 * this.index.length - 1;
    this.index = new Int32Array(mask + 1).fill(-1);
    for (let id = 0; id < size; id++) {
      let slot = hashOf(records.pageOf(id), records.offsetOf(id), width) & mask;
      while ((this.index[slot] as number) >= 0) {
        slot = (slot + 1) & mask;
      }
      this.index[slot] = id;
    }
  }
}

function hashOf(words: Int32Array, from: number, width: number): number {
  let hash = width;
  for (let i = from; i < from + width; i++) {
    hash = mixed(hash, words[i] as number);
  }
  return hash;
}
