import { PlacedCache } from './placed-cache.js';
import { mix, zobristWords } from './zobrist.js';

/**
 * The configurations (operations placed, state) that a search has met, by keys of 96 bits: the
 * random words of the operations placed, combined (Zobrist 1970), and the state.
 */
export class Configurations {
  readonly cache = new PlacedCache();
  private readonly firstWords: Int32Array;
  private readonly secondWords: Int32Array;
  private readonly thirdWords: Int32Array;
  private first = 0;
  private second = 0;
  private third = 0;

  constructor(operations: number) {
    this.firstWords = zobristWords(operations, 1);
    this.secondWords = zobristWords(operations, 2);
    this.thirdWords = zobristWords(operations, 3);
  }

  /** Places an operation, or takes it back. */
  flip(operation: number): void {
    this.first ^= this.firstWords[operation] as number;
    this.second ^= this.secondWords[operation] as number;
    this.third ^= this.thirdWords[operation] as number;
  }

  /** Notes the operations placed, with the state; false if that was met before. */
  add(state: number): boolean {
    return this.cache.add(
      this.first ^ mix(state ^ 0x2545f491),
      this.second ^ mix(Math.imul(state, 0x9e3779b1) ^ 0x165667b1),
      this.third ^ mix(Math.imul(state, 0x85ebca77) ^ 0x27d4eb2f),
    );
  }
}
