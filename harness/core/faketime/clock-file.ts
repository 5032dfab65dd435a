import type { Skew } from '../capabilities.js';

/** The content of libfaketime's file for a clock that is right. */
export const TRUE_CLOCK = '+0\n';

/**
 * The content of libfaketime's file for a skew. libfaketime keeps a rate until another is given,
 * and counts it from the start of the process, so that a new rate alone would make the clock jump
 * by all that has passed since; the offset makes up for it.
 */
export function clockFile(skew: Skew, age_s: number): string {
  return `${signed(skew.offset_ms / 1000 + age_s * (1 - skew.rate))} x${skew.rate}\n`;
}

function signed(seconds: number): string {
  return `${seconds < 0 ? '-' : '+'}${Math.abs(seconds).toFixed(3)}`;
}
