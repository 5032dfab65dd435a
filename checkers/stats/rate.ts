import { NS_PER_S } from '../../harness/core/clock.js';
import type { History } from '../../harness/core/history.js';
import type { TestPlan } from '../../harness/core/plan.js';
import { count } from '../../harness/core/words.js';
import type { MainPhase } from './main-phase.js';

/** What was asked of the clients in the main phase, and what came. */
export type Rate = {
  /** Ops per second that the plan asked for; 0 for as many as possible. */
  readonly asked: number;
  /** Ops per second that were invoked; `null` where there are too few to tell. */
  readonly invoked: number | null;
  /** Share of the time in which every client thread was waiting for an answer, from 0 to 1. */
  readonly allBusy: number;
  readonly threads: number;
  /** The asked rate was not met: by more than chance in the spacing of ops explains. */
  readonly short: boolean;
};

/** Fewer ops tell nothing of a rate. */
const FEWEST = 20;

export function rateOf(plan: TestPlan, history: History, { end }: MainPhase): Rate {
  let invocations = 0;
  let first_ns = 0;
  let last_ns = 0;
  let inFlight = 0;
  let before_ns = 0;
  let allBusy_ns = 0;
  for (let index = 0; index < end; index += 1) {
    if (history.isNemesis(index)) continue;
    const time = history.time(index);
    if (inFlight >= plan.concurrency) allBusy_ns += time - before_ns;
    before_ns = time;
    if (history.type(index) !== 'invoke') {
      inFlight -= 1;
      continue;
    }
    inFlight += 1;
    if (invocations === 0) first_ns = time;
    last_ns = time;
    invocations += 1;
  }
  const time_ns = last_ns - first_ns;
  const invoked =
    invocations < FEWEST || time_ns <= 0 ? null : ((invocations - 1) / time_ns) * NS_PER_S;
  // Gaps are uniform in 0 to twice the mean: the mean of n of them strays by 1 / sqrt(3 n).
  const least = plan.rate * (0.97 - 3 / Math.sqrt(3 * invocations));
  return {
    asked: plan.rate,
    invoked,
    allBusy: time_ns > 0 ? Math.min(1, allBusy_ns / time_ns) : 0,
    threads: plan.concurrency,
    short: plan.rate > 0 && invoked !== null && invoked < least,
  };
}

/** `; asked for 5,000 ops per second, got 3,200, because …`; nothing where the rate was met. */
export function shortfallInWords({ asked, invoked, allBusy, threads, short }: Rate): string {
  if (!short || invoked === null) return '';
  const share = `${Math.round(allBusy * 100)} % of the time`;
  const all =
    threads === 1 ? 'the only client thread was' : `all ${count(threads)} client threads were`;
  const why =
    allBusy >= 0.05
      ? `because ${all} waiting for answers for ${share}`
      : 'because the harness came to no more on this machine';
  return `; asked for ${count(Math.round(asked))} ops per second, got ${count(Math.round(invoked))}, ${why}`;
}
