import { defineChecker } from '../../harness/core/catalogue.js';
import { NS_PER_MS } from '../../harness/core/clock.js';
import type { History } from '../../harness/core/history.js';
import type { Verdict } from '../../harness/core/verdict.js';
import { counted, seconds } from '../../harness/core/words.js';
import { clientOps, eventsOf } from '../client-ops.js';
import { clockErrorOf } from '../clock-error.js';
import { Found } from '../found.js';
import type { HistoryOp } from '../history-op.js';
import { MalformedHistoryError } from '../malformed-history.js';
import { judgedOrRefused, unknown } from '../refusal.js';
import { sureSpans, type Lasting, type SureSpan } from '../sure-spans.js';

const NAME = 'lease-exclusion';

/** An acquire or a release that has not failed. */
interface Claim extends Lasting {
  readonly op: HistoryOp;
  readonly holder: string;
  readonly duration_ns: number;
}

/**
 * A holder surely has the lease from the completion of its acquire until its time has passed, counted from the
 * invocation and shortened by the error of clocks, or until it asks to release it. Different holders never
 * surely have it at once. And a release does not succeed after the time has passed, counted from the completion and
 * prolonged by the error.
 */
export const leaseExclusion = defineChecker({
  name: NAME,
  summary: 'no two holders surely have the lease at once, and nobody releases one that has ended',
  dataTypes: ['lease'],
  check: (plan, history) => judgedOrRefused(NAME, () => verdictOn(history, clockErrorOf(plan))),
});

function verdictOn(history: History, error_ns: number): Verdict {
  const claims = claimsOf(history, error_ns);
  const acquired = [...claims.values()]
    .flat()
    .filter(({ op, duration_ns }) => op.op.outcome === 'ok' && duration_ns > 0).length;
  if (acquired === 0) return unknown(NAME, 'nobody acquired the lease');
  const found = new Found();
  const spans = [...claims.values()].flatMap((of) => sureSpans(of));
  findSharing(spans, found);
  for (const of of claims.values()) findOutlived(of, error_ns, found);
  return found.verdict(NAME, `${counted(acquired, 'lease')} never overlapped`, {
    acquired,
    holders: claims.size,
    clockError_ms: error_ns / NS_PER_MS,
  });
}

/** The claims of each holder, in the order of their invocations. */
function claimsOf(history: History, error_ns: number): ReadonlyMap<string, readonly Claim[]> {
  const claims = new Map<string, Claim[]>();
  for (const op of clientOps(history)) {
    const { f, outcome } = op.op;
    if ((f !== 'acquire' && f !== 'release') || outcome === 'fail') continue;
    const [holder, duration_ms] = f === 'acquire' ? leaseOf(op) : [holderOf(op), 0];
    const duration_ns = duration_ms * NS_PER_MS;
    const of = claims.get(holder) ?? [];
    claims.set(holder, of);
    of.push({
      op,
      holder,
      duration_ns,
      from_ns: history.time(op.invocation),
      by_ns: outcome === 'ok' && op.completion !== null ? history.time(op.completion) : Infinity,
      lasts_ns: f === 'acquire' ? Math.max(0, duration_ns - error_ns) : 0,
    });
  }
  return claims;
}

function leaseOf({ op, invocation }: HistoryOp): readonly [holder: string, duration_ms: number] {
  const [holder, duration_ms] = Array.isArray(op.value) ? (op.value as readonly unknown[]) : [];
  if (typeof holder !== 'string' || typeof duration_ms !== 'number') {
    throw new MalformedHistoryError(invocation, 'an acquire of [holder, duration_ms]', op.value);
  }
  return [holder, duration_ms];
}

function holderOf({ op, invocation }: HistoryOp): string {
  if (typeof op.value !== 'string') {
    throw new MalformedHistoryError(invocation, 'a release of a holder', op.value);
  }
  return op.value;
}

/** Where the lease surely has two holders. */
function findSharing(spans: readonly SureSpan<Claim>[], found: Found): void {
  /** Of each holder the span that ends last. */
  const latest = new Map<string, SureSpan<Claim>>();
  for (const span of spans.toSorted((a, b) => a.from_ns - b.from_ns)) {
    for (const [holder, other] of latest) {
      if (other.to_ns <= span.from_ns) {
        latest.delete(holder);
      } else if (holder !== span.of.holder) {
        found.add('lease-held-twice', () => ({
          ops: eventsOf([other.of.op, span.of.op]),
          reason: `${holder} surely had the lease from ${seconds(other.from_ns)} to ${seconds(other.to_ns)} by op ${other.of.op.invocation}, and ${span.of.holder} was given it by op ${span.of.op.invocation}, acknowledged at ${seconds(span.from_ns)}`,
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
    found.add('lease-outlived-its-time', () => ({
      ops: eventsOf([acquire.op, claim.op]),
      reason: `${claim.holder} released the lease by op ${claim.op.invocation}, invoked at ${seconds(claim.from_ns)}; what it was given by op ${acquire.op.invocation} had surely ended at ${seconds(endOf(acquire))}`,
    }));
  });
}
