import { counted } from '../core/words.js';
import { MalformedHistoryError } from './malformed.js';
import type { Place, RecordedEvent } from './recorded-event.js';

/** Holds that the events of a history can have happened in the order in which they stand. */
export class Succession {
  /** What each process is busy with. */
  readonly #open = new Map<number, RecordedEvent | undefined>();
  readonly #oneClock: boolean;
  #time: number | bigint = 0;
  #timed: Place | undefined;
  /** How often time went back, and where for the first time. */
  #back = 0;
  #wentBack: Place | undefined;

  /** @param oneClock - whether one clock stamped all events. */
  constructor(oneClock: boolean) {
    this.#oneClock = oneClock;
  }

  /** What was passed over, in words. */
  get notes(): readonly string[] {
    if (this.#wentBack === undefined) return [];
    return [
      `the times of ${counted(this.#back, 'event')} are before that of the event above, first on line ${this.#wentBack.line}: it is the order of the events that counts`,
    ];
  }

  /**
   * @throws MalformedHistoryError when a process invokes while it is busy or completes what it did
   *   not invoke, and when the one clock goes back.
   */
  take(event: RecordedEvent): void {
    if (event.time !== undefined) this.#advance(event.time, event.place);
    const { process } = event;
    if (typeof process !== 'number') return;
    const invocation = this.#open.get(process);
    if (event.type === 'invoke') {
      if (invocation !== undefined) throw busy(invocation, event);
      this.#open.set(process, event);
    } else {
      if (invocation?.f !== event.f) throw notInvoked(invocation, event);
      // Kept where the process goes on: the entry is used again.
      if (event.type === 'info') this.#open.delete(process);
      else this.#open.set(process, undefined);
    }
  }

  #advance(time: number | bigint, place: Place): void {
    if (time < this.#time && !this.#oneClock) {
      this.#back += 1;
      this.#wentBack ??= place;
    } else if (time < this.#time) {
      throw new MalformedHistoryError(
        place,
        `a time that is not before that of line ${this.#timed?.line ?? 1}, ${this.#time},`,
        String(time),
        'the file was changed after the run: restore it as the run wrote it',
      );
    }
    this.#time = time;
    this.#timed = place;
  }
}

function busy({ f, process, place }: RecordedEvent, next: RecordedEvent): MalformedHistoryError {
  return new MalformedHistoryError(
    next.place,
    `process ${process} to complete its ${f} of line ${place.line} first`,
    `its next invocation, ${next.f}`,
    'a process does one op at a time: give ops that overlap processes of their own',
  );
}

function notInvoked(
  invocation: RecordedEvent | undefined,
  { process, type, f, place }: RecordedEvent,
): MalformedHistoryError {
  return new MalformedHistoryError(
    place,
    invocation === undefined
      ? `an invocation by process ${process} before its completion`
      : `process ${process} to complete its ${invocation.f}`,
    `${type} ${f}`,
    'record every invocation before its completion, with the same process and f',
  );
}
