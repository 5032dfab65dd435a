import { tableWords } from '../machine/table-words.js';

const START_CAPACITY = 1 << 12;
/** A table of so many slots is not doubled in one go any more, but split. */
const SPLIT_CAPACITY = 1 << 17;
const PART_BITS = 6;

/**
 * A set of 64-bit keys in open-addressed `Int32Array`s: two words a slot, no deletions.
 *
 * Keys stand for configurations (operations placed, state), so two configurations with one
 * key would make the search skip the second: it can only miss a legal order, never
 * invent one.
 *
 * Once it is large it is in many parts that grow one by one, for nothing can interrupt a growth.
 */
export class PlacedCache {
  private parts = [new Part(START_CAPACITY)];
  private shift = 32;
  size = 0;
  /** How often a part of it has grown. */
  growths = 0;
  bytes = 8 * START_CAPACITY;

  /** What `bytes` will be while and after the next growth. */
  get bytesAfterGrowth(): number {
    const [first] = this.parts;
    if (this.parts.length > 1) {
      return this.bytes + 2 * Math.ceil(this.bytes / this.parts.length);
    }
    return first !== undefined && 2 * first.size >= first.capacity ? 3 * this.bytes : this.bytes;
  }

  /** Adds a key; false if it was there. */
  add(low: number, high: number): boolean {
    // A slot of two zeros is empty.
    const first = low === 0 && high === 0 ? 1 : low;
    const part = this.parts[partOf(first, high, this.shift)] as Part;
    if (!part.add(first, high)) {
      return false;
    }
    this.size++;
    if (2 * part.size > part.capacity) {
      this.growths++;
      if (this.shift === 32 && part.capacity >= SPLIT_CAPACITY) {
        this.split(part);
      } else {
        this.bytes += 8 * part.capacity;
        part.grow();
      }
    }
    return true;
  }

  private split(whole: Part): void {
    const capacity = (2 * whole.capacity) >>> PART_BITS;
    this.shift = 32 - PART_BITS;
    this.parts = Array.from({ length: 1 << PART_BITS }, () => new Part(capacity));
    whole.moveTo((low, high) => this.parts[partOf(low, high, this.shift)] as Part);
    this.bytes *= 2;
  }
}

/** Which of the parts a key belongs to; the only one if it is not split. */
function partOf(low: number, high: number, shift: number): number {
  return shift === 32 ? 0 : Math.imul(high ^ low, 0x85ebca6b) >>> shift;
}

/** An open-addressed table that is at most half full. */
class Part {
  size = 0;
  private words: Int32Array;
  private mask: number;

  constructor(capacity: number) {
    this.words = tableWords(2 * capacity);
    this.mask = capacity - 1;
  }

  get capacity(): number {
    return this.mask + 1;
  }

  /** Adds a key other than two zeros; false if it was there. */
  add(low: number, high: number): boolean {
    const { words, mask } = this;
    let slot = (low ^ Math.imul(high, 0x9e3779b1)) & mask;
    for (;;) {
      const a = words[2 * slot] as number;
      const b = words[2 * slot + 1] as number;
      if (a === low && b === high) {
        return false;
      }
      if (a === 0 && b === 0) {
        break;
      }
      slot = (slot + 1) & mask;
    }
    words[2 * slot] = low;
    words[2 * slot + 1] = high;
    this.size++;
    return true;
  }

  grow(): void {
    const larger = new Part(2 * this.capacity);
    this.moveTo(() => larger);
    this.words = larger.words;
    this.mask = larger.mask;
  }

  moveTo(target: (low: number, high: number) => Part): void {
    const { words } = this;
    for (let at = 0; at < words.length; at += 2) {
      const low = words[at] as number;
      const high = words[at + 1] as number;
      if (low !== 0 || high !== 0) {
        target(low, high).add(low, high);
      }
    }
  }
}
