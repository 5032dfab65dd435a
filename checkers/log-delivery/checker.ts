import { defineChecker } from '../../harness/core/catalogue.js';
import type { Verdict } from '../../harness/core/verdict.js';
import { counted } from '../../harness/core/words.js';
import { eventsOf } from '../client-ops.js';
import { Found } from '../found.js';
import { unknown } from '../refusal.js';
import { deliveriesIn, type Deliveries, type Sent, type Taken } from './deliveries.js';

const NAME = 'log-delivery';

/**
 * Delivery at least once, by logs with a group of consumers: each acknowledged value is given to some member, until one
 * acknowledges it, and to nobody after that. That a log was worked off is known where a member that waits for nobody
 * (`idle_ms` 0) was given nothing.
 */
export const logDelivery = defineChecker({
  name: NAME,
  summary:
    'a group of consumers is given every value at least once, and none after it acknowledged it',
  dataTypes: ['log'],
  check(_plan, history): Verdict {
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
  },
});

interface Judged {
  readonly acknowledged: number;
  /** Entries that were given to somebody. */
  readonly delivered: number;
  /** Deliveries beyond the first of each entry. */
  readonly redelivered: number;
  readonly isDrained: boolean;
}

function judgeLog(log: string, { sends, takes, acked }: Deliveries, found: Found): Judged {
  const sentAs = new Map(sends.map((send) => [send.value, send]));
  const givenAt = new Map<number, { readonly value: string; readonly take: Taken }>();
  const delivered = new Set<string>();
  let deliveries = 0;
  for (const take of takes) {
    const inWords = `op ${take.by.invocation} was given`;
    let last = -1;
    for (const [offset, value] of take.entries) {
      deliveries += 1;
      delivered.add(value);
      const add = (kind: string, ops: readonly Taken['by'][], reason: string): void => {
        found.add(kind, () => ({ key: log, ops: eventsOf(ops), reason }));
      };
      if (offset <= last) {
        add(
          'reordered-delivery',
          [take.by],
          `${inWords} offset ${offset} of log ${log} after offset ${last}`,
        );
      }
      last = offset;
      const ack = acked.get(offset);
      if (ack !== undefined && (ack.completion ?? Infinity) < take.by.invocation) {
        add(
          'redelivery-after-ack',
          [ack, take.by],
          `${inWords} offset ${offset} of log ${log} (${value}), although op ${ack.invocation}, which had ended before, acknowledged it`,
        );
      }
      const before = givenAt.get(offset) ?? { value, take };
      givenAt.set(offset, before);
      if (before.value !== value) {
        add(
          'changed-entry',
          [before.take.by, take.by],
          `offset ${offset} of log ${log} was ${before.value} for op ${before.take.by.invocation} and ${value} for op ${take.by.invocation}`,
        );
      }
      judgeSource(log, value, take, sentAs.get(value), found);
    }
  }
  const drain = takes.findLast(({ idle_ms, entries }) => idle_ms === 0 && entries.length === 0);
  const acknowledged = sends.filter(({ offset }) => offset !== undefined);
  for (const send of acknowledged) {
    if (drain === undefined || delivered.has(send.value)) continue;
    if ((send.by.completion ?? Infinity) > drain.by.invocation) continue;
    found.add('lost-value', () => ({
      key: log,
      ops: eventsOf([send.by, drain.by]),
      reason: `op ${send.by.invocation} put ${send.value} at offset ${send.offset} of log ${log}, no member of the group was ever given it, and op ${drain.by.invocation} found nothing left`,
    }));
  }
  return {
    acknowledged: acknowledged.length,
    delivered: givenAt.size,
    redelivered: deliveries - givenAt.size,
    isDrained: drain !== undefined || acknowledged.length === 0,
  };
}

/** A value that is given was sent before, by a send that has not failed. */
function judgeSource(
  log: string,
  value: string,
  { by }: Taken,
  send: Sent | undefined,
  found: Found,
): void {
  const inWords = `op ${by.invocation} was given ${value} by log ${log}`;
  if (send === undefined) {
    found.add('unexpected-value', () => ({
      key: log,
      ops: eventsOf([by]),
      reason: `${inWords}, which nobody had sent`,
    }));
  } else if (send.by.op.outcome === 'fail') {
    found.add('failed-value', () => ({
      key: log,
      ops: eventsOf([send.by, by]),
      reason: `${inWords}, but its send (op ${send.by.invocation}) had failed`,
    }));
  } else if ((by.completion ?? Infinity) < send.by.invocation) {
    found.add('future-value', () => ({
      key: log,
      ops: eventsOf([by, send.by]),
      reason: `${inWords} before op ${send.by.invocation} sent it`,
    }));
  }
}
