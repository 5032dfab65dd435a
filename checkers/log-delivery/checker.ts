import { defineChecker } from '../../harness/core/catalogue.js';
import type { History } from '../../harness/core/history.js';
import type { Verdict } from '../../harness/core/verdict.js';
import { counted } from '../../harness/core/words.js';
import { eventsOf } from '../client-ops.js';
import { Found } from '../found.js';
import type { HistoryOp } from '../history-op.js';
import { Entries } from '../log/entries.js';
import type { Send } from '../log/log-ops.js';
import { judgedOrRefused, unknown } from '../refusal.js';
import { deliveriesIn, type Deliveries, type Taken } from './deliveries.js';
import { valueText } from '../value-text.js';

const NAME = 'log-delivery';

/**
 * Delivery at least once, by logs with a group of consumers: each acknowledged value is given to some member, until one
 * acknowledges it, and to nobody after that. That a log was worked off is known where a member that waits for nobody
 * (`idle_ms` 0) was given nothing, for the sends that were over by then. A value has one offset for good: the one that its
 * send was told.
 */
export const logDelivery = defineChecker({
  name: NAME,
  summary:
    'a group of consumers is given every value at least once, and none after it acknowledged it',
  dataTypes: ['log'],
  check: (_plan, history) => judgedOrRefused(NAME, () => verdictOn(history)),
});

function verdictOn(history: History): Verdict {
  const found = new Found();
  const counts = { acknowledged: 0, delivered: 0, redelivered: 0, drained: 0 };
  const logs = deliveriesIn(history);
  for (const [log, deliveries] of logs) {
    const judged = judgeLog(log, deliveries, found);
    counts.acknowledged += judged.acknowledged;
    counts.delivered += judged.delivered;
    counts.redelivered += judged.redelivered;
    counts.drained += judged.isDrained ? 1 : 0;
  }
  const details = { logs: logs.size, ...counts };
  const valid = `${counted(counts.acknowledged, 'acknowledged value')} of ${counted(logs.size, 'log')} delivered at least once, ${counted(counts.redelivered, 'delivery', 'deliveries')} of them again`;
  const verdict = found.verdict(NAME, valid, details);
  if (verdict.outcome === 'invalid') return verdict;
  if (counts.acknowledged === 0) return unknown(NAME, 'no send was acknowledged', details);
  if (counts.drained < logs.size) {
    return unknown(
      NAME,
      'not all logs were worked off in the end, so what was not delivered may yet be',
      details,
    );
  }
  return verdict;
}

interface Judged {
  readonly acknowledged: number;
  /** Entries that were given to somebody. */
  readonly delivered: number;
  /** Deliveries beyond the first of each entry. */
  readonly redelivered: number;
  readonly isDrained: boolean;
}

function judgeLog(log: string, { sends, takes, acked }: Deliveries, found: Found): Judged {
  const entries = new Entries(log, sends, found);
  const offsets = new Set<number>();
  const values = new Set<string>();
  let deliveries = 0;
  for (const take of takes) {
    judgeTake(log, take, acked, found);
    for (const [offset, value] of take.entries) {
      entries.given(offset, value, take.by);
      offsets.add(offset);
      values.add(valueText(value));
      deliveries += 1;
    }
  }
  const acknowledged = sends.filter(({ offset }) => offset !== undefined);
  const missing = acknowledged.filter(({ value }) => !values.has(valueText(value)));
  const drain = takes.findLast(({ idle_ms, entries }) => idle_ms === 0 && entries.length === 0);
  /** Whether the send was over before the last member that found nothing left asked. */
  const isLost = (send: Send): boolean =>
    drain !== undefined && (send.by.completion ?? Infinity) < drain.by.invocation;
  for (const send of missing) {
    if (drain === undefined || !isLost(send)) continue;
    found.add('lost-value', () => ({
      key: log,
      ops: eventsOf([send.by, drain.by]),
      reason: `op ${send.by.invocation} put ${valueText(send.value)} at offset ${send.offset} of log ${log}, no member of the group was ever given it, and op ${drain.by.invocation} found nothing left`,
    }));
  }
  return {
    acknowledged: acknowledged.length,
    delivered: offsets.size,
    redelivered: deliveries - offsets.size,
    isDrained: acknowledged.length === 0 || (drain !== undefined && missing.every(isLost)),
  };
}

/** A member is given entries in their order, and none whose delivery was acknowledged before it asked. */
function judgeTake(
  log: string,
  { by, entries }: Taken,
  acked: ReadonlyMap<number, HistoryOp>,
  found: Found,
): void {
  const inWords = `op ${by.invocation} was given`;
  let last = -1;
  for (const [offset, value] of entries) {
    if (offset <= last) {
      const before = last;
      found.add('reordered-delivery', () => ({
        key: log,
        ops: eventsOf([by]),
        reason: `${inWords} offset ${offset} of log ${log} after offset ${before}`,
      }));
    }
    last = offset;
    const ack = acked.get(offset);
    if (ack !== undefined && (ack.completion ?? Infinity) < by.invocation) {
      found.add('redelivery-after-ack', () => ({
        key: log,
        ops: eventsOf([ack, by]),
        reason: `${inWords} offset ${offset} of log ${log} (${valueText(value)}), although op ${ack.invocation}, which had ended before, acknowledged it`,
      }));
    }
  }
}
