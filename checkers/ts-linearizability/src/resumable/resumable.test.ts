import { describe, expect, it } from 'vitest';
import type { Resumable } from '../types.js';
import { countPauses } from './count-pauses.test.support.js';
import { endOfPiece, isPause } from './pauses.js';
import { answerOf, finish } from './resumable.js';

function* countTo(count: number): Resumable<{ readonly reached: number }> {
  for (let i = 0; i < count; i++) {
    yield;
  }
  return { reached: count };
}

describe('a resumable computation', () => {
  it('can be run to its end at once', () => {
    expect(finish(countTo(3))).toEqual({ reached: 3 });
    expect(finish(countTo(0))).toEqual({ reached: 0 });
  });

  it('may stand for a plain answer, and the other way round', () => {
    expect(countPauses(answerOf(countTo(3)))).toEqual({ result: { reached: 3 }, pauses: 3 });
    expect(countPauses(answerOf({ reached: 7 }))).toEqual({ result: { reached: 7 }, pauses: 0 });
    expect(countPauses(answerOf(Int32Array.of(1, 2))).result).toEqual(Int32Array.of(1, 2));
    expect(countPauses(answerOf({ next: 1 })).result).toEqual({ next: 1 });
  });
});

describe('loops over columns', () => {
  it('go in pieces that hold every element once', () => {
    for (const count of [0, 1, 16_384, 16_385, 50_000]) {
      const seen = new Uint8Array(count);
      let pieces = 0;
      for (let i = 0; i < count; pieces++) {
        for (const end = endOfPiece(i, count); i < end; i++) {
          seen[i] = (seen[i] ?? 0) + 1;
        }
      }
      expect(seen.every((times) => times === 1)).toBe(true);
      expect(pieces).toBe(Math.ceil(count / 16_384));
    }
  });
});

describe('loops over operations', () => {
  it('pause every few thousand, and not for a few', () => {
    const pauses = Array.from({ length: 20_000 }, (_, i) => i).filter(isPause);
    expect(pauses).toEqual([4095, 8191, 12_287, 16_383]);
  });
});
