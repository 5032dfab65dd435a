import type { Control } from '../../types.js';

/** The bounds are looked at every so many steps. */
const STEPS_BETWEEN_LOOKS = 512;
/** What is reachable is counted whenever twice as much may be held, and so much more. */
const UNCOUNTED_BYTES = 1 << 22;
/** Of an object, or an array without its numbers. */
const OBJECT_BYTES = 64;

/** Books the memory of what is made while a data type is followed, and looks at the bounds. */
export class Meter {
  /** Whether a bound was hit: what is found after that is not all there is. */
  isOver = false;
  readonly #control: Control;
  #steps = 0;
  #made = 0;
  #held = 0;
  #reachable = 0;
  #inTables = 0;

  constructor(control: Control) {
    this.#control = control;
  }

  /** So many steps were made, and something of that size. */
  count(steps: number, bytes: number): void {
    this.#steps += steps;
    this.#made += bytes;
    if (this.#steps >= STEPS_BETWEEN_LOOKS) {
      this.#book(this.#made);
      this.isOver ||= this.#control.stop() !== undefined;
      this.#steps = 0;
      this.#made = 0;
    }
  }

  /** All that was made is free again, but for what is reachable from these, and tables of that size. */
  keep(roots: readonly unknown[], tableBytes: number): void {
    const grown = tableBytes - this.#inTables;
    this.#inTables = tableBytes;
    this.#book(grown);
    const made = this.#held - tableBytes;
    if (made > 2 * this.#reachable + UNCOUNTED_BYTES) {
      this.#reachable = bytesOf(roots);
      this.#book(this.#reachable - made);
    }
  }

  /** Gives everything back. */
  release(): void {
    this.#control.hold(-this.#held);
  }

  #book(difference: number): void {
    this.#held += difference;
    const isWithin = this.#control.hold(difference);
    this.isOver ||= !isWithin;
  }
}

/** About how much memory is reachable, but for what is in maps: those are tables. */
function bytesOf(roots: readonly unknown[]): number {
  const met = new Set<object>();
  const open: unknown[] = [...roots];
  let bytes = 0;
  while (open.length > 0) {
    const item = open.pop();
    if (typeof item !== 'object' || item === null || met.has(item)) {
      continue;
    }
    met.add(item);
    bytes += OBJECT_BYTES;
    if (ArrayBuffer.isView(item)) {
      bytes += item.byteLength;
    } else {
      const parts: unknown[] = Object.values(item);
      bytes += 8 * parts.length;
      for (const part of parts) {
        if (typeof part === 'object') {
          open.push(part);
        }
      }
    }
  }
  return bytes;
}
