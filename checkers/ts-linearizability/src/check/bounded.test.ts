import { describe, expect, it } from 'vitest';
import type { SearchProgress } from '../search/portfolio.js';
import type { Resumable, UnknownCause } from '../types.js';
import { bounded } from './bounded.js';

/** A computation of some pieces, each of which takes so many milliseconds of a clock. */
function worked(pieces: number, pieceMs: number, stopAfterMs = Infinity) {
  let clock = 0;
  let done = 0;
  let closed = false;
  const work = function* (): Resumable<string> {
    try {
      for (; done < pieces; done++) {
        clock += pieceMs;
        yield;
      }
      return 'all done';
    } finally {
      closed = true;
    }
  };
  const control = {
    now: () => clock,
    stop: (): UnknownCause | undefined => (clock >= stopAfterMs ? 'time' : undefined),
  };
  const generator = bounded(work(), control, 'some-method');
  const reports: SearchProgress[] = [];
  for (;;) {
    const turn = generator.next();
    if (turn.done === true) {
      return { result: turn.value, reports, done, closed };
    }
    reports.push(turn.value);
  }
}

describe('work within bounds', () => {
  it('goes on to its end if no bound is hit', () => {
    expect(worked(5, 0.1)).toEqual({ result: 'all done', reports: [], done: 5, closed: true });
  });

  it('ends in the first pause after a bound is hit, and is closed', () => {
    const { result, done, closed } = worked(100, 1, 7);
    expect(result).toBeUndefined();
    expect([done, closed]).toEqual([6, true]);
  });

  it('is done if it ends before a pause, bound or not', () => {
    expect(worked(0, 1, 0).result).toBe('all done');
  });

  it('says what is done every millisecond', () => {
    const { reports } = worked(100, 0.25);
    expect(reports).toHaveLength(25);
    expect(reports[0]).toEqual({ method: 'some-method', steps: 4, placed: 0, isSearch: false });
    expect(reports[24]?.steps).toBe(100);
  });
});
