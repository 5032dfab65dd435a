/** How long a computation goes on between two pauses. */
const PAUSE_AFTER_MS = 1;
const MOST_STEPS = 1 << 12;

/**
 * When a loop whose steps cost who knows what (a user's model takes part) should pause: after
 * about a millisecond. It looks at the clock the more seldom the shorter the steps are.
 */
export class Pace {
  private readonly now: () => number;
  private stepsPerLook = 1;
  private left = 1;
  private lookedAt: number;
  private pausedAt: number;

  /** @param now - a clock, in milliseconds. */
  constructor(now: () => number = () => performance.now()) {
    this.now = now;
    this.lookedAt = now();
    this.pausedAt = this.lookedAt;
  }

  /** Counts one step; true if a pause is due. */
  isPause(): boolean {
    if (--this.left > 0) {
      return false;
    }
    const now = this.now();
    const tookMs = now - this.lookedAt;
    if (tookMs > PAUSE_AFTER_MS / 2) {
      this.stepsPerLook = Math.max(1, this.stepsPerLook >>> 1);
    } else if (tookMs < PAUSE_AFTER_MS / 8) {
      this.stepsPerLook = Math.min(MOST_STEPS, 2 * this.stepsPerLook);
    }
    this.left = this.stepsPerLook;
    this.lookedAt = now;
    if (now - this.pausedAt < PAUSE_AFTER_MS) {
      return false;
    }
    this.pausedAt = now;
    return true;
  }
}
