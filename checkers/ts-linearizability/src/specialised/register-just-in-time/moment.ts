import { Kind, type RegisterColumns } from '../register/operations.js';
import type { Configuration } from './configuration.js';
import { Looks } from './looks.js';
import { ANYTHING, OptionalGroups } from './optional-groups.js';
import { timelineOf, type Timeline } from './timeline.js';

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
  /** The optional operations that were called. */
  readonly optional = new OptionalGroups();
  /** Whether some operation changes the value only if it is a certain one. */
  readonly hasCas: boolean;
  /** Whether some operation is done when another value than its own is there. */
  readonly hasAvoiding: boolean;
  event = 0;
  private readonly bitOf: Int32Array;
  private readonly freeBits: number[] = [];
  private readonly looks = new Looks();
  /** The last return of an operation that is done when another value than its own is there. */
  private lastAvoiding = -1;

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
        this.looks.add(seen, event);
      }
      if (kind[at] === Kind.avoids || kind[at] === Kind.maybe) {
        this.lastAvoiding = Math.max(this.lastAvoiding, this.timeline.returned[at] as number);
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
    return source < 0 ? this.optional.valueOf(~source) : (this.columns.value[source] as number);
  }

  /** Whether a source sets its value whatever there is. */
  isWrite(source: number): boolean {
    return source < 0 ? this.optional.isWrite(~source) : this.columns.kind[source] === Kind.write;
  }

  /** Whether a value that is there until `event` at least can be of use to anything after that. */
  isSought(value: number, event: number): boolean {
    return (
      this.optional.casOf(value).length > 0 ||
      this.looks.after(this.event, value) <= (this.timeline.horizon[event] as number) ||
      this.inFlight.some((operation) => this.seenBy(operation) === value)
    );
  }

  /** Whether something in flight or called later has to find another value than some. */
  isAvoidedAhead(): boolean {
    return this.lastAvoiding > this.event;
  }

  /** Whether a group can still be of use. */
  isGroupSought(group: number): boolean {
    const { events } = this.timeline;
    return this.hasAvoiding || this.isSought(this.optional.valueOf(group), events.length);
  }

  /** All values that something looks at. */
  seenValues(): Iterable<number> {
    return this.looks.values();
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
    if (this.hasAvoiding || this.looks.after(-1, to) < Infinity) {
      this.optional.call(operation, replaced, to);
    }
  }
}

function set(words: Int32Array, word: number, mask: number, to: boolean): void {
  words[word] = to ? (words[word] as number) | mask : (words[word] as number) & ~mask;
}
