import type { Clock } from '../core/clock.js';
import type { Thread } from '../core/generator/context.js';
import type { Completion, Invocation } from '../core/op.js';
import { Deadlines } from './deadlines.js';

/** An op under way: sent, and not yet completed in the history. */
export interface Flight {
  readonly op: Invocation;
  readonly thread: Thread;
  open: boolean;
}

/** What came of a flight, and when. */
export interface Landing {
  readonly flight: Flight;
  readonly completion: Completion;
  readonly time: number;
}

const isOpen = (flight: Flight): boolean => flight.open;

/** The ops under way, from their dispatch to the moment the interpreter takes what came of them. */
export class Flights {
  readonly #clock: Clock;
  readonly #wake: () => void;
  readonly #deadlines = new Deadlines<Flight>();
  #landed: Landing[] = [];

  constructor(clock: Clock, wake: () => void) {
    this.#clock = clock;
    this.#wake = wake;
  }

  /** Whether something has landed that was not taken yet. */
  get hasLanded(): boolean {
    return this.#landed.length > 0;
  }

  /** A flight that may take for ever, until it is given a bound. */
  depart(op: Invocation, thread: Thread): Flight {
    return { op, thread, open: true };
  }

  /** Lets a flight land within so long from now; all flights that have a bound have the same. */
  bound(flight: Flight, bound_ns: number): void {
    this.#deadlines.push(this.#clock.now() + bound_ns, flight);
    // Whoever waits may be waiting for longer than that.
    this.#wake();
  }

  /** Notes what came of a flight; an answer that comes after its bound is ignored. */
  land(flight: Flight, completion: Completion): void {
    if (!flight.open) return;
    this.#landed.push({ flight, completion, time: this.#clock.now() });
    // All that lands in one turn of the event loop is taken together: one burst of new ops for
    // it costs the machine far fewer wake-ups than an op at a time.
    if (this.#landed.length === 1) void this.#clock.yield().then(this.#wake);
  }

  /** Takes what has landed, in order. */
  takeLanded(): readonly Landing[] {
    const landed = this.#landed;
    if (landed.length > 0) this.#landed = [];
    return landed;
  }

  /** Takes the flights whose deadline has passed, in order. */
  takeExpired(now: number): Iterable<Flight> {
    return this.#deadlines.expired(now, isOpen);
  }

  /** The earliest deadline of an open flight; infinite when there is none. */
  nextDeadline(): number {
    return this.#deadlines.next(isOpen) ?? Number.POSITIVE_INFINITY;
  }
}
