import { describe, expect, it } from 'vitest';
import { Meter } from './meter.js';

/** A meter that may book so much, and what it has booked. */
function metered(limitBytes = Infinity) {
  let held = 0;
  const hold = (difference: number): boolean => (held += difference) <= limitBytes;
  const meter = new Meter({ now: () => 0, stop: () => undefined, hold });
  return { meter, held: () => held };
}

describe('a meter', () => {
  it('books tables as they grow and shrink, and gives them back', () => {
    const { meter, held } = metered();
    meter.keep([], 1000);
    expect(held()).toBe(1000);
    meter.keep([], 300);
    expect(held()).toBe(300);
    meter.release();
    expect(held()).toBe(0);
  });

  it('holds what tables have when all else is free', () => {
    const { meter, held } = metered();
    meter.count(512, 1e8);
    expect(held()).toBe(1e8);
    meter.keep([{ small: 1 }], 5e7);
    expect(held()).toBeGreaterThan(5e7);
    expect(held()).toBeLessThan(5e7 + 1000);
  });

  it('is over when tables become too large', () => {
    const { meter } = metered(1000);
    meter.keep([], 1000);
    expect(meter.isOver).toBe(false);
    meter.keep([], 1001);
    expect(meter.isOver).toBe(true);
  });
});
