import { InvalidEventError } from '../errors/errors.js';
import type { HistoryEvent, Key, Operation } from '../types.js';

/**
 * Operations of a list of events, in the order of their calls; times are positions in the
 * list. A call without a return becomes an optional operation (`return: Infinity`).
 *
 * @throws InvalidEventError on a second call under one id that is still open, and on a return
 *   without a call.
 */
export function operationsOfEvents<Input, Output>(
  events: Iterable<HistoryEvent<Input, Output>>,
): Operation<Input, Output>[] {
  const operations: Operation<Input, Output>[] = [];
  const open = new Map<Key, number>();
  let position = 0;
  for (const event of events) {
    const slot = open.get(event.id);
    if (event.kind === 'call') {
      if (slot !== undefined) {
        throw new InvalidEventError(position, 'a call under an id not in use', `id ${event.id}`);
      }
      open.set(event.id, operations.length);
      const client = event.clientId === undefined ? {} : { clientId: event.clientId };
      operations.push({ ...client, input: event.input, call: position, return: Infinity });
    } else {
      const operation = operations[slot ?? -1];
      if (slot === undefined || operation === undefined) {
        throw new InvalidEventError(position, 'a return of an open call', `id ${event.id}`);
      }
      open.delete(event.id);
      operations[slot] = { ...operation, output: event.output, return: position };
    }
    position++;
  }
  return operations;
}
