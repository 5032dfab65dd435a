import type { OpError } from '../../core/op.js';
import type { RecordedEvent, RecordedValue } from '../../histories/index.js';

/** An op of a client from its invocation to its completion. */
export interface RecordedOperation {
  readonly process: number;
  readonly f: string;
  /** What was invoked. */
  readonly value: RecordedValue | undefined;
  /** `open`: there is no completion, or one that says that nobody knows. */
  readonly outcome: 'ok' | 'fail' | 'open';
  /** What the completion said, where the outcome is known. */
  readonly result: RecordedValue | undefined;
  readonly error: OpError | undefined;
  readonly invocation: Occurrence;
  readonly completion: Occurrence | undefined;
}

/** An event with its position in the history, from 0. */
export interface Occurrence {
  readonly index: number;
  readonly event: RecordedEvent;
}

/**
 * Pairs invocations with their completions, by process. Events of the nemesis are passed over. What
 * cannot have happened was refused by `readEvents`.
 */
export class Pairing {
  readonly #open = new Map<number, Occurrence>();
  #events = 0;

  /** How many events were taken. */
  get events(): number {
    return this.#events;
  }

  /** The op that an event completes. */
  take(event: RecordedEvent): RecordedOperation | undefined {
    const index = this.#events;
    this.#events += 1;
    const { process } = event;
    if (typeof process !== 'number') return undefined;
    const invocation = this.#open.get(process);
    if (event.type === 'invoke' || invocation === undefined) {
      this.#open.set(process, { index, event });
      return undefined;
    }
    this.#open.delete(process);
    return operationOf(process, invocation, { index, event });
  }

  /** The ops that nothing completed. */
  *unanswered(): Generator<RecordedOperation> {
    for (const [process, invocation] of this.#open) {
      yield operationOf(process, invocation, undefined);
    }
  }
}

function operationOf(
  process: number,
  invocation: Occurrence,
  completion: Occurrence | undefined,
): RecordedOperation {
  const type = completion?.event.type;
  const outcome = type === 'ok' || type === 'fail' ? type : 'open';
  return {
    process,
    f: invocation.event.f,
    value: invocation.event.value,
    outcome,
    result: outcome === 'open' ? undefined : completion?.event.value,
    error: completion?.event.error,
    invocation,
    completion: outcome === 'open' ? undefined : completion,
  };
}
