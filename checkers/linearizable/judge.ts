import { checkOperations, type CheckResult, type IllegalPartition } from 'ts-linearizability';
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

/** Of the time, for each part before the others had their turn; then more each time. */
const FIRST_SHARE = 1 / 64;
const GROWTH = 4;

/** A part that has no verdict yet, and why not. */
interface Waiting {
  readonly part: Part;
  readonly message: string;
}

/**
 * Judges parts of a history one by one, until enough of them are not linearizable. A part that takes long waits
 * until all others had their turn, so that it does not hide one that is not linearizable.
 * @param legal - is called with the legal order of each part that has one.
 */
export function judge(
  parts: Iterable<Part>,
  bounds: CheckerBounds,
  legal?: (part: Part, order: readonly number[]) => void,
): Judged {
  let waiting = Array.from(parts, (part): Waiting => ({ part, message: OUT_OF_TIME }));
  const judged: Judged = {
    parts: waiting.length,
    operations: waiting.reduce((sum, { part }) => sum + part.operations.length, 0),
    illegal: [],
    unknown: [],
    unjudged: 0,
    methods: new Map(),
  };
  let left_ms = bounds.timeout_ms;
  const explainTimeoutMs = Math.ceil(EXPLAIN_SHARE * bounds.timeout_ms);
  /** Judges a part for so long; gives it back if it has to wait. */
  const judgeOne = ({ part, message }: Waiting, budget_ms: number): readonly Waiting[] => {
    const { key, operations, specification } = part;
    if (judged.illegal.length === ILLEGAL_PARTS_SHOWN) {
      judged.unjudged += 1;
      return [];
    }
    if (left_ms < 1) {
      judged.unknown.push({ key, message });
      return [];
    }
    const check = (budget: number): CheckResult => {
      const outcome = checkOperations(specification, operations, {
        timeoutMs: Math.min(budget, left_ms),
        memoryBytes: bounds.memory_bytes,
        explainTimeoutMs,
      });
      left_ms -= outcome.elapsedMs;
      return outcome;
    };
    let result = check(budget_ms);
    if (result.verdict === 'unknown' && result.cause === 'time' && budget_ms < left_ms) {
      return [{ part, message: result.message }];
    }
    if (isCut(result) && result.elapsedMs >= budget_ms && left_ms >= 1) {
      // The verdict stands; only what explains it has not had its time.
      const again = check(result.elapsedMs + explainTimeoutMs);
      if (again.verdict === 'illegal') result = again;
    }
    for (const one of result.partitions) {
      const method = one.verdict === 'unknown' ? `unknown: ${one.cause}` : one.method;
      judged.methods.set(method, (judged.methods.get(method) ?? 0) + 1);
      if (one.verdict === 'ok' && one.linearization !== undefined) {
        legal?.(part, [...one.linearization]);
      }
    }
    if (result.verdict === 'illegal') judged.illegal.push({ part, illegal: result.illegal });
    if (result.verdict === 'unknown') judged.unknown.push({ key, message: result.message });
    return [];
  };
  for (let budget_ms = FIRST_SHARE * left_ms; waiting.length > 0; budget_ms *= GROWTH) {
    // The last one waits for nobody.
    const share_ms = waiting.length === 1 ? Infinity : budget_ms;
    waiting = waiting.flatMap((one) => judgeOne(one, share_ms));
  }
  return judged;
}

/** Whether an illegal part might have been explained by fewer ops. */
function isCut(result: CheckResult): boolean {
  return result.verdict === 'illegal' && result.illegal.explanation?.minimal !== true;
}
