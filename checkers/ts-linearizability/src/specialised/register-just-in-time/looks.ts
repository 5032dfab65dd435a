import { firstAbove } from '../bisect.js';

/** Which values operations look at, and when they are called. */
export class Looks {
  private readonly events = new Map<number, number[]>();

  /** An operation that looks at a value is called at an event; events ascend. */
  add(value: number, event: number): void {
    const known = this.events.get(value) ?? [];
    this.events.set(value, known);
    known.push(event);
  }

  /** All values that something looks at. */
  values(): Iterable<number> {
    return this.events.keys();
  }

  /** The first event after another at which an operation is called that looks at a value. */
  after(event: number, value: number): number {
    const events = this.events.get(value) ?? [];
    return events[firstAbove(events, event)] ?? Infinity;
  }
}
