import { firstAbove } from '../bisect.js';
import { Flight } from '../just-in-time/flight.js';
import { countOf, withOne, type Spent } from '../just-in-time/spent.js';
import { mostInFlight, timelineOf, type Timeline } from '../just-in-time/timeline.js';
import { Kind, type RegisterColumns } from '../register/operations.js';
import type { Configuration } from './configuration.js';
import { EffectIds } from './effect-ids.js';

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

/** The operations in flight at one event of a history, and which values are still looked for. */
export class Moment {
  readonly columns: RegisterColumns;
  readonly timeline: Timeline;
  readonly terms: Terms;
  /** Words of each plane of bits. */
  readonly words: number;
  readonly flight: Flight;
  readonly effects: EffectIds;
  /** Whether some operation is done when another value than its own is there. */
  readonly hasAvoiding: boolean;
  event = 0;
  private readonly bitOf: Int32Array;
  private readonly freeBits: number[] = [];
  /** Per value, the effects of what replaces it and is in flight. */
  private readonly replacements = new Map<number, Set<number>>();
  /** Per value, the events at which operations are called that look at it. */
  private readonly looks = new Map<number, number[]>();
  /**
   * Per event: the first return of an operation that is called later and changes the value for
   * sure. What is called after that cannot see a value from before.
   */
  private readonly horizon: Int32Array;

  constructor(columns: RegisterColumns, terms: Terms) {
    const { kind } = columns;
    this.columns = columns;
    this.terms = terms;
    const all = [...kind.keys()].filter((at) => kind[at] !== Kind.ignored);
    this.timeline = timelineOf(columns, all);
    this.effects = new EffectIds(columns, terms);
    this.flight = new Flight(this.effects.ofOperation, columns.return);
    this.hasAvoiding = kind.includes(Kind.avoids) || kind.includes(Kind.maybe);
    this.bitOf = new Int32Array(kind.length);
    const { events, returned } = this.timeline;
    this.horizon = new Int32Array(events.length + 1).fill(events.length);
    for (let event = events.length - 1; event >= 0; event--) {
      const at = events[event] as number;
      const isChange = (kind[at] === Kind.write || kind[at] === Kind.cas) && this.isBinding(at);
      const later = this.horizon[event + 1] as number;
      this.horizon[event] = isChange ? Math.min(later, returned[at] as number) : later;
    }
    for (const [event, at] of events.entries()) {
      const seen = at < 0 ? -1 : this.seenBy(at);
      if (seen >= 0) {
        const known = this.looks.get(seen) ?? [];
        this.looks.set(seen, known);
        known.push(event);
      }
    }
    this.words = (mostInFlight(this.timeline) + 31) >>> 5;
    for (let bit = 32 * this.words; bit-- > 0;) {
      this.freeBits.push(bit);
    }
  }

  /** An operation is called: it is in flight in all configurations, or one that is optional. */
  call(operation: number, configurations: readonly Configuration[]): void {
    if (this.columns.return[operation] === Infinity) {
      if (this.hasAvoiding || this.looks.has(this.columns.value[operation] as number)) {
        this.flight.call(operation);
        this.noteReplacement(operation);
      }
      return;
    }
    this.flight.call(operation);
    this.noteReplacement(operation);
    this.bitOf[operation] = this.freeBits.pop() as number;
    for (const { bits, value } of configurations) {
      this.set(bits, operation, 0, !this.isBinding(operation) || this.fits(operation, value));
      this.set(bits, operation, this.words, this.changes(operation));
    }
  }

  /** An operation returns. */
  return(operation: number): void {
    this.flight.return(operation);
    this.dropReplacement(operation);
    this.freeBits.push(this.bitOf[operation] as number);
  }

  isDone({ bits }: Configuration, operation: number): boolean {
    return this.has(bits, operation, 0);
  }

  isFree({ bits }: Configuration, operation: number): boolean {
    return this.has(bits, operation, this.words);
  }

  /** Whether an operation was in flight at the latest write. */
  isHidden({ latest }: Configuration, operation: number): boolean {
    return (this.timeline.called[operation] as number) < latest;
  }

  changes(operation: number): boolean {
    return this.columns.kind[operation] === Kind.write || this.replaces(operation);
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

  /** The effects of replacing a value that something in flight has. */
  replacing(value: number): readonly number[] {
    return [...(this.replacements.get(value) ?? [])];
  }

  /** The value that a source sets; see `Placed`. */
  valueOf(source: number): number {
    return source < 0 ? this.effects.of(~source).to : (this.columns.value[source] as number);
  }

  /** Whether a source sets its value whatever there is. */
  isWrite(source: number): boolean {
    const { effects } = this;
    return effects.isWrite(source < 0 ? ~source : (effects.ofOperation[source] as number));
  }

  /** The next of the optional operations of one effect; `undefined` if there is none left. */
  nextOptional(effect: number, spent: Spent): number | undefined {
    return this.flight.optional(effect)[countOf(spent, effect)];
  }

  /** Whether a value that is there until `event` at least can be of use to anything after that. */
  isSought(value: number, event: number): boolean {
    return (
      this.replacing(value).some((one) => this.flight.optional(one).length > 0) ||
      this.nextLook(value) <= (this.horizon[event] as number) ||
      this.flight.returning.some((operation) => this.seenBy(operation) === value)
    );
  }

  /** Whether an effect of optional operations can still be of use. */
  isEffectSought(effect: number): boolean {
    const { events } = this.timeline;
    return this.hasAvoiding || this.isSought(this.effects.of(effect).to, events.length);
  }

  /** All values that something looks at. */
  seenValues(): Iterable<number> {
    return this.looks.keys();
  }

  /** Words with the bits of some operations in flight. */
  maskOf(isMeant: (operation: number) => boolean): Int32Array {
    const mask = new Int32Array(this.words);
    for (const operation of this.flight.returning) {
      if (isMeant(operation)) {
        this.set(mask, operation, 0, true);
      }
    }
    return mask;
  }

  /** A configuration after one more change: the last of all, or placed before the latest write. */
  place(at: Configuration, source: number, isEarlier: boolean): Configuration {
    const bits = at.bits.slice();
    let { spent } = at;
    if (source >= 0) {
      this.set(bits, source, 0, true);
      this.set(bits, source, this.words, false);
    } else if (!this.terms.relaxed) {
      spent = withOne(spent, ~source);
    }
    const value = this.valueOf(source);
    const hides = !isEarlier && this.isWrite(source);
    for (const operation of this.flight.returning) {
      const isHidden = hides && this.columns.kind[operation] === Kind.write;
      if (
        isHidden ||
        ((!isEarlier || this.isHidden(at, operation)) && this.fits(operation, value))
      ) {
        this.set(bits, operation, 0, true);
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

  private noteReplacement(operation: number): void {
    const effect = this.effects.ofOperation[operation] as number;
    if (!this.effects.isWrite(effect)) {
      const { from } = this.effects.of(effect);
      const known = this.replacements.get(from) ?? new Set();
      this.replacements.set(from, known.add(effect));
    }
  }

  private dropReplacement(operation: number): void {
    const effect = this.effects.ofOperation[operation] as number;
    if (!this.effects.isWrite(effect) && !this.flight.has(effect)) {
      const { from } = this.effects.of(effect);
      const left = this.replacements.get(from);
      left?.delete(effect);
      if (left?.size === 0) {
        this.replacements.delete(from);
      }
    }
  }

  private nextLook(value: number): number {
    const events = this.looks.get(value) ?? [];
    return events[firstAbove(events, this.event)] ?? Infinity;
  }

  private isBinding(operation: number): boolean {
    return this.terms.isBinding?.[operation] !== 0;
  }

  private has(bits: Int32Array, operation: number, plane: number): boolean {
    const bit = this.bitOf[operation] as number;
    return ((bits[(bit >>> 5) + plane] as number) & (1 << (bit & 31))) !== 0;
  }

  private set(bits: Int32Array, operation: number, plane: number, to: boolean): void {
    const bit = this.bitOf[operation] as number;
    const word = (bit >>> 5) + plane;
    const mask = 1 << (bit & 31);
    bits[word] = to ? (bits[word] as number) | mask : (bits[word] as number) & ~mask;
  }
}
