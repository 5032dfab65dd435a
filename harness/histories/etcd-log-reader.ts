import {
  HistorySyntaxError,
  jepsenEventsOfEtcdLog,
  type EtcdLogValue,
  type JepsenEvent,
} from 'ts-linearizability';

import { eventOf } from './event-fields.js';
import { Lines } from './lines.js';
import { MalformedHistoryError } from './malformed.js';
import type { EventReader, RecordedEvent } from './recorded-event.js';

/**
 * Reads logs of Jepsen's etcd test as Porcupine keeps them: `INFO  jepsen.util - 0 :invoke
 * :write 3`. A read that timed out saw a value that is not known.
 */
export class EtcdLogReader implements EventReader {
  readonly notes: readonly string[] = [];
  readonly #lines = new Lines();

  *push(text: string): Generator<RecordedEvent> {
    yield* this.#events(this.#lines.push(text));
  }

  *end(): Generator<RecordedEvent> {
    yield* this.#events(this.#lines.end());
  }

  *#events(lines: Iterable<string>): Generator<RecordedEvent> {
    for (const line of lines) {
      const place = this.#lines.next();
      for (const { process, type, f, value } of eventsOfLine(line.trimEnd(), place.line)) {
        const answered = value === 'timed-out' ? undefined : value;
        const error = value === 'timed-out' ? value : undefined;
        yield eventOf({ process, type, f, value: answered, error }, place);
      }
    }
  }
}

type EtcdEvent = JepsenEvent<EtcdLogValue>;

/** The event of a line; none of an empty one. */
function eventsOfLine(text: string, line: number): EtcdEvent[] {
  try {
    return [...jepsenEventsOfEtcdLog([text])];
  } catch (error) {
    if (!(error instanceof HistorySyntaxError)) throw error;
    const { expected, got } = error.detail;
    const [what = expected] = expected.split(' at line ');
    throw new MalformedHistoryError({ line, column: error.column }, what, got);
  }
}
