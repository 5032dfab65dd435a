import type { Value } from 'ts-linearizability';
import type { History } from '../harness/core/history.js';
import type { Json } from '../harness/core/json.js';
import type { ModelOp } from '../harness/core/model.js';

/** An op from its invocation to its completion. */
export interface HistoryOp {
  readonly op: ModelOp;
  readonly invocation: number;
  /** `null` where nothing was heard of it again. */
  readonly completion: number | null;
}

/** An op of the history, as a model sees it. */
export function historyOp(history: History, invocation: number): HistoryOp {
  const completion = history.pairOf(invocation);
  const type = completion === null ? 'info' : history.type(completion);
  const outcome = type === 'ok' || type === 'fail' ? type : 'info';
  return {
    invocation,
    completion,
    op: {
      f: history.f(invocation),
      value: valueOf(history.value(invocation)),
      outcome,
      result:
        completion === null || outcome === 'info' ? undefined : valueOf(history.value(completion)),
      error: completion === null ? undefined : history.error(completion),
    },
  };
}

/** JSON as the package's values; both hold the same, fields that are undefined aside. */
function valueOf(json: Json | undefined): Value | undefined {
  return json as Value | undefined;
}
