/** A loop over columns of numbers pauses after so many of them. */
const PIECE = 1 << 14;
/** A loop over operations pauses after so many of them. */
const PAUSE_MASK = (1 << 12) - 1;

/** Where the piece of a loop over `count` numbers that begins at `from` ends. */
export function endOfPiece(from: number, count: number): number {
  return Math.min(count, from + PIECE);
}

/** Whether a loop over operations pauses before this one: every few thousand, never at first. */
export function isPause(step: number): boolean {
  return (step & PAUSE_MASK) === PAUSE_MASK;
}
