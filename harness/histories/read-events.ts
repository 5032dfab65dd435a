import { MalformedHistoryError } from './malformed.js';
import type { EventReader, Place, RecordedEvent } from './recorded-event.js';
import { detectFormat, SAMPLE_CHARS } from './detect.js';
import type { Format } from './formats.js';
import { textOf } from './text.js';

/** No event may be longer: memory stays bounded whatever is in a file. */
const MAX_EVENT_CHARS = 32 * 2 ** 20;

/** Where events go. */
export interface EventSink {
  take(event: RecordedEvent): void;
}

export interface ReadOptions<Sink extends EventSink> {
  /** Default: detected. */
  readonly format?: Format;
  /** Called once, as soon as the format is known. */
  readonly open: (format: Format) => Sink;
  /** Called after each piece of the file with the characters read so far. */
  readonly onProgress?: (chars: number, sink: Sink) => void;
  readonly signal?: AbortSignal;
}

/** What a file turned out to be. */
export interface ReadResult<Sink extends EventSink> {
  readonly format: Format;
  readonly sink: Sink;
  readonly notes: readonly string[];
}

/**
 * Reads the events of a file one by one, in memory for a piece of it.
 * @throws InputError when it is no history; with line and column where the text is at fault.
 * @throws the signal's reason when it aborts.
 */
export async function readEvents<Sink extends EventSink>(
  path: string,
  options: ReadOptions<Sink>,
): Promise<ReadResult<Sink>> {
  const open = (format: Format): BoundedEvents<Sink> =>
    new BoundedEvents(format, options.open(format));
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
    options.onProgress?.(chars, events.sink);
  }
  if (events === undefined) {
    events = open(detectFormat(sample, path));
    events.push(sample);
  }
  return events.end();
}

/** Hands events on, and refuses to wait for the end of one that does not end. */
class BoundedEvents<Sink extends EventSink> {
  readonly sink: Sink;
  readonly #format: Format;
  readonly #reader: EventReader;
  #waiting = 0;
  #last: Place = { line: 1, column: 1 };

  constructor(format: Format, sink: Sink) {
    this.sink = sink;
    this.#format = format;
    this.#reader = format.reader();
  }

  push(text: string): void {
    this.#waiting += text.length;
    this.#hand(this.#reader.push(text));
    if (this.#waiting <= MAX_EVENT_CHARS) return;
    throw new MalformedHistoryError(
      this.#last,
      'a whole event after the one',
      `none within ${MAX_EVENT_CHARS} characters`,
      'close the quote or the bracket that is left open after it',
    );
  }

  end(): ReadResult<Sink> {
    this.#hand(this.#reader.end());
    return { format: this.#format, sink: this.sink, notes: this.#reader.notes };
  }

  #hand(events: Iterable<RecordedEvent>): void {
    for (const event of events) {
      this.#waiting = 0;
      this.#last = event.place;
      this.sink.take(event);
    }
  }
}
