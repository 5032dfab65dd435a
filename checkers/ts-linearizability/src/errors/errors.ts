/** Stable codes of the errors that this package throws. */
export type ErrorCode = 'invalid-history' | 'invalid-event' | 'invalid-option' | 'worker-failed';

/** Everything that this package throws on purpose. A verdict is never thrown. */
export class LinearizabilityError extends Error {
  readonly code: ErrorCode;
  /** What was expected, what came instead, what to do now. */
  readonly detail: { readonly expected: string; readonly got: string; readonly todo: string };

  constructor(code: ErrorCode, detail: LinearizabilityError['detail'], options?: ErrorOptions) {
    super(`expected ${detail.expected}, got ${detail.got}; ${detail.todo}`, options);
    this.name = new.target.name;
    this.code = code;
    this.detail = detail;
  }
}

/** An operation whose interval makes no sense. */
export class InvalidHistoryError extends LinearizabilityError {
  /** Position of the operation in the history. */
  readonly position: number;

  constructor(position: number, expected: string, got: string) {
    super('invalid-history', {
      expected: `operation ${position} to have ${expected}`,
      got,
      todo: 'correct the times of that operation, or leave it out',
    });
    this.position = position;
  }
}

/** An event that does not fit the events before it. */
export class InvalidEventError extends LinearizabilityError {
  /** Position of the event in the list of events. */
  readonly position: number;

  constructor(position: number, expected: string, got: string) {
    super('invalid-event', {
      expected: `event ${position} to be ${expected}`,
      got,
      todo: 'record every call once, before its return, under an id of its own',
    });
    this.position = position;
  }
}

/** An option out of its range. */
export class InvalidOptionError extends LinearizabilityError {
  constructor(option: string, expected: string, got: unknown) {
    super('invalid-option', {
      expected: `${option} to be ${expected}`,
      got: String(got),
      todo: 'pass a value in that range, or leave the option out',
    });
  }
}
