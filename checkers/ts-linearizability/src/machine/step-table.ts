import { mixed } from '../values/hash.js';

const EMPTY = -1;
const START_CAPACITY = 64;
const WORDS = 3;
/** So many entries are not added before somebody asks for `bytes` again. */
const ENTRIES_AHEAD = 1 << 14;

/**
 * A map from (state, class) to a result, open-addressed and at most half full: three words a slot.
 */
export class StepTable {
  private size = 0;
  private slots = emptySlots(START_CAPACITY);
  private mask = START_CAPACITY - 1;

  /** The memory held, with that of a growth if one may be near. */
  get bytes(): number {
    const isNear = 2 * (this.size + ENTRIES_AHEAD) > this.mask;
    return (isNear ? 3 : 1) * this.slots.byteLength;
  }

  /** The result stored, or `missing`. */
  get(state: number, operationClass: number, missing: number): number {
    const at = this.find(state, operationClass);
    return this.slots[at] === EMPTY ? missing : (this.slots[at + 2] as number);
  }

  set(state: number, operationClass: number, result: number): void {
    const at = this.find(state, operationClass);
    if (this.slots[at] === EMPTY) {
      this.size++;
    }
    this.slots[at] = state;
    this.slots[at + 1] = operationClass;
    this.slots[at + 2] = result;
    if (2 * this.size > this.mask + 1) {
      this.grow();
    }
  }

  /** Where an entry is, or would be. */
  private find(state: number, operationClass: number): number {
    const { slots, mask } = this;
    let slot = mixed(mixed(0, state), operationClass) & mask;
    for (;;) {
      const at = WORDS * slot;
      const there = slots[at] as number;
      if (there === EMPTY || (there === state && slots[at + 1] === operationClass)) {
        return at;
      }
      slot = (slot + 1) & mask;
    }
  }

  private grow(): void {
    const { slots: old } = this;
    this.mask = 2 * this.mask + 1;
    this.slots = emptySlots(this.mask + 1);
    for (let at = 0; at < old.length; at += WORDS) {
      if (old[at] !== EMPTY) {
        const to = this.find(old[at] as number, old[at + 1] as number);
        this.slots.set(old.subarray(at, at + WORDS), to);
      }
    }
  }
}

function emptySlots(capacity: number): Int32Array {
  return new Int32Array(WORDS * capacity).fill(EMPTY);
}
