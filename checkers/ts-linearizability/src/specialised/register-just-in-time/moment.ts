import { Kind, type RegisterColumns } from '../register/operations.js';
import type { Configuration } from './configuration.js';
import { timelineOf, type Timeline } from './timeline.js';

/** Of a group of optional operations that only write: what they replace. */
const ANYTHING = -1;

/** Optional operations that do the same. */
interface Group {
  /** The value that they replace, or `ANYTHING`. */
  readonly from: number;
  readonly to: number;
  /** In the order of their calls. */
  readonly operations: number[];
}

/** Which operations must take effect, and what is known of the beginning. */
export interface Terms {
  /** Per operation 0 if it need not take effect; all that return must if not given. */
  readonly isBinding?: Uint8Array;
  /**
   * How many of the first events are calls from before the beginning, if that is in the middle of a
   * history: then any value may be there, and these operations may have been hidden already.
   */
  readonly early?: number;
  /**
   * Whether optional operations can take effect again and again, and a cas among them whatever
   * the value. What is illegal then is illegal.
   */
  readonly relaxed: boolean;
}

/**
 * The operations in flight at one event of a sweep, and which values are still looked for.
 */
export class Moment {
  readonly columns: RegisterColumns;
  readonly timeline: Timeline;
  readonly terms: Terms;
  /** Words of each plane of bits. */
  readonly words: number;
  /** Operations in flight that will return, in the order of their calls. */
  readonly inFlight: number[] = [];
  /** Groups of optional operations that were called. */
  readonly groups: Group[] = [];
  /** Whether some operation changes the value only if it is a certain one. */
  readonly hasCas: boolean;
  /** Whether some operation is done when another value than its own is there. */
  readonly hasAvoiding: boolean;
  event = 0;
  private readonly bitOf: Int32Array;
  private readonly freeBits: number[] = [];
  private readonly writeGroup = new Map<number, number>();
  private readonly casGroups = new Map<number, number[]>();
  /** Per value: the events at which operations are called that look for it; that avoid it. */
  private readonly sought = new Map<number, number[]>();
  private readonly avoided = new Map<number, number[]>();

  constructor(columns: RegisterColumns, terms: Terms) {
    this.columns = columns;
    this.terms = terms;
    this.timeline = timelineOf(columns, terms.isBinding);
    const { kind } = columns;
    this.hasCas = kind.includes(Kind.cas) || kind.includes(Kind.maybe);
    this.hasAvoiding = kind.includes(Kind.avoids) || kind.includes(Kind.maybe);
    this.bitOf = new Int32Array(kind.length);
    let most = 0;
    let open = 0;
    this.timeline.events.forEach((at, event) => {
      if (at < 0) {
        open--;
        return;
      }
      open += columns.return[at] === Infinity ? 0 : 1;
      most = Math.max(most, open);
      const seen = this.seenBy(at);
      if (seen >= 0) {
        add(kind[at] === Kind.avoids ? this.avoided : this.sought, seen, event);
      }
      if (kind[at] === Kind.maybe) {
        add(this.avoided, seen, event);
      }
    });
    this.words = (most + 31) >>> 5;
    for (let bit = 32 * this.words; bit-- > 0;) {
      this.freeBits.push(bit);
    }
  }

  /** An operation is called: it is in flight in all configurations, or one of a group. */
  call(operation: number, configurations: readonly Configuration[]): void {
    if (this.columns.return[operation] === Infinity) {
      this.callOptional(operation);
      return;
    }
    const bit = this.freeBits.pop() as number;
    this.bitOf[operation] = bit;
    this.inFlight.push(operation);
    const [word, mask] = [bit >>> 5, 1 << (bit & 31)];
    const isDone = this.terms.isBinding?.[operation] === 0;
    for (const { bits, value } of configurations) {
      const free = word + this.words;
      set(bits, word, mask, isDone || this.fits(operation, value));
      set(bits, free, mask, this.changes(operation));
    }
  }

  /** An operation returns. */
  return(operation: number): void {
    this.inFlight.splice(this.inFlight.indexOf(operation), 1);
    this.freeBits.push(this.bitOf[operation] as number);
  }

  isDone({ bits }: Configuration, operation: number): boolean {
    const bit = this.bitOf[operation] as number;
    return ((bits[bit >>> 5] as number) & (1 << (bit & 31))) !== 0;
  }

  isFree({ bits }: Configuration, operation: number): boolean {
    const bit = this.bitOf[operation] as number;
    return ((bits[(bit >>> 5) + this.words] as number) & (1 << (bit & 31))) !== 0;
  }

  /** Whether an operation was in flight at the latest write. */
  isHidden({ latest }: Configuration, operation: number): boolean {
    return (this.timeline.called[operation] as number) < latest;
  }

  changes(operation: number): boolean {
    const kind = this.columns.kind[operation];
    return kind === Kind.write || this.replaces(operation);
  }

  replaces(operation: number): boolean {
    const kind = this.columns.kind[operation];
    return kind === Kind.cas || kind === Kind.maybe;
  }

  /** Whether an operation is done once this value is there. */
  fits(operation: number, value: number): boolean {
    const { kind, value: values, from } = this.columns;
    switch (kind[operation]) {
      case Kind.read:
      case Kind.write:
        return values[operation] === value;
      case Kind.avoids:
        return values[operation] !== value;
      case Kind.anytime:
        return true;
      default:
        return kind[operation] === Kind.maybe && from[operation] !== value;
    }
  }

  /** The value that an operation looks at, or -1. */
  seenBy(operation: number): number {
    const { kind, value, from } = this.columns;
    if (kind[operation] === Kind.write || kind[operation] === Kind.anytime) {
      return -1;
    }
    return (this.replaces(operation) ? from[operation] : value[operation]) as number;
  }

  /** The value that a source sets; see `Placed`. */
  valueOf(source: number): number {
    return source < 0 ? (this.groups[~source] as Group).to : (this.columns.value[source] as number);
  }

  /** The next operation of a group, by how many were taken so far. */
  memberOf(group: number, taken: Map<number, number>): number {
    const index = taken.get(group) ?? 0;
    taken.set(group, index + 1);
    return this.groups[group]?.operations[index] as number;
  }

  /** Whether a source sets its value whatever there is. */
  isWrite(source: number): boolean {
    return source < 0
      ? this.groups[~source]?.from === ANYTHING
      : this.columns.kind[source] === Kind.write;
  }

  /**
   * What a configuration can write a value with, or nothing. Of writes that do the same the one that returns
   * first: whatever the others are placed as, they can be placed as each other.
   */
  writeOf(at: Configuration, value: number, hiddenOnly: boolean): number | undefined {
    const { kind, value: values } = this.columns;
    let first: number | undefined;
    for (const operation of this.inFlight) {
      if (
        values[operation] === value &&
        kind[operation] === Kind.write &&
        this.isFree(at, operation) &&
        (!hiddenOnly || this.isHidden(at, operation)) &&
        (first === undefined || this.isOverBefore(operation, first))
      ) {
        first = operation;
      }
    }
    const group = this.writeGroup.get(value);
    return first ?? (group !== undefined && this.isLeft(at, group, hiddenOnly) ? ~group : first);
  }

  /** What a configuration can replace a value with: of cas that do the same the first to return. */
  casOf(at: Configuration, value: number, hiddenOnly: boolean): number[] {
    const found: number[] = [];
    if (!this.hasCas) {
      return found;
    }
    const { kind, value: values, from } = this.columns;
    for (const operation of this.inFlight) {
      if (
        this.replaces(operation) &&
        from[operation] === value &&
        this.isFree(at, operation) &&
        (!hiddenOnly || this.isHidden(at, operation))
      ) {
        const twin = found.findIndex(
          (other) => values[other] === values[operation] && kind[other] === kind[operation],
        );
        if (twin < 0) {
          found.push(operation);
        } else if (this.isOverBefore(operation, found[twin] as number)) {
          found[twin] = operation;
        }
      }
    }
    for (const group of this.casGroups.get(value) ?? []) {
      const { to } = this.groups[group] as Group;
      const isNeeded = !found.some((other) => values[other] === to && kind[other] === Kind.cas);
      if (isNeeded && this.isLeft(at, group, hiddenOnly)) {
        found.push(~group);
      }
    }
    return found;
  }

  /** The values that something which is left in a configuration replaces. */
  replaceable(at: Configuration): Set<number> {
    const found = new Set(this.casGroups.keys());
    if (this.hasCas) {
      for (const operation of this.inFlight) {
        if (this.replaces(operation) && this.isFree(at, operation)) {
          found.add(this.columns.from[operation] as number);
        }
      }
    }
    return found;
  }

  /** The values that can be written. */
  writable(at: Configuration): Set<number> {
    const found = new Set(this.writeGroup.keys());
    for (const operation of this.inFlight) {
      if (this.columns.kind[operation] === Kind.write && this.isFree(at, operation)) {
        found.add(this.columns.value[operation] as number);
      }
    }
    return found;
  }

  /** Whether a value that is there until `event` at least can be of use to anything after that. */
  isSought(value: number, event: number): boolean {
    return (
      this.casGroups.has(value) ||
      nextAfter(this.sought.get(value), this.event) <= (this.timeline.horizon[event] as number) ||
      this.inFlight.some((operation) => this.seenBy(operation) === value)
    );
  }

  /** Whether something in flight or called later has to find another value than this. */
  isAvoided(value: number): boolean {
    return (
      this.hasAvoiding &&
      (nextAfter(this.avoided.get(value), this.event) < Infinity ||
        this.inFlight.some((operation) => {
          const kind = this.columns.kind[operation];
          return (kind === Kind.avoids || kind === Kind.maybe) && this.seenBy(operation) === value;
        }))
    );
  }

  /** Whether a group can still be of use. */
  isGroupSought(group: number): boolean {
    const { to } = this.groups[group] as Group;
    return this.hasAvoiding || this.isSought(to, this.timeline.events.length);
  }

  /** All values that something looks at. */
  seenValues(): Iterable<number> {
    return new Set([...this.sought.keys(), ...this.avoided.keys()]);
  }

  /** Words with the bits of some operations in flight. */
  maskOf(isMeant: (operation: number) => boolean): Int32Array {
    const mask = new Int32Array(this.words);
    for (const operation of this.inFlight) {
      if (isMeant(operation)) {
        const bit = this.bitOf[operation] as number;
        set(mask, bit >>> 5, 1 << (bit & 31), true);
      }
    }
    return mask;
  }

  /** A configuration after one more change: the last of all, or placed before the latest write. */
  place(at: Configuration, source: number, isEarlier: boolean): Configuration {
    const bits = at.bits.slice();
    let { spent } = at;
    if (source >= 0) {
      const bit = this.bitOf[source] as number;
      set(bits, bit >>> 5, 1 << (bit & 31), true);
      set(bits, (bit >>> 5) + this.words, 1 << (bit & 31), false);
    } else if (!this.terms.relaxed) {
      spent = [...spent, ~source].sort((a, b) => a - b);
    }
    const value = this.valueOf(source);
    const hides = !isEarlier && this.isWrite(source);
    for (const operation of this.inFlight) {
      const isHidden = hides && this.columns.kind[operation] === Kind.write;
      if (
        isHidden ||
        ((!isEarlier || this.isHidden(at, operation)) && this.fits(operation, value))
      ) {
        const bit = this.bitOf[operation] as number;
        set(bits, bit >>> 5, 1 << (bit & 31), true);
      }
    }
    return {
      value: isEarlier ? at.value : value,
      latest: hides ? this.event : at.latest,
      bits,
      spent,
      course: { source, event: this.event, isEarlier, before: at.course },
    };
  }

  private callOptional(operation: number): void {
    const { value, from } = this.columns;
    const to = value[operation] as number;
    const replaced =
      this.replaces(operation) && !this.terms.relaxed ? (from[operation] as number) : ANYTHING;
    const known =
      replaced === ANYTHING
        ? this.writeGroup.get(to)
        : this.casGroups.get(replaced)?.find((group) => this.groups[group]?.to === to);
    if (known !== undefined) {
      this.groups[known]?.operations.push(operation);
    } else if (this.hasAvoiding || this.sought.has(to)) {
      const group = this.groups.push({ from: replaced, to, operations: [operation] }) - 1;
      if (replaced === ANYTHING) {
        this.writeGroup.set(to, group);
      } else {
        add(this.casGroups, replaced, group);
      }
    }
  }

  /** Whether there is one more of a group. */
  private isLeft(at: Configuration, group: number, hiddenOnly: boolean): boolean {
    let spent = 0;
    for (const other of at.spent) {
      spent += other === group ? 1 : 0;
    }
    const next = this.groups[group]?.operations[spent];
    return next !== undefined && (!hiddenOnly || this.isHidden(at, next));
  }

  private isOverBefore(a: number, b: number): boolean {
    return (this.timeline.returned[a] as number) < (this.timeline.returned[b] as number);
  }
}

function set(words: Int32Array, word: number, mask: number, to: boolean): void {
  words[word] = to ? (words[word] as number) | mask : (words[word] as number) & ~mask;
}

function add(lists: Map<number, number[]>, key: number, item: number): void {
  const list = lists.get(key);
  if (list === undefined) {
    lists.set(key, [item]);
  } else {
    list.push(item);
  }
}

/** The first of ascending events after `event`. */
function nextAfter(events: readonly number[] | undefined, event: number): number {
  let low = 0;
  let high = events?.length ?? 0;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((events?.[middle] as number) > event) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return events?.[low] ?? Infinity;
}
