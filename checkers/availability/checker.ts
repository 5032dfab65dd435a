import { defineChecker } from '../../harness/core/catalogue.js';
import { NS_PER_MS } from '../../harness/core/clock.js';
import { faultWindows } from '../../harness/core/fault-window.js';
import type { History } from '../../harness/core/history.js';
import type { Verdict } from '../../harness/core/verdict.js';
import { count, counted, seconds } from '../../harness/core/words.js';
import { unknown } from '../refusal.js';
import { mainPhaseOf } from '../stats/main-phase.js';

const NAME = 'availability';

/** Shorter stretches without an acknowledged op are no outage. */
const SHORTEST_MS = 500;

/** A stretch of time in which no op was acknowledged. */
interface Outage {
  readonly from_ns: number;
  readonly to_ns: number;
}

/**
 * For how long no op was acknowledged in the main phase, and how long after each fault had begun ops were acknowledged
 * again. Unavailability breaks no promise of consistency, so it is never invalid by itself: a scenario that
 * expects `BOUNDED` names the figure and the bound.
 */
export const availability = defineChecker({
  name: NAME,
  about: 'performance',
  summary: 'for how long no op was acknowledged, and how long recovery took after each fault',
  check(_plan, history): Verdict {
    const outages = outagesIn(history);
    if (outages === null) return unknown(NAME, 'no op was acknowledged');
    const byFault = faultWindows(history).map(({ fault, from_ns, to_ns }) => {
      // What was under way as the fault ended may have been its consequence.
      const within = outages.filter((one) => one.to_ns > from_ns && one.from_ns < to_ns);
      const recovered_ns = within.reduce((last, one) => Math.max(last, one.to_ns - from_ns), 0);
      return {
        fault,
        from_ms: from_ns / NS_PER_MS,
        outages: within.length,
        recovery_ms: recovered_ns / NS_PER_MS,
      };
    });
    const lengths_ms = outages.map(({ from_ns, to_ns }) => (to_ns - from_ns) / NS_PER_MS);
    const total_ms = lengths_ms.reduce((sum, length_ms) => sum + length_ms, 0);
    const longest_ms = Math.max(0, ...lengths_ms);
    const longest = outages[lengths_ms.indexOf(longest_ms)];
    const reason =
      longest === undefined
        ? `there was no stretch of ${SHORTEST_MS} ms without an acknowledged op`
        : `${counted(outages.length, 'outage')} of ${count(Math.round(total_ms))} ms together; the longest lasted for ${count(Math.round(longest_ms))} ms from ${seconds(longest.from_ns)} on`;
    return {
      checker: NAME,
      outcome: 'valid',
      reason,
      anomalies: [],
      details: { outages: outages.length, total_ms, longest_ms, byFault },
    };
  },
});

/** The outages of the main phase, in their order; `null` where no op was ever acknowledged. */
function outagesIn(history: History): readonly Outage[] | null {
  const { end } = mainPhaseOf(history);
  const outages: Outage[] = [];
  let since_ns: number | undefined;
  let last_ns = 0;
  let acknowledged = 0;
  const over = (to_ns: number): void => {
    const from_ns = since_ns ?? to_ns;
    if (to_ns - from_ns >= SHORTEST_MS * NS_PER_MS) outages.push({ from_ns, to_ns });
    since_ns = to_ns;
  };
  for (let index = 0; index < end; index += 1) {
    if (history.isNemesis(index)) continue;
    last_ns = history.time(index);
    since_ns ??= last_ns;
    if (history.type(index) !== 'ok') continue;
    acknowledged += 1;
    over(last_ns);
  }
  over(last_ns);
  return acknowledged === 0 ? null : outages;
}
