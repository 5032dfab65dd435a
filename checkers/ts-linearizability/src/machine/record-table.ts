import { hashOf } from './hash.js';
import { Rows } from './rows.js';

const EMPTY = -1;
const SLOTS_AT_FIRST = 64;
/** An index that has become large is not kept for few records: it would take long to clear. */
const LARGE = 64;

/**
 * Keys of some words each, numbered from 0 as they are added, with a note of one word each. An
 * open-addressed index that is at most half full finds them; they are compared exactly.
 */
export class RecordTable {
  /** The key that `add` looks for. */
  readonly key: Int32Array;
  private readonly rows: Rows;
  private index = new Int32Array(SLOTS_AT_FIRST).fill(EMPTY);

  constructor(keyWords: number) {
    this.key = new Int32Array(keyWords);
    this.rows = new Rows(keyWords + 1);
  }

  get size(): number {
    return this.rows.size;
  }

  /** The memory held, with that of a growth, which may be near. */
  get bytes(): number {
    return this.rows.bytes + 3 * this.index.byteLength;
  }

  clear(): void {
    if (this.index.length > LARGE * Math.max(this.size, SLOTS_AT_FIRST)) {
      this.index = new Int32Array(this.index.length / 8);
    }
    this.index.fill(EMPTY);
    this.rows.size = 0;
  }

  /** The number of the key in hand. It is new if that was the `size` before; its note has to be set then. */
  add(): number {
    const { key, index, rows } = this;
    const mask = index.length - 1;
    let slot = hashOf(key, 0, key.length) & mask;
    for (let number = index[slot] as number; number !== EMPTY; number = index[slot] as number) {
      if (this.isInHand(number)) {
        return number;
      }
      slot = (slot + 1) & mask;
    }
    const number = rows.size;
    index[slot] = number;
    const at = rows.add();
    for (let i = 0; i < key.length; i++) {
      rows.words[at + i] = key[i] as number;
    }
    if (2 * rows.size > index.length) {
      this.grow();
    }
    return number;
  }

  noteOf(number: number): number {
    return this.rows.words[(number + 1) * this.rows.width - 1] as number;
  }

  setNote(number: number, note: number): void {
    this.rows.words[(number + 1) * this.rows.width - 1] = note;
  }

  /** Copies a key out. */
  load(number: number, key: Int32Array): void {
    const { words, width } = this.rows;
    for (let i = 0, at = number * width; i < key.length; i++, at++) {
      key[i] = words[at] as number;
    }
  }

  private isInHand(number: number): boolean {
    const { key } = this;
    const { words, width } = this.rows;
    for (let i = 0, at = number * width; i < key.length; i++, at++) {
      if (words[at] !== key[i]) {
        return false;
      }
    }
    return true;
  }

  private grow(): void {
    const { words, width, size } = this.rows;
    const mask = 2 * this.index.length - 1;
    this.index = new Int32Array(mask + 1).fill(EMPTY);
    for (let number = 0; number < size; number++) {
      let slot = hashOf(words, number * width, width - 1) & mask;
      while (this.index[slot] !== EMPTY) {
        slot = (slot + 1) & mask;
      }
      this.index[slot] = number;
    }
  }
}
