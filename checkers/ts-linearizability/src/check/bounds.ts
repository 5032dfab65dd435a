import { InvalidOptionError } from '../errors/errors.js';
import type { CheckOptions, Control, UnknownCause } from '../types.js';

const DEFAULT_MEMORY_BYTES = 2 ** 30;

/** Time and memory for one check. */
export class Bounds implements Control {
  readonly now: () => number;
  readonly startedAt: number;
  private readonly deadline: number;
  private readonly memoryBytes: number;
  private heldBytes = 0;

  /**
   * @param now - a clock, in milliseconds.
   * @throws InvalidOptionError if a bound is negative or not a number.
   */
  constructor(options: CheckOptions, now: () => number = () => performance.now()) {
    this.now = now;
    this.startedAt = now();
    this.deadline = this.startedAt + atLeastZero('timeoutMs', options.timeoutMs ?? Infinity);
    this.memoryBytes = atLeastZero('memoryBytes', options.memoryBytes ?? DEFAULT_MEMORY_BYTES);
  }

  get elapsedMs(): number {
    return this.now() - this.startedAt;
  }

  readonly stop = (): UnknownCause | undefined =>
    this.now() >= this.deadline ? 'time' : undefined;

  /** Books a change of the memory held; false if the bound is exceeded. */
  readonly hold = (differenceBytes: number): boolean => {
    this.heldBytes += differenceBytes;
    return this.heldBytes <= this.memoryBytes;
  };
}

function atLeastZero(option: string, value: number): number {
  if (!(value >= 0)) {
    throw new InvalidOptionError(option, 'zero or more', value);
  }
  return value;
}

const MESSAGES: Record<UnknownCause, string> = {
  time: 'the time bound was reached; raise timeoutMs, or record fewer concurrent operations per key',
  memory: 'the memory bound was reached; raise memoryBytes, or split the history',
  'infinite-states':
    'the model reached more than maxStates states; raise maxStates, or give the model a smaller state',
  'not-needed': 'another partition is illegal, which settles the history',
};

/** Why there is no verdict, and what to do about it. */
export function describeCause(cause: UnknownCause): string {
  return MESSAGES[cause];
}
