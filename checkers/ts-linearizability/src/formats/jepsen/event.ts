/** One line of a Jepsen history. */
export interface JepsenEvent<Value = unknown> {
  readonly process: number | string;
  readonly type: 'invoke' | 'ok' | 'fail' | 'info';
  readonly f: string;
  readonly value: Value;
  readonly error?: unknown;
}

/** An invocation with its completion; times are positions in the history. */
export interface JepsenOperation<Value = unknown> {
  readonly process: number | string;
  readonly f: string;
  /** What was invoked. */
  readonly value: Value;
  /** `open`: no completion, or one that says nothing. */
  readonly outcome: 'ok' | 'fail' | 'open';
  /** What the completion said. */
  readonly result: Value | undefined;
  readonly call: number;
  readonly return: number;
}
