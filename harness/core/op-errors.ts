import type { Json } from './json.js';

/** What a client may tell of an op beside its code and message. */
export interface OpErrorDetails {
  readonly cause?: unknown;
  /** Of a compare-and-set that did not match: the value that was there. */
  readonly saw?: Json;
  /** The connection leads to the wrong node, or is no good any more: the next op opens another. */
  readonly reconnect?: boolean;
}

/** What {@link OpFailed} and {@link OpIndeterminate} have in common. */
abstract class OpError extends Error {
  /** Stable, lower case, words joined by hyphens: `not-leader`. */
  readonly code: string;
  readonly saw?: Json;
  readonly reconnect: boolean;

  constructor(code: string, message: string, details: OpErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.code = code;
    this.reconnect = details.reconnect === true;
    if (details.saw !== undefined) this.saw = details.saw;
  }
}

/**
 * A client throws it for an op that has certainly not happened and never will: the store refused it
 * before it changed anything. The history then says `fail`.
 */
export class OpFailed extends OpError {
  readonly outcome = 'fail';
}

/**
 * A client throws it for an op that may have happened, or may yet. The history then says `info`, as it
 * does for every error that is no {@link OpFailed}; this one has a code.
 */
export class OpIndeterminate extends OpError {
  readonly outcome = 'info';
}
