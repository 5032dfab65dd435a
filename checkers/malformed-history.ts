import { FaultlineError } from '../harness/core/errors.js';
import type { Value } from 'ts-linearizability';
import type { Json, JsonObject } from '../harness/core/json.js';
import { jsonText } from '../harness/core/json-text.js';

/** Longer quotations of what came are cut. */
const SHOWN_CHARS = 80;

/** An op whose value a checker cannot read; the checker's verdict is then `unknown`. */
export class MalformedHistoryError extends FaultlineError {
  /** For the details of a verdict: whoever knows where the op stands in a file can say that too. */
  readonly malformed: JsonObject;

  constructor(
    index: number,
    expected: string,
    value: Json | Value | undefined,
    advice = 'judge this history with the checkers of the workload that it was recorded from',
  ) {
    const actual = value === undefined ? 'nothing' : jsonText(value as Json).slice(0, SHOWN_CHARS);
    super({
      code: 'E_HISTORY_VALUE',
      expected: `${expected} at op ${index}`,
      actual: `its value is ${actual}`,
      advice,
    });
    this.malformed = { op: index, expected, actual, advice };
  }
}
