import { tableWords } from '../machine/table-words.js';
import { mixed } from '../values/hash.js';
import { Rows } from './rows.js';

const START_CAPACITY = 64;
/** An index of so many slots is not doubled in one go any more, but split. */
const SPLIT_CAPACITY = 1 << 16;
const PART_BITS = 6;

/**
 * A set of records of `width` words each, numbered in the order of insertion: flat storage
 * with an open-addressed index, exact comparison. Once it is large the index is in many parts
 * that grow one by one, for nothing can interrupt a growth.
 */
export class RecordSet {
  readonly width: number;
  size = 0;
  /** The number of the record that `add` was last called with. */
  found = 0;
  readonly records: Rows;
  private parts = [new IndexPart(2 * START_CAPACITY)];

  constructor(width: number) {
    this.width = width;
    this.records = new Rows(width);
  }

  get bytes(): number {
    return this.parts.reduce((sum, { bytes }) => sum + bytes, this.records.bytes);
  }

  clear(): void {
    const [only] = this.parts;
    if (this.parts.length > 1 || only === undefined) {
      this.parts = [new IndexPart(SPLIT_CAPACITY / 8)];
    } else {
      only.clear();
    }
    this.size = 0;
  }

  /** Adds a copy of a record; false if it was there. */
  add(record: Int32Array): boolean {
    const hash = hashOf(record, 0, this.width);
    const part = this.partOf(hash);
    for (let slot = part.slotOf(hash); ; slot = part.after(slot)) {
      const id = part.at(slot);
      if (id < 0) {
        part.put(slot, this.size);
        break;
      }
      if (this.equals(id, record)) {
        this.found = id;
        return false;
      }
    }
    this.records.reserve(this.size);
    this.records.pageOf(this.size).set(record, this.records.offsetOf(this.size));
    this.found = this.size++;
    if (2 * part.size > part.capacity) {
      this.grow(part);
    }
    return true;
  }

  private partOf(hash: number): IndexPart {
    const { parts } = this;
    return parts[parts.length === 1 ? 0 : hash >>> (32 - PART_BITS)] as IndexPart;
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

  private grow(full: IndexPart): void {
    if (this.parts.length > 1) {
      const larger = new IndexPart(2 * full.capacity);
      full.moveTo(() => larger, this.hashOfRecord);
      this.parts[this.parts.indexOf(full)] = larger;
      return;
    }
    const split = full.capacity >= SPLIT_CAPACITY;
    const count = split ? 1 << PART_BITS : 1;
    const capacity = (2 * full.capacity) / count;
    this.parts = Array.from({ length: count }, () => new IndexPart(capacity));
    full.moveTo((hash) => this.partOf(hash), this.hashOfRecord);
  }

  private readonly hashOfRecord = (id: number): number =>
    hashOf(this.records.pageOf(id), this.records.offsetOf(id), this.width);
}

/** Numbers of records by their hashes; at most half full. */
class IndexPart {
  size = 0;
  private ids: Int32Array;

  constructor(capacity: number) {
    this.ids = tableWords(capacity).fill(-1);
  }

  get capacity(): number {
    return this.ids.length;
  }

  get bytes(): number {
    return this.ids.byteLength;
  }

  clear(): void {
    // An index that was once large would make every later clearing slow.
    if (this.capacity > 32 * START_CAPACITY && this.capacity > 16 * this.size) {
      this.ids = new Int32Array(this.capacity / 8);
    }
    this.size = 0;
    this.ids.fill(-1);
  }

  slotOf(hash: number): number {
    return hash & (this.ids.length - 1);
  }

  after(slot: number): number {
    return (slot + 1) & (this.ids.length - 1);
  }

  /** The number in a slot, negative if it is free. */
  at(slot: number): number {
    return this.ids[slot] as number;
  }

  put(slot: number, id: number): void {
    this.ids[slot] = id;
    this.size++;
  }

  moveTo(target: (hash: number) => IndexPart, hashOf: (id: number) => number): void {
    for (const id of this.ids) {
      if (id >= 0) {
        const hash = hashOf(id);
        const part = target(hash);
        let slot = part.slotOf(hash);
        while (part.at(slot) >= 0) {
          slot = part.after(slot);
        }
        part.put(slot, id);
      }
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
