import { defineChecker } from '../../harness/core/catalogue.js';
import { NS_PER_MS } from '../../harness/core/clock.js';
import type { History } from '../../harness/core/history.js';
import type { Verdict } from '../../harness/core/verdict.js';
import { counted } from '../../harness/core/words.js';
import { clientOps } from '../client-ops.js';
import { clockErrorOf } from '../clock-error.js';
import { Found } from '../found.js';
import { MalformedHistoryError } from '../malformed-history.js';
import { pairIn } from '../pair-in.js';
import { judgedOrRefused, unknown } from '../refusal.js';
import { judgeKey, type ExpiringKey, type Read, type Write } from './judge-key.js';
import { valueText } from '../value-text.js';

const NAME = 'expiry';

/**
 * A value that expires is seen by nobody once its lifetime has passed, counted from the time at which it was surely
 * there and prolonged by the error of clocks. And until its lifetime has passed, counted from the invocation and
 * shortened by the error, a read of the key sees it or a newer one.
 */
export const expiry = defineChecker({
  name: NAME,
  summary: 'no value is seen after its time, and none is gone before',
  dataTypes: ['expiring'],
  check: (plan, history) => judgedOrRefused(NAME, () => verdictOn(history, clockErrorOf(plan))),
});

function verdictOn(history: History, error_ns: number): Verdict {
  const keys = keysOf(history, error_ns);
  const found = new Found();
  const figures = { keys: keys.size, reads: 0, expired: 0 };
  for (const [key, of] of keys) {
    figures.reads += of.reads.length;
    figures.expired += of.reads.filter(({ saw }) => saw === 'null').length;
    judgeKey(key, of, error_ns, found);
  }
  const details = { ...figures, clockError_ms: error_ns / NS_PER_MS };
  if (figures.reads === 0) return unknown(NAME, 'no read was answered', details);
  const seen = figures.reads - figures.expired;
  const reason = `${counted(seen, 'read')} saw a value within its time, and ${counted(figures.expired, 'read')} saw none`;
  return found.verdict(NAME, reason, details);
}

function keysOf(history: History, error_ns: number): ReadonlyMap<string, ExpiringKey> {
  const keys = new Map<string, { readonly writes: Write[]; readonly reads: Read[] }>();
  for (const op of clientOps(history)) {
    const { f, outcome, result, value } = op.op;
    if (f !== 'write' && (f !== 'read' || outcome !== 'ok')) continue;
    const [key, of] = pairIn(op, f === 'read' ? result : value);
    const name = valueText(key);
    const known = keys.get(name) ?? { writes: [], reads: [] };
    keys.set(name, known);
    const from_ns = history.time(op.invocation);
    const by_ns =
      outcome === 'info' || op.completion === null ? Infinity : history.time(op.completion);
    if (f === 'read') {
      known.reads.push({ op, saw: valueText(of), from_ns, by_ns });
      continue;
    }
    const [written, lifetime_ms] = Array.isArray(of) ? (of as readonly unknown[]) : [];
    if (typeof lifetime_ms !== 'number') {
      throw new MalformedHistoryError(
        op.invocation,
        'a write of [key, [value, lifetime_ms]]',
        value,
      );
    }
    const lifetime_ns = lifetime_ms * NS_PER_MS;
    const lasts_ns = Math.max(0, lifetime_ns - error_ns);
    known.writes.push({
      op,
      value: valueText(written),
      from_ns,
      by_ns,
      lifetime_ns,
      lasts_ns,
    });
  }
  return keys;
}
