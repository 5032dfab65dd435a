import { FaultlineError, InputError, messageOf } from '../core/errors.js';
import type { Judgement } from '../core/scenario.js';
import type { Outcome } from '../core/verdict.js';

/** What the process says to whoever started it. Jepsen's codes. */
export const EXIT = {
  /** Valid; every scenario came out as expected. */
  valid: 0,
  /** Invalid; a scenario did not come out as expected. */
  invalid: 1,
  /** Unknown; a scenario proved nothing. */
  unknown: 2,
  /** The input makes no sense. */
  badInput: 254,
  /** The harness or what it needs broke. */
  crash: 255,
} as const;

/** Exit codes of what ends the work from outside, as a shell has them: 128 and the signal's number. */
const INTERRUPTIONS = {
  SIGHUP: 129,
  SIGINT: 130,
  /** Nobody reads the output any more; a shell knows it as the signal SIGPIPE. */
  EPIPE: 141,
  SIGTERM: 143,
} as const;

export function exitCodeOfOutcome(outcome: Outcome): number {
  return EXIT[outcome];
}

/** Not as expected outranks proved nothing, which outranks as expected. */
export function exitCodeOfJudgements(judgements: readonly Judgement[]): number {
  if (judgements.some(({ result }) => result === 'not-as-expected')) return EXIT.invalid;
  return judgements.some(({ result }) => result === 'proved-nothing') ? EXIT.unknown : EXIT.valid;
}

/** The work was ended from outside: by a signal, or because nobody reads its output any more. */
export class Interrupted extends Error {
  readonly exitCode: number;

  constructor(by: keyof typeof INTERRUPTIONS) {
    super(
      by === 'EPIPE' ? 'ended, since nobody reads its output any more' : `interrupted by ${by}`,
    );
    this.name = 'Interrupted';
    this.exitCode = INTERRUPTIONS[by];
  }
}

/** The set-up of a run failed, so there is nothing to judge. */
export class SetupFailed extends Error {
  constructor(cause: unknown) {
    super(messageOf(cause), { cause });
    this.name = 'SetupFailed';
  }
}

export function exitCodeOfError(error: unknown): number {
  if (error instanceof SetupFailed) return exitCodeOfError(error.cause);
  if (error instanceof Interrupted) return error.exitCode;
  return error instanceof InputError ? EXIT.badInput : EXIT.crash;
}

/** An error for people: without a stack, unless it is a fault of ours or the stack was asked for. */
export function errorText(error: unknown, withStack: boolean): string {
  if (error instanceof SetupFailed) return errorText(error.cause, withStack);
  if (withStack && error instanceof Error) return error.stack ?? error.message;
  if (error instanceof FaultlineError) return `faultline: ${error.code}: ${error.message}`;
  if (error instanceof Interrupted) return `faultline: ${error.message}`;
  return `faultline: internal error: ${messageOf(error)}\n  -> run again with FAULTLINE_STACK=1 for the stack, and report it`;
}
