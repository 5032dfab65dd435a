import { describe, expect, it } from 'vitest';
import type { Resumable } from '../types.js';
import { countPauses } from './count-pauses.test.support.js';
import { endOfPiece, isPause } from './pauses.js';
import { answerOf, finish } from './resumable.js';

function* pausing(times: number): Resumable<{ readonly next: string }> {
  for (let i = 0; i < times; i++) {
    yield;
  }
  return { next: 'no generator' };
}

describe('resumable', () => {
  it('work is finished without a look at its pauses', () => {
    expect(finish(pausing(3))).toEqual({ next: 'no generator' });
    expect(finish(pausing(0))).toEqual({ next: 'no generator' });
  });

  it('answers may come at once or in pieces', () => {
    expect(countPauses(answerOf({ next: 1 }))).toEqual({ result: { next: 1 }, pauses: 0 });
    expect(countPauses(answerOf({ verdict: 'ok' }))).toEqual({
      result: { verdict: 'ok' },
      pauses: 0,
    });
    expect(countPauses(answerOf(pausing(3))).pauses).toBe(3);
  });
});

describe('loops', () => {
  it('over operations pause every 4096, and not at first', () => {
    const pauses = Array.from({ length: 12_288 }, (_, i) => i).filter(isPause);
    expect(pauses).toEqual([4095, 8191, 12_287]);
  });

  it('over numbers go in pieces of 16,384', () => {
    expect([endOfPiece(0, 40_000), endOfPiece(32_768, 40_000), endOfPiece(0, 9)]).toEqual([
      16_384, 40_000, 9,
    ]);
  });
});
