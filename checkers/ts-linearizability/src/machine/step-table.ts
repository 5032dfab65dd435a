import { tableWords } from './table-words.js';
import { mixed } from '../values/hash.js';

const EMPTY = -1;
const START_CAPACITY = 1024;
/** A table of so many slots is not doubled in one go any more, but split. */
const SPLIT_CAPACITY = 1 << 17;
const PART_BITS = 6;

/**
 * A map from (state, class) to a result, in open-addressed typed arrays: 12 bytes a slot. Once it
 * is large it is in many parts that grow one by one, for nothing can interrupt a growth.
 */
export class StepTable {
  private parts = [new Part(START_CAPACITY)];
  bytes = 12 * START_CAPACITY;

  /** The result stored, or `missing`. */
  get(state: number, operationClass: number, missing: number): number {
    const hash = hashOf(state, operationClass);
    return this.partOf(hash).get(hash, state, operationClass, missing);
  }

  set(state: number, operationClass: number, result: number): void {
    const hash = hashOf(state, operationClass);
    const part = this.partOf(hash);
    part.set(hash, state, operationClass, result);
    if (2 * part.size > part.capacity) {
      this.grow(part);
    }
  }

  private partOf(hash: number): Part {
    const { parts } = this;
    return parts[parts.length === 1 ? 0 : hash >>> (32 - PART_BITS)] as Part;
  }

  private grow(full: Part): void {
    this.bytes += 12 * full.capacity;
    if (this.parts.length > 1) {
      const larger = new Part(2 * full.capacity);
      full.moveTo(() => larger);
      this.parts[this.parts.indexOf(full)] = larger;
      return;
    }
    const count = full.capacity >= SPLIT_CAPACITY ? 1 << PART_BITS : 1;
    this.parts = Array.from({ length: count }, () => new Part((2 * full.capacity) / count));
    full.moveTo((hash) => this.partOf(hash));
  }
}

/** An open-addressed table that is at most half full. */
class Part {
  size = 0;
  private readonly stateOf: Int32Array;
  private readonly classOf: Int32Array;
  private readonly resultOf: Int32Array;
  private readonly mask: number;

  constructor(capacity: number) {
    this.stateOf = tableWords(capacity).fill(EMPTY);
    this.classOf = tableWords(capacity);
    this.resultOf = tableWords(capacity);
    this.mask = capacity - 1;
  }

  get capacity(): number {
    return this.mask + 1;
  }

  get(hash: number, state: number, operationClass: number, missing: number): number {
    const slot = this.slotOf(hash, state, operationClass);
    return this.stateOf[slot] === EMPTY ? missing : (this.resultOf[slot] as number);
  }

  set(hash: number, state: number, operationClass: number, result: number): void {
    const slot = this.slotOf(hash, state, operationClass);
    if (this.stateOf[slot] === EMPTY) {
      this.size++;
    }
    this.stateOf[slot] = state;
    this.classOf[slot] = operationClass;
    this.resultOf[slot] = result;
  }

  moveTo(target: (hash: number) => Part): void {
    const { stateOf, classOf, resultOf } = this;
    for (let slot = 0; slot < stateOf.length; slot++) {
      const state = stateOf[slot] as number;
      if (state !== EMPTY) {
        const operationClass = classOf[slot] as number;
        const hash = hashOf(state, operationClass);
        target(hash).set(hash, state, operationClass, resultOf[slot] as number);
      }
    }
  }

  private slotOf(hash: number, state: number, operationClass: number): number {
    let slot = hash & this.mask;
    while (
      this.stateOf[slot] !== EMPTY &&
      (this.stateOf[slot] !== state || this.classOf[slot] !== operationClass)
    ) {
      slot = (slot + 1) & this.mask;
    }
    return slot;
  }
}

function hashOf(state: number, operationClass: number): number {
  return mixed(mixed(0, state), operationClass);
}
