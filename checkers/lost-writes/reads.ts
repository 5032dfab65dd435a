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
  readonly elements: ReadonlySet<number>;
  /** Elements that the answer held more than once. */
  readonly repeated: readonly number[];
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
      ...elementsOf(index, history.value(index)),
    };
  }
}

/** The last answered final read of each node, by node. */
export function finalViews(reads: Iterable<SetRead>): ReadonlyMap<string, SetRead> {
  const views = new Map<string, SetRead>();
  for (const read of reads) if (read.final) views.set(read.node, read);
  return new Map([...views].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function elementsOf(
  index: number,
  value: Json | undefined,
): Pick<SetRead, 'elements' | 'repeated'> {
  if (!Array.isArray(value)) throw new MalformedHistoryError(index, 'a list of integers', value);
  const elements = new Set<number>();
  const repeated: number[] = [];
  for (const element of value as readonly Json[]) {
    if (typeof element !== 'number' || !Number.isSafeInteger(element)) {
      throw new MalformedHistoryError(index, 'a list of integers', element);
    }
    if (elements.has(element)) repeated.push(element);
    elements.add(element);
  }
  return { elements, repeated };
}
