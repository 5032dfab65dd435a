import { FaultlineError } from '../harness/core/errors.js';
import type { JsonObject } from '../harness/core/json.js';
import type { Verdict } from '../harness/core/verdict.js';
import { MalformedHistoryError } from './malformed-history.js';

/** A verdict of `unknown`. */
export function unknown(checker: string, reason: string, details: JsonObject = {}): Verdict {
  return { checker, outcome: 'unknown', reason, anomalies: [], details };
}

/**
 * The verdict on a history that can't be judged as the plan says. Its details hold the error as data:
 * code, expectation, what came, advice, and the op where it is about one.
 */
export function refusalOf(checker: string, error: FaultlineError): Verdict {
  const { code, expected, actual, advice } = error;
  const refused =
    error instanceof MalformedHistoryError ? error.malformed : { expected, actual, advice };
  return unknown(checker, error.message, { refused: { code, ...refused } });
}

/** What `judge` says; where the history can't be judged, why. */
export function judgedOrRefused(checker: string, judge: () => Verdict): Verdict {
  try {
    return judge();
  } catch (error) {
    if (error instanceof FaultlineError) return refusalOf(checker, error);
    throw error;
  }
}
