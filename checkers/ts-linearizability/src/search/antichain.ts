import { RecordSet } from './record-set.js';
import { Rows } from './rows.js';

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
  /** How many pairs of counts were compared. */
  comparisons = 0;
  private readonly keys: RecordSet;
  /** Per key: the entry added last. */
  private readonly heads = new Rows(1);
  private readonly entries: Rows;

  constructor(keyWidth: number, counts: number) {
    this.keys = new RecordSet(keyWidth);
    this.entries = new Rows(COUNTS + counts);
  }

  get bytes(): number {
    return this.keys.bytes + this.entries.bytes + this.heads.bytes;
  }

  clear(): void {
    this.keys.clear();
    this.size = 0;
  }

  /** Adds a configuration unless it is dominated; false if it is. */
  add(key: Int32Array, counts: Int32Array, trace: number): boolean {
    const { entries, heads } = this;
    if (this.keys.add(key)) {
      heads.reserve(this.keys.found);
      this.setHead(this.keys.found, END);
    } else if (this.isDominated(this.keys.found, counts)) {
      return false;
    }
    const group = this.keys.found;
    entries.reserve(this.size);
    const page = entries.pageOf(this.size);
    const at = entries.offsetOf(this.size);
    page[at + NEXT] = this.headOf(group);
    page[at + GROUP] = group;
    page[at + TRACE] = trace;
    page.set(counts, at + COUNTS);
    this.setHead(group, this.size++);
    return true;
  }

  /** Copies an entry out and gives its trace; -2 if it has been dominated since. */
  load(entry: number, key: Int32Array, counts: Int32Array): number {
    const page = this.entries.pageOf(entry);
    const at = this.entries.offsetOf(entry);
    if (page[at + NEXT] === DEAD) {
      return DEAD;
    }
    const group = page[at + GROUP] as number;
    const { records } = this.keys;
    const keys = records.pageOf(group);
    const keyAt = records.offsetOf(group);
    for (let i = 0; i < key.length; i++) {
      key[i] = keys[keyAt + i] as number;
    }
    for (let i = 0; i < counts.length; i++) {
      counts[i] = page[at + COUNTS + i] as number;
    }
    return page[at + TRACE] as number;
  }

  /** Whether the new counts are dominated; if not, drops the entries that they dominate. */
  private isDominated(group: number, counts: Int32Array): boolean {
    let before = END;
    let entry = this.headOf(group);
    while (entry !== END) {
      const page = this.entries.pageOf(entry);
      const at = this.entries.offsetOf(entry);
      const after = page[at + NEXT] as number;
      const order = this.compare(page, at + COUNTS, counts);
      if (order === 'less') {
        return true;
      }
      if (order === 'greater') {
        page[at + NEXT] = DEAD;
        this.link(group, before, after);
      } else {
        before = entry;
      }
      entry = after;
    }
    return false;
  }

  /** `less`: the stored counts are nowhere greater; `greater`: nowhere less, not equal. */
  private compare(
    page: Int32Array,
    at: number,
    counts: Int32Array,
  ): 'less' | 'greater' | 'neither' {
    this.comparisons++;
    let less = false;
    let greater = false;
    for (let i = 0; i < counts.length; i++) {
      const difference = (page[at + i] as number) - (counts[i] as number);
      less ||= difference < 0;
      greater ||= difference > 0;
      if (less && greater) {
        return 'neither';
      }
    }
    return greater ? 'greater' : 'less';
  }

  /** Makes an entry follow on another one of its group, or the head. */
  private link(group: number, before: number, entry: number): void {
    if (before === END) {
      this.setHead(group, entry);
    } else {
      this.entries.pageOf(before)[this.entries.offsetOf(before) + NEXT] = entry;
    }
  }

  private headOf(group: number): number {
    return this.heads.pageOf(group)[this.heads.offsetOf(group)] as number;
  }

  private setHead(group: number, entry: number): void {
    this.heads.pageOf(group)[this.heads.offsetOf(group)] = entry;
  }
}
