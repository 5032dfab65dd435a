import { defineChecker } from '../../harness/core/catalogue.js';
import { NS_PER_MS } from '../../harness/core/clock.js';
import type { History } from '../../harness/core/history.js';
import type { Verdict } from '../../harness/core/verdict.js';
import { counted, seconds } from '../../harness/core/words.js';
import { clientOps, eventsOf } from '../client-ops.js';
import { clockErrorOf } from '../clock-error.js';
import { Found } from '../found.js';
import { grouped } from '../../harness/core/grouped.js';
import type { HistoryOp } from '../history-op.js';
import { MalformedHistoryError } from '../malformed-history.js';
import { judgedOrRefused, unknown } from '../refusal.js';
import { sureSpans, type Lasting, type SureSpan } from '../sure-spans.js';
import { valueText } from '../value-text.js';

const NAME = 'lease-exclusion';
const OUTLIVED = 'lease-outlived-its-time';
const ADVICE =
  '; for a store that promises only that a lease lasts so long at least, set the option mayOutlive=true of the workload';

/** An acquire or a release that has not failed. */
interface Claim extends Lasting {
  readonly op: HistoryOp;
  /** As JSON. */
  readonly lease: string;
  readonly holder: string;
  readonly duration_ns: number;
}

/**
 * A holder surely has a lease from the completion of its acquire until its time has passed, counted from the
 * invocation and shortened by the error of clocks, or until it asks to release it. Different holders never
 * surely have one at once. And a release does not succeed after the time has passed, counted from the completion and
 * prolonged by the error; unless the option `mayOutlive` of the workload says that a lease may last longer.
 */
export const leaseExclusion = defineChecker({
  name: NAME,
  summary: 'no two holders surely have a lease at once, and nobody releases one that has ended',
  dataTypes: ['lease'],
  check: (plan, history) =>
    judgedOrRefused(NAME, () =>
      verdictOn(history, clockErrorOf(plan), plan.workload.options['mayOutlive'] === true),
    ),
});

function verdictOn(history: History, error_ns: number, mayOutlive: boolean): Verdict {
  const claims = claimsOf(history, error_ns);
  const acquired = [...claims.values()]
    .flat()
    .filter(({ op, duration_ns }) => op.op.outcome === 'ok' && duration_ns > 0).length;
  if (acquired === 0) return unknown(NAME, 'nobody acquired a lease');
  const found = new Found();
  const spans = [...claims.values()].flatMap((of) => sureSpans(of));
  const byLease = grouped(spans, ({ of }) => of.lease);
  for (const of of byLease.values()) findSharing(of, found);
  if (!mayOutlive) for (const of of claims.values()) findOutlived(of, error_ns, found);
  const verdict = found.verdict(NAME, `${counted(acquired, 'lease')} never overlapped`, {
    acquired,
    leases: byLease.size,
    clockError_ms: error_ns / NS_PER_MS,
  });
  const hasOutlived = verdict.anomalies.some(({ kind }) => kind === OUTLIVED);
  return hasOutlived ? { ...verdict, reason: verdict.reason + ADVICE } : verdict;
}

/** The claims of each holder to each lease, in the order of their invocations. */
function claimsOf(history: History, error_ns: number): ReadonlyMap<string, readonly Claim[]> {
  const claims = new Map<string, Claim[]>();
  for (const op of clientOps(history)) {
    const { f, outcome } = op.op;
    if ((f !== 'acquire' && f !== 'release') || outcome === 'fail') continue;
    const { lease, holder, duration_ms } = claimOf(op);
    const key = valueText([lease, holder]);
    const of = claims.get(key) ?? [];
    claims.set(key, of);
    const duration_ns = duration_ms * NS_PER_MS;
    const isOver = outcome === 'ok' && op.completion !== null;
    of.push({
      op,
      lease,
      holder,
      duration_ns,
      from_ns: history.time(op.invocation),
      by_ns: isOver ? history.time(op.completion) : Infinity,
      lasts_ns: Math.max(0, duration_ns - error_ns),
    });
  }
  return claims;
}

function claimOf({ op, invocation }: HistoryOp): {
  readonly lease: string;
  readonly holder: string;
  readonly duration_ms: number;
} {
  const [key, of] = listOf(op.value);
  const [holder, duration_ms] = op.f === 'release' ? [of, 0] : listOf(of);
  if (key === undefined || typeof holder !== 'string' || typeof duration_ms !== 'number') {
    const expected =
      op.f === 'release'
        ? 'a release of [lease, holder]'
        : 'an acquire of [lease, [holder, duration_ms]]';
    throw new MalformedHistoryError(invocation, expected, op.value);
  }
  return { lease: valueText(key), holder, duration_ms };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** Where a lease surely has two holders. */
function findSharing(spans: readonly SureSpan<Claim>[], found: Found): void {
  /** Of each holder the span that ends last. */
  const latest = new Map<string, SureSpan<Claim>>();
  for (const span of spans.toSorted((a, b) => a.from_ns - b.from_ns)) {
    for (const [holder, other] of latest) {
      if (other.to_ns <= span.from_ns) {
        latest.delete(holder);
      } else if (holder !== span.of.holder) {
        found.add('lease-held-twice', () => ({
          key: span.of.lease,
          ops: eventsOf([other.of.op, span.of.op]),
          reason: `${holder} surely had lease ${span.of.lease} from ${seconds(other.from_ns)} to ${seconds(other.to_ns)} by op ${other.of.op.invocation}, and ${span.of.holder} was given it by op ${span.of.op.invocation}, acknowledged at ${seconds(span.from_ns)}`,
        }));
      }
    }
    const own = latest.get(span.of.holder);
    if (own === undefined || own.to_ns < span.to_ns) latest.set(span.of.holder, span);
  }
}

/** Releases that succeeded although all that the holder may have been given before had surely ended. */
function findOutlived(claims: readonly Claim[], error_ns: number, found: Found): void {
  /** Of the acquires so far, the one that ends last. */
  let last: Claim | undefined;
  const endOf = ({ by_ns, duration_ns }: Claim): number => by_ns + duration_ns + error_ns;
  claims.forEach((claim, at) => {
    if (claim.op.op.f === 'acquire') {
      if (last === undefined || endOf(claim) > endOf(last)) last = claim;
      return;
    }
    if (claim.op.op.outcome !== 'ok' || last === undefined || endOf(last) >= claim.from_ns) return;
    const next = claims[at + 1];
    if (next !== undefined && next.from_ns <= claim.by_ns) return;
    const acquire = last;
    found.add(OUTLIVED, () => ({
      key: claim.lease,
      ops: eventsOf([acquire.op, claim.op]),
      reason: `${claim.holder} released lease ${claim.lease} by op ${claim.op.invocation}, invoked at ${seconds(claim.from_ns)}; what it was given by op ${acquire.op.invocation} had surely ended at ${seconds(endOf(acquire))}`,
    }));
  });
}
