import { detectFormat, SAMPLE_CHARS } from './detect.js';
import type { Format } from './formats.js';
import { MalformedHistoryError } from './malformed.js';
import type { EventReader, Place, RecordedEvent } from './recorded-event.js';
import { Succession } from './succession.js';
import { textOf } from './text.js';

const MEBI = 2 ** 20;
/** Default of `maxEvent_MiB`: final reads of some millions of elements fit. */
export const MAX_EVENT_MIB = 64;

/** Where events go. */
export interface EventSink {
  take(event: RecordedEvent): void;
}

export interface ReadOptions<Sink extends EventSink> {
  /** Default: detected. */
  readonly format?: Format;
  /** Called once, as soon as the format is known. */
  readonly open: (format: Format) => Sink;
  /** No event may be longer, in units of 2^20 characters: memory stays bounded whatever is in a file. */
  readonly maxEvent_MiB?: number;
  /**
   * Called after each piece of the file with the characters read so far. Reading goes on when what it
   * returns has resolved.
   */
  readonly onProgress?: (chars: number, sink: Sink) => Promise<void> | void;
  readonly signal?: AbortSignal;
}

/** What a file turned out to be. */
export interface ReadResult<Sink extends EventSink> {
  readonly format: Format;
  readonly sink: Sink;
  readonly notes: readonly string[];
}

/**
 * Reads the events of a file one by one, in memory for a piece of it or the longest event.
 * @throws InputError when it is no history; with line and column where the text is at fault.
 * @throws the signal's reason when it aborts.
 */
export async function readEvents<Sink extends EventSink>(
  path: string,
  options: ReadOptions<Sink>,
): Promise<ReadResult<Sink>> {
  const open = (format: Format): EventFeed<Sink> =>
    new EventFeed(format, options.open(format), options.maxEvent_MiB ?? MAX_EVENT_MIB);
  let events = options.format === undefined ? undefined : open(options.format);
  let sample = '';
  let chars = 0;
  for await (const text of textOf(path)) {
    options.signal?.throwIfAborted();
    chars += text.length;
    if (events === undefined) {
      sample += text;
      if (sample.length < SAMPLE_CHARS) continue;
      events = open(detectFormat(sample, path));
      events.push(sample);
    } else {
      events.push(text);
    }
    await options.onProgress?.(chars, events.sink);
  }
  if (events === undefined) {
    events = open(detectFormat(sample, path));
    events.push(sample);
  }
  return events.end();
}

/** Hands events on, and refuses to wait for the end of one that does not end. */
class EventFeed<Sink extends EventSink> {
  readonly sink: Sink;
  readonly #format: Format;
  readonly #reader: EventReader;
  readonly #maxEvent_MiB: number;
  readonly #succession: Succession;
  /** What was not given to the reader yet. */
  #pieces: string[] = [];
  #pending = 0;
  /** What the reader was given since the last event. */
  #waiting = 0;
  #last: Place | undefined;

  constructor(format: Format, sink: Sink, maxEvent_MiB: number) {
    this.sink = sink;
    this.#format = format;
    this.#reader = format.reader();
    this.#succession = new Succession(format.oneClock);
    this.#maxEvent_MiB = maxEvent_MiB;
  }

  push(text: string): void {
    this.#pieces.push(text);
    this.#pending += text.length;
    const most = this.#maxEvent_MiB * MEBI;
    // A reader looks at an event from its beginning each time. Twice the text each time, and the
    // work stays in proportion to the length of the event.
    if (this.#pending < this.#waiting && this.#waiting + this.#pending <= most) return;
    this.#flush();
    if (this.#waiting > most) throw this.#tooLong();
  }

  end(): ReadResult<Sink> {
    this.#flush();
    this.#hand(this.#reader.end());
    const notes = [...this.#reader.notes, ...this.#succession.notes];
    return { format: this.#format, sink: this.sink, notes };
  }

  #flush(): void {
    const text = this.#pieces.join('');
    this.#pieces = [];
    this.#pending = 0;
    this.#waiting += text.length;
    this.#hand(this.#reader.push(text));
  }

  #hand(events: Iterable<RecordedEvent>): void {
    for (const event of events) {
      this.#waiting = 0;
      this.#last = event.place;
      this.#succession.take(event);
      this.sink.take(event);
    }
  }

  #tooLong(): MalformedHistoryError {
    return new MalformedHistoryError(
      this.#last ?? { line: 1, column: 1 },
      `an event of at most ${this.#maxEvent_MiB} MiB${this.#last === undefined ? '' : ' after the one'}`,
      `no end of it within ${this.#waiting} characters`,
      'close the quote or the bracket that is left open after it, or let events be longer: --max-event <MiB>',
    );
  }
}
