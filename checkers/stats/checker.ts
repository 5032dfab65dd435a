import { defineChecker } from '../../harness/core/catalogue.js';
import { NS_PER_S } from '../../harness/core/clock.js';
import type { History } from '../../harness/core/history.js';
import type { JsonObject } from '../../harness/core/json.js';
import { count, counted, listInWords } from '../../harness/core/words.js';
import type { TestPlan } from '../../harness/core/plan.js';
import type { Verdict } from '../../harness/core/verdict.js';
import { mainPhaseOf, type MainPhase } from './main-phase.js';
import { latencies } from './percentiles.js';
import { rateOf, shortfallInWords } from './rate.js';
import { sectionOf } from './section.js';
import { unhandledIn, unhandledInWords, unhandledSection } from './unhandled.js';

const NAME = 'stats';

interface Tally {
  ok: number;
  /** Of them, those of the main phase. */
  okInMain: number;
  fail: number;
  info: number;
  /** Durations of the ops that were acknowledged. */
  readonly latencies_ns: number[];
  readonly errors: Map<string, number>;
}

/**
 * Counts, rate and latency per f. Rates are those of the main phase: final reads do not count. Where
 * ops came more slowly than the plan asked for, the verdict says so. As in Jepsen, an f that never once succeeded proves nothing:
 * the verdict is then `unknown`, never `invalid`, since slowness breaks no promise.
 */
export const stats = defineChecker({
  name: NAME,
  about: 'performance',
  always: true,
  summary: 'counts, rate and latency per f; unknown when some f never succeeded',
  check(plan, history): Verdict {
    const main = mainPhaseOf(history);
    const rate = rateOf(plan, history, main);
    const tallies = talliesOf(history, main);
    const barren = [...tallies].filter(([, { ok }]) => ok === 0).map(([f]) => f);
    const unhandled = unhandledIn(history);
    const details = {
      ...detailsOf(tallies, main),
      okByNode: okByNode(plan, history, main),
      rate,
      unknownErrors: unhandled.map((group) => ({ ...group })),
    };
    const verdict = {
      checker: NAME,
      anomalies: [],
      details,
      sections: tallies.size === 0 ? [] : [sectionOf(details.byF), ...unhandledSection(unhandled)],
    };
    if (tallies.size === 0) {
      return { ...verdict, outcome: 'unknown', reason: 'no client ever did anything' };
    }
    if (barren.length > 0) {
      return { ...verdict, outcome: 'unknown', reason: `no ${listInWords(barren)} ever succeeded` };
    }
    let ok = 0;
    let total = 0;
    for (const tally of tallies.values()) {
      ok += tally.ok;
      total += tally.ok + tally.fail + tally.info;
    }
    return {
      ...verdict,
      outcome: 'valid',
      reason: `${count(ok)} of ${counted(total, 'op')} succeeded${shortfallInWords(rate)}${unhandledInWords(unhandled)}`,
    };
  },
});

function talliesOf(history: History, main: MainPhase): ReadonlyMap<string, Tally> {
  const tallies = new Map<string, Tally>();
  for (let index = 0; index < history.length; index += 1) {
    if (history.isNemesis(index) || history.type(index) !== 'invoke') continue;
    const f = history.f(index);
    let tally = tallies.get(f);
    if (tally === undefined) {
      tally = { ok: 0, okInMain: 0, fail: 0, info: 0, latencies_ns: [], errors: new Map() };
      tallies.set(f, tally);
    }
    const completion = history.pairOf(index);
    const type = completion === null ? 'info' : history.type(completion);
    if (type === 'invoke') continue;
    tally[type] += 1;
    if (type === 'ok' && index < main.end) tally.okInMain += 1;
    if (completion === null) continue;
    if (type === 'ok') tally.latencies_ns.push(history.time(completion) - history.time(index));
    const code = history.error(completion)?.code;
    if (code !== undefined) tally.errors.set(code, (tally.errors.get(code) ?? 0) + 1);
  }
  return tallies;
}

function detailsOf(
  tallies: ReadonlyMap<string, Tally>,
  main: MainPhase,
): { readonly duration_s: number; readonly byF: readonly JsonObject[] } {
  const duration_s = main.duration_ns / NS_PER_S;
  const byF = [...tallies].map(([f, { ok, okInMain, fail, info, latencies_ns, errors }]) => ({
    f,
    count: ok + fail + info,
    ok,
    fail,
    info,
    okPerSecond: duration_s > 0 && (okInMain > 0 || ok === 0) ? okInMain / duration_s : null,
    latency: latencies(latencies_ns),
    errors: Object.fromEntries(errors),
  }));
  return { duration_s, byF };
}

/** How many ops of the main phase each node acknowledged; 0 of a node that acknowledged none. */
function okByNode({ nodes }: TestPlan, history: History, main: MainPhase): JsonObject {
  const counts = new Map(nodes.map((node) => [node, 0]));
  for (let index = 0; index < main.end; index += 1) {
    if (history.isNemesis(index) || history.type(index) !== 'ok') continue;
    const invocation = history.pairOf(index);
    const node =
      history.node(index) ?? (invocation === null ? undefined : history.node(invocation));
    if (node !== undefined) counts.set(node, (counts.get(node) ?? 0) + 1);
  }
  return Object.fromEntries(counts);
}
