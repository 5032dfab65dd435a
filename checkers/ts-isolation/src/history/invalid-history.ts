/** A history that is none: what was expected of which transaction. */
export class InvalidHistoryError extends Error {
  override readonly name = 'InvalidHistoryError';
  readonly code = 'INVALID_HISTORY';

  /** Of the transaction in the history. */
  readonly position: number;

  constructor(position: number, expected: string, got: unknown) {
    super(`transaction ${position} of the history: expected ${expected}, got ${wordsOf(got)}`);
    this.position = position;
  }
}

function wordsOf(got: unknown): string {
  if (typeof got === 'string') return JSON.stringify(got);
  return typeof got === 'object' && got !== null ? 'an object' : String(got);
}
