import { defineChecker } from '../../harness/core/catalogue.js';
import type { History } from '../../harness/core/history.js';
import type { Verdict } from '../../harness/core/verdict.js';
import { counted } from '../../harness/core/words.js';
import { Found } from '../found.js';
import { judgedOrRefused, unknown } from '../refusal.js';
import { judgeLog } from './judge-log.js';
import { logsOf } from './log-ops.js';

const NAME = 'log';

/**
 * Logs as Jepsen's Kafka test judges them: every acknowledged value has its offset for good, and is given by every
 * poll that goes over it; offsets rise with time; nothing comes twice. Each log takes n log n.
 */
export const log = defineChecker({
  name: NAME,
  summary: 'every acknowledged value of a log stays at its offset, and every poll over it gives it',
  dataTypes: ['log'],
  check: (_plan, history) => judgedOrRefused(NAME, () => verdictOn(history)),
});

function verdictOn(history: History): Verdict {
  const logs = logsOf(history);
  const found = new Found();
  let sent = 0;
  let polled = 0;
  for (const [name, ops] of logs) {
    sent += ops.sends.filter(({ offset }) => offset !== undefined).length;
    polled += ops.polls.length;
    judgeLog(name, ops, found);
  }
  const details = { logs: logs.size, acknowledged: sent, polls: polled };
  const valid = `${counted(sent, 'acknowledged value')} of ${counted(logs.size, 'log')} stayed where they were put`;
  const verdict = found.verdict(NAME, valid, details);
  if (verdict.outcome === 'invalid') return verdict;
  if (sent === 0) return unknown(NAME, 'no send was acknowledged', details);
  return polled === 0 ? unknown(NAME, 'no poll was answered', details) : verdict;
}
