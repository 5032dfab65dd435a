import type { Configuration } from './configuration.js';

/** Of a group of optional operations that only write: what they replace. */
export const ANYTHING = -1;

/** Optional operations that do the same. */
interface Group {
  /** The value that they replace, or `ANYTHING`. */
  readonly from: number;
  readonly to: number;
  /** In the order of their calls. */
  readonly operations: number[];
}

/** The optional operations that were called, those together that do the same. */
export class OptionalGroups {
  private readonly groups: Group[] = [];
  private readonly writes = new Map<number, number>();
  private readonly replacing = new Map<number, number[]>();

  /** An optional operation is called. */
  call(operation: number, from: number, to: number): void {
    const known =
      from === ANYTHING
        ? this.writes.get(to)
        : this.replacing.get(from)?.find((group) => this.valueOf(group) === to);
    if (known !== undefined) {
      this.groups[known]?.operations.push(operation);
      return;
    }
    const group = this.groups.push({ from, to, operations: [operation] }) - 1;
    if (from === ANYTHING) {
      this.writes.set(to, group);
    } else {
      const ofValue = this.replacing.get(from) ?? [];
      this.replacing.set(from, ofValue);
      ofValue.push(group);
    }
  }

  /** The value that a group sets. */
  valueOf(group: number): number {
    return (this.groups[group] as Group).to;
  }

  /** Whether a group sets its value whatever there is. */
  isWrite(group: number): boolean {
    return this.groups[group]?.from === ANYTHING;
  }

  /** The group that writes a value, if there is one. */
  writeOf(value: number): number | undefined {
    return this.writes.get(value);
  }

  /** The groups that replace a value. */
  casOf(value: number): readonly number[] {
    return this.replacing.get(value) ?? [];
  }

  /** The values that groups write; that they replace. */
  written(): Iterable<number> {
    return this.writes.keys();
  }

  replaced(): Iterable<number> {
    return this.replacing.keys();
  }

  /** The next operation of a group in a configuration, if there is one more. */
  nextOf(group: number, { spent }: Pick<Configuration, 'spent'>): number | undefined {
    let taken = 0;
    for (const other of spent) {
      taken += other === group ? 1 : 0;
    }
    return this.groups[group]?.operations[taken];
  }
}
