import { mix } from '../machine/hash.js';
import { RecordTable } from '../machine/record-table.js';

/**
 * The configurations (operations placed, state) that a search has met, by keys of 96 bits: a word for each
 * operation placed, combined (Zobrist 1970), and the state.
 *
 * Two configurations with one key would make the search skip the second, which can only miss a
 * legal order, never invent one. Among ten million configurations this has a chance of 1e-15.
 */
export class Configurations {
  private readonly met = new RecordTable(3);
  private first = 0;
  private second = 0;
  private third = 0;

  get bytes(): number {
    return this.met.bytes;
  }

  /** Places an operation, or takes it back. */
  flip(operation: number): void {
    this.first ^= mix(operation ^ 0x5bf03635);
    this.second ^= mix(operation ^ 0x38b34ae5);
    this.third ^= mix(operation ^ 0xa1e38b93);
  }

  /** Notes the operations placed, with the state; false if that was met before. */
  add(state: number): boolean {
    const { met } = this;
    met.key[0] = this.first ^ mix(state ^ 0x2545f491);
    met.key[1] = this.second ^ mix(state ^ 0x9e3779b1);
    met.key[2] = this.third ^ mix(state ^ 0x165667b1);
    const known = met.size;
    return met.add() === known;
  }
}
