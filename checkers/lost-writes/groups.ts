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

  add(attempt: Attempt, fates: Fates): void {
    this.attempted += 1;
    this[attempt.outcome] += 1;
    if (fates.lost[attempt.ordinal] === 1) this.lost.push(attempt.element);
    if (fates.recovered[attempt.ordinal] === 1) this.recovered += 1;
    if (fates.stale[attempt.ordinal] === 1) this.stale += 1;
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

/** One byte for each attempt, by ordinal. */
interface Fates {
  readonly lost: Uint8Array;
  readonly recovered: Uint8Array;
  readonly stale: Uint8Array;
}

function fatesOf({ attempts, lost, recovered, stale }: SetAccount): Fates {
  const marked = (those: readonly Attempt[]): Uint8Array => {
    const marks = new Uint8Array(attempts.size);
    for (const { ordinal } of those) marks[ordinal] = 1;
    return marks;
  };
  return { lost: marked(lost), recovered: marked(recovered), stale: marked(stale) };
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
