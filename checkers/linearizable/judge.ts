import { checkOperations, type IllegalPartition } from 'ts-linearizability';
import type { CheckerBounds } from '../../harness/core/checker.js';
import type { Part } from './parts.js';

/** After so many parts that are not linearizable the others are left unjudged. */
export const ILLEGAL_PARTS_SHOWN = 5;

/** Shrinking one part's witness may take this part of the time: a verdict must not be lost to it. */
const EXPLAIN_SHARE = 0.02;

const OUT_OF_TIME = 'the time was over before it was looked at; give the checker more';

/** What came of judging the parts of a history. */
export interface Judged {
  parts: number;
  operations: number;
  readonly illegal: { readonly part: Part; readonly illegal: IllegalPartition }[];
  /** Those past a bound, with the reason. */
  readonly unknown: { readonly key: string; readonly message: string }[];
  /** How many were left since enough was found before. */
  unjudged: number;
  /** How many parts each method judged. */
  readonly methods: Map<string, number>;
}

/**
 * Judges parts of a history one by one, until enough of them are not linearizable.
 * @param legal - is called with the legal order of each part that has one.
 */
export function judge(
  parts: Iterable<Part>,
  bounds: CheckerBounds,
  legal?: (part: Part, order: readonly number[]) => void,
): Judged {
  const judged: Judged = {
    parts: 0,
    operations: 0,
    illegal: [],
    unknown: [],
    unjudged: 0,
    methods: new Map(),
  };
  let left_ms = bounds.timeout_ms;
  for (const part of parts) {
    const { key, operations, specification } = part;
    judged.parts += 1;
    judged.operations += operations.length;
    if (judged.illegal.length === ILLEGAL_PARTS_SHOWN) {
      judged.unjudged += 1;
      continue;
    }
    if (left_ms < 1) {
      judged.unknown.push({ key, message: OUT_OF_TIME });
      continue;
    }
    const result = checkOperations(specification, operations, {
      timeoutMs: left_ms,
      memoryBytes: bounds.memory_bytes,
      explainTimeoutMs: Math.ceil(EXPLAIN_SHARE * bounds.timeout_ms),
    });
    left_ms -= result.elapsedMs;
    for (const one of result.partitions) {
      const method = one.verdict === 'unknown' ? `unknown: ${one.cause}` : one.method;
      judged.methods.set(method, (judged.methods.get(method) ?? 0) + 1);
      if (one.verdict === 'ok' && one.linearization !== undefined) {
        legal?.(part, [...one.linearization]);
      }
    }
    if (result.verdict === 'illegal') judged.illegal.push({ part, illegal: result.illegal });
    if (result.verdict === 'unknown') judged.unknown.push({ key, message: result.message });
  }
  return judged;
}
