import type { JsonObject } from '../../harness/core/json.js';
import { faultInWords } from '../../harness/core/fault-words.js';
import type { SetAccount } from './account.js';
import type { Attempt } from './attempts.js';
import type { Circumstances } from './circumstances.js';
import { boundedIntervals } from './intervals.js';

/** Which elements a group holds, and what became of them. */
class Tally {
  attempted = 0;
  acknowledged = 0;
  failed = 0;
  indeterminate = 0;
  recovered = 0;
  stale = 0;
  readonly lost: number[] = [];

  add(attempt: Attempt, fate: Fates): void {
    this.attempted += 1;
    this[attempt.outcome] += 1;
    if (fate.lost.has(attempt)) this.lost.push(attempt.element);
    if (fate.recovered.has(attempt)) this.recovered += 1;
    if (fate.stale.has(attempt.element)) this.stale += 1;
  }

  toJson(): JsonObject {
    const { attempted, acknowledged, failed, indeterminate, recovered, stale, lost } = this;
    return {
      attempted,
      acknowledged,
      failed,
      indeterminate,
      recovered,
      stale,
      lost: lost.length,
      lostIntervals: boundedIntervals(lost).intervals,
    };
  }
}

interface Fates {
  readonly lost: ReadonlySet<Attempt>;
  readonly recovered: ReadonlySet<Attempt>;
  readonly stale: ReadonlySet<number>;
}

function fatesOf(account: SetAccount): Fates {
  return {
    lost: new Set(account.lost),
    recovered: new Set(account.recovered),
    stale: new Set(account.stale.map(({ element }) => element)),
  };
}

/** One row per node that was written to. */
export function byNode(account: SetAccount): JsonObject[] {
  const fates = fatesOf(account);
  const tallies = new Map<string, Tally>();
  for (const attempt of account.attempts.values()) {
    let tally = tallies.get(attempt.node);
    if (tally === undefined) tallies.set(attempt.node, (tally = new Tally()));
    tally.add(attempt, fates);
  }
  return [...tallies]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([node, tally]) => ({ node, ...tally.toJson() }));
}

/**
 * One row per fault window, and one for the ops that met no fault. An op belongs to each window
 * that its interval overlaps (to that of its call alone, where no answer came).
 */
export function byWindow(account: SetAccount, circumstances: Circumstances): JsonObject[] {
  const fates = fatesOf(account);
  const tallies = circumstances.windows.map(() => new Tally());
  const quiet = new Tally();
  for (const attempt of account.attempts.values()) {
    const end_ns = Number.isFinite(attempt.end_ns) ? attempt.end_ns : attempt.start_ns;
    let met = false;
    for (const [i, window] of circumstances.windows.entries()) {
      if (window.from_ns > end_ns) break;
      if (window.to_ns < attempt.start_ns) continue;
      tallies[i]?.add(attempt, fates);
      met = true;
    }
    if (!met) quiet.add(attempt, fates);
  }
  const rows = circumstances.windows.map((window, i) => ({
    fault: window.fault,
    words: faultInWords(window.begin),
    from_ns: window.from_ns,
    to_ns: window.to_ns,
    ...tallies[i]?.toJson(),
  }));
  return [...rows, { fault: null, words: 'no fault', ...quiet.toJson() }];
}
