import { FaultlineError } from '../harness/core/errors.js';
import type { Json } from '../harness/core/json.js';

/** An op whose value a checker cannot read; the checker's verdict is then `unknown`. */
export class MalformedHistoryError extends FaultlineError {
  constructor(index: number, expected: string, value: Json | undefined) {
    super({
      code: 'E_HISTORY_VALUE',
      expected: `${expected} at op ${index}`,
      actual: `its value is ${(JSON.stringify(value) ?? 'absent').slice(0, 80)}`,
      advice: 'judge this history with the checkers of the workload that it was recorded from',
    });
  }
}
