import type { History } from '../../harness/core/history.js';
import type { Json } from '../../harness/core/json.js';
import { MalformedHistoryError } from '../malformed-history.js';

/** The f of the reads after recovery; `read` is a read while the test goes on. */
export const FINAL_READ = 'final-read';

/** A full read of the set that was answered. */
export interface SetRead {
  /** Index of the completion. */
  readonly index: number;
  readonly final: boolean;
  readonly node: string;
  /** As the store gave them: in any order, and possibly more than once. */
  readonly elements: readonly number[];
}

/**
 * All answered reads, in order.
 * @throws MalformedHistoryError when an answer is no list of integers.
 */
export function* readsOf(history: History): IterableIterator<SetRead> {
  for (let index = 0; index < history.length; index += 1) {
    if (history.type(index) !== 'ok' || history.isNemesis(index)) continue;
    const f = history.f(index);
    if (f !== 'read' && f !== FINAL_READ) continue;
    const invocation = history.pairOf(index);
    const sentTo = invocation === null ? undefined : history.node(invocation);
    yield {
      index,
      final: f === FINAL_READ,
      node: history.node(index) ?? sentTo ?? '?',
      elements: elementsOf(index, history.value(index)),
    };
  }
}

function elementsOf(index: number, value: Json | undefined): readonly number[] {
  if (!Array.isArray(value)) throw new MalformedHistoryError(index, 'a list of integers', value);
  const elements = value as readonly Json[];
  for (const element of elements) {
    if (!Number.isSafeInteger(element)) {
      throw new MalformedHistoryError(index, 'a list of integers', element);
    }
  }
  return elements as readonly number[];
}
