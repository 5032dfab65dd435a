import { InvalidEventError } from '../../errors/errors.js';
import type { JepsenEvent, JepsenOperation } from './event.js';

/**
 * Pairs the invocations of a Jepsen history with their completions, by process. `info` leaves an
 * operation open. Processes that are not numbers (the nemesis) are left out.
 *
 * @throws InvalidEventError if a process invokes while it is busy, or completes what it did not
 *   invoke.
 */
export function pairJepsenEvents<Value>(
  events: Iterable<JepsenEvent<Value>>,
): JepsenOperation<Value>[] {
  const operations: JepsenOperation<Value>[] = [];
  const running = new Map<number | string, number>();
  let position = 0;
  for (const event of events) {
    if (typeof event.process === 'number') {
      const slot = running.get(event.process);
      if (event.type === 'invoke') {
        if (slot !== undefined) {
          throw new InvalidEventError(
            position,
            `a completion of process ${event.process}, which is busy`,
            'an invocation',
          );
        }
        running.set(event.process, operations.length);
        const { process, f, value } = event;
        const open = { outcome: 'open', result: undefined, return: Infinity } as const;
        operations.push({ process, f, value, call: position, ...open });
      } else {
        complete(operations, slot, event, position);
        running.delete(event.process);
      }
    }
    position++;
  }
  return operations;
}

function complete<Value>(
  operations: JepsenOperation<Value>[],
  slot: number | undefined,
  event: JepsenEvent<Value>,
  position: number,
): void {
  const operation = slot === undefined ? undefined : operations[slot];
  if (slot === undefined || operation === undefined || operation.f !== event.f) {
    const what = operation === undefined ? 'an invocation first' : `a completion of ${operation.f}`;
    throw new InvalidEventError(
      position,
      `${what} of process ${event.process}`,
      `${event.type} ${event.f}`,
    );
  }
  if (event.type === 'ok' || event.type === 'fail') {
    const { type: outcome, value: result } = event;
    operations[slot] = { ...operation, outcome, result, return: position };
  }
}
