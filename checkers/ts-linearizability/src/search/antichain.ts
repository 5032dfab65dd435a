import { RecordTable } from '../machine/record-table.js';
import { Rows } from '../machine/rows.js';

/** The words of an entry. */
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
  /** The note of a key says where its entry begins that was added last; entries of one key are linked. */
  private readonly keys: RecordTable;
  private readonly entries: Rows;

  constructor(keyWidth: number, counts: number) {
    this.keys = new RecordTable(keyWidth);
    this.entries = new Rows(COUNTS + counts);
  }

  /** How many entries were added, dominated ones included. */
  get size(): number {
    return this.entries.size;
  }

  get bytes(): number {
    return this.keys.bytes + this.entries.bytes;
  }

  clear(): void {
    this.keys.clear();
    this.entries.size = 0;
  }

  /** Adds a configuration unless it is dominated; false if it is. */
  add(key: Int32Array, counts: Int32Array, trace: number): boolean {
    const { keys, entries } = this;
    for (let i = 0; i < key.length; i++) {
      keys.key[i] = key[i] as number;
    }
    const known = keys.size;
    const group = keys.add();
    if (group === known) {
      keys.setNote(group, END);
    } else if (this.isDominated(group, counts)) {
      return false;
    }
    const at = entries.add();
    const { words } = entries;
    words[at + NEXT] = keys.noteOf(group);
    words[at + GROUP] = group;
    words[at + TRACE] = trace;
    for (let i = 0; i < counts.length; i++) {
      words[at + COUNTS + i] = counts[i] as number;
    }
    keys.setNote(group, at);
    return true;
  }

  /** Copies an entry out and gives its trace; -2 if it has been dominated since. */
  load(entry: number, key: Int32Array, counts: Int32Array): number {
    const { words, width } = this.entries;
    const at = entry * width;
    if (words[at + NEXT] === DEAD) {
      return DEAD;
    }
    this.keys.load(words[at + GROUP] as number, key);
    for (let i = 0; i < counts.length; i++) {
      counts[i] = words[at + COUNTS + i] as number;
    }
    return words[at + TRACE] as number;
  }

  /** Whether the new counts are dominated; if not, drops the entries that they dominate. */
  private isDominated(group: number, counts: Int32Array): boolean {
    const { keys } = this;
    const { words } = this.entries;
    let before = END;
    let at = keys.noteOf(group);
    while (at !== END) {
      const after = words[at + NEXT] as number;
      const order = this.compare(at + COUNTS, counts);
      if (order === 'less') {
        return true;
      }
      if (order === 'neither') {
        before = at;
      } else {
        words[at + NEXT] = DEAD;
        if (before === END) {
          keys.setNote(group, after);
        } else {
          words[before + NEXT] = after;
        }
      }
      at = after;
    }
    return false;
  }

  /** `less`: the stored counts are nowhere greater; `greater`: nowhere less, not equal. */
  private compare(at: number, counts: Int32Array): 'less' | 'greater' | 'neither' {
    const { words } = this.entries;
    let less = false;
    let greater = false;
    for (let i = 0; i < counts.length; i++) {
      const difference = (words[at + i] as number) - (counts[i] as number);
      less ||= difference < 0;
      greater ||= difference > 0;
      if (less && greater) {
        return 'neither';
      }
    }
    return greater ? 'greater' : 'less';
  }
}
