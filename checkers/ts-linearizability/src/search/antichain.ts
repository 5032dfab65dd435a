import { RecordSet } from './record-set.js';

const NEXT = 0;
const GROUP = 1;
const TRACE = 2;
const COUNTS = 3;
const DEAD = -2;
const END = -1;

/**
 * Configurations of a frontier: a key (state and operations placed) with a vector of counts
 * (optional operations used). Of two with one key, the one that used no more of anything
 * dominates: only undominated ones are kept.
 */
export class Antichain {
  /** How many entries were added, dominated ones included. */
  size = 0;
  private readonly keys: RecordSet;
  private heads = new Int32Array(64);
  private readonly width: number;
  private entries: Int32Array;

  constructor(keyWidth: number, counts: number) {
    this.keys = new RecordSet(keyWidth);
    this.width = COUNTS + counts;
    this.entries = new Int32Array(64 * this.width);
  }

  get bytes(): number {
    return this.keys.bytes + this.entries.byteLength + this.heads.byteLength;
  }

  clear(): void {
    this.keys.clear();
    this.size = 0;
  }

  /** Adds a configuration unless it is dominated; false if it is. */
  add(key: Int32Array, counts: Int32Array, trace: number): boolean {
    const { width } = this;
    if (this.keys.add(key)) {
      this.headFor(this.keys.size - 1);
    } else if (this.isDominated(this.keys.found, counts)) {
      return false;
    }
    const group = this.keys.found;
    if ((this.size + 1) * width > this.entries.length) {
      const longer = new Int32Array(2 * this.entries.length);
      longer.set(this.entries);
      this.entries = longer;
    }
    const at = this.size * width;
    this.entries[at + NEXT] = this.heads[group] as number;
    this.entries[at + GROUP] = group;
    this.entries[at + TRACE] = trace;
    this.entries.set(counts, at + COUNTS);
    this.heads[group] = this.size++;
    return true;
  }

  /** Copies an entry out and gives its trace; -2 if it has been dominated since. */
  load(entry: number, key: Int32Array, counts: Int32Array): number {
    const at = entry * this.width;
    if (this.entries[at + NEXT] === DEAD) {
      return DEAD;
    }
    const keyAt = (this.entries[at + GROUP] as number) * key.length;
    for (let i = 0; i < key.length; i++) {
      key[i] = this.keys.records[keyAt + i] as number;
    }
    for (let i = 0; i < counts.length; i++) {
      counts[i] = this.entries[at + COUNTS + i] as number;
    }
    return this.entries[at + TRACE] as number;
  }

  /** Whether the new counts are dominated; if not, drops the entries that they dominate. */
  private isDominated(group: number, counts: Int32Array): boolean {
    const { entries, width } = this;
    let before = END;
    let entry = this.heads[group] as number;
    while (entry !== END) {
      const after = entries[entry * width + NEXT] as number;
      const order = this.compare(entry * width + COUNTS, counts);
      if (order === 'less') {
        return true;
      }
      if (order === 'greater') {
        entries[entry * width + NEXT] = DEAD;
        if (before === END) {
          this.heads[group] = after;
        } else {
          entries[before * width + NEXT] = after;
        }
      } else {
        before = entry;
      }
      entry = after;
    }
    return false;
  }

  /** `less`: the stored counts are nowhere greater; `greater`: nowhere less, not equal. */
  private compare(at: number, counts: Int32Array): 'less' | 'greater' | 'neither' {
    let less = false;
    let greater = false;
    for (let i = 0; i < counts.length; i++) {
      const difference = (this.entries[at + i] as number) - (counts[i] as number);
      less ||= difference < 0;
      greater ||= difference > 0;
    }
    if (!greater) {
      return 'less';
    }
    return less ? 'neither' : 'greater';
  }

  private headFor(group: number): void {
    if (group >= this.heads.length) {
      const longer = new Int32Array(2 * this.heads.length);
      longer.set(this.heads);
      this.heads = longer;
    }
    this.heads[group] = END;
  }
}
