/** What a {@link FaultlineError} tells. */
export interface ErrorDetails {
  /** Stable, machine-readable, upper case: `E_OPTION`, `E_HISTORY_LINE`. */
  readonly code: string;
  /** What was expected. */
  readonly expected: string;
  /** What came instead. */
  readonly actual: string;
  /** What the user can do now. */
  readonly advice: string;
  readonly cause?: unknown;
}

/**
 * The base of all errors that a user may meet: what was expected, what came, what to do now.
 * The command line prints `message` and no stack unless asked.
 */
export class FaultlineError extends Error {
  readonly code: string;
  readonly expected: string;
  readonly actual: string;
  readonly advice: string;

  constructor(details: ErrorDetails) {
    super(
      `expected ${details.expected}\n  but ${details.actual}\n  -> ${details.advice}`,
      details.cause === undefined ? undefined : { cause: details.cause },
    );
    this.name = new.target.name;
    this.code = details.code;
    this.expected = details.expected;
    this.actual = details.actual;
    this.advice = details.advice;
  }
}

/** Input that makes no sense: an option, a config, a history file. The exit code is 254. */
export class InputError extends FaultlineError {}

/** A test that the store can't have, or not with these nodes on this kernel. Whoever asks for it may expect that. */
export class UnsupportedError extends InputError {}

/** Something the run needs is missing or broke: the engine, a node, the disk. The exit code is 255. */
export class EnvironmentError extends FaultlineError {}

/** A fault that could not begin, and has done nothing: no node held the role that it is about. */
export class NotBegunError extends EnvironmentError {}

/** Code of the error of an engine that does not answer any more. */
export const ENGINE_GONE = 'E_ENGINE_GONE';

/** Whether an error says that no run can go on, whatever it was about to do. */
export function endsRun(error: unknown): error is FaultlineError {
  return (
    error instanceof InputError || (error instanceof EnvironmentError && error.code === ENGINE_GONE)
  );
}

/** A state that was awaited did not come within its bound. */
export class AwaitTimeoutError extends FaultlineError {}

/** The text of anything thrown, for a message to a user. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
