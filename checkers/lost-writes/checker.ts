import { defineChecker } from '../../harness/core/catalogue.js';
import type { CheckContext } from '../../harness/core/checker.js';
import type { Verdict } from '../../harness/core/verdict.js';
import { count, counted, listInWords } from '../../harness/core/words.js';
import { MalformedHistoryError } from '../malformed-history.js';
import { accountOf, type SetAccount } from './account.js';
import { anomaliesOf, staleAcknowledged } from './anomalies.js';
import { sceneOf, type Scene } from './cause.js';
import { Circumstances } from './circumstances.js';
import { detailsOf } from './details.js';
import { lossesInWords } from './headline.js';
import { Losses } from './loss-groups.js';
import { figuresOf, leadOf, sectionOf } from './section.js';

const NAME = 'lost-writes';

/**
 * Accounts for every element of a `set` workload: what was acknowledged has to be in the final
 * reads, what was never added or has failed must not be, and nothing may be there twice.
 */
export const lostWrites = defineChecker({
  name: NAME,
  summary: 'every acknowledged add is in the final reads, and nothing else is',
  dataTypes: ['set'],
  check(plan, history, { witness }: Pick<CheckContext, 'witness'> = {}): Verdict {
    let account: SetAccount;
    try {
      account = accountOf(plan, history);
    } catch (error) {
      if (error instanceof MalformedHistoryError) return unknown(error.message);
      throw error;
    }
    return verdictOf(account, new Circumstances(plan, history, witness));
  },
});

/** So many lost writes have a mark of their own. */
const MARKED = 10_000;

/** The verdict, with what a report shows of the account. */
function verdictOf(account: SetAccount, circumstances: Circumstances): Verdict {
  const verdict = judged(account, circumstances);
  const lead = leadOf(verdict.details);
  return {
    ...verdict,
    figures: figuresOf(verdict.details),
    sections: [sectionOf(verdict.details)],
    lost: account.lost.slice(0, MARKED).map(({ invocation }) => invocation),
    ...(lead === null ? {} : { lead }),
  };
}

function judged(account: SetAccount, circumstances: Circumstances): Verdict {
  const scene = sceneOf(account, circumstances);
  const losses = new Losses(account, circumstances);
  const details = detailsOf(losses, scene);
  const anomalies = anomaliesOf(losses, scene);
  if (anomalies.length > 0) {
    const reason = violation(losses, scene) + silence(account);
    return { checker: NAME, outcome: 'invalid', reason, anomalies, details };
  }
  if (account.attempts.size === 0) return unknown('no write was ever attempted', details);
  if (account.views.size === 0) {
    return unknown('no final read was answered, so nobody knows what the store holds', details);
  }
  const acknowledged = acknowledgedIn(account);
  if (acknowledged === 0) return unknown('no write was ever acknowledged', details);
  const doubt = doubtOf(account);
  if (doubt !== null) return unknown(doubt, details);
  return {
    checker: NAME,
    outcome: 'valid',
    reason:
      `all ${counted(acknowledged, 'acknowledged write')} ` +
      `are in the final reads of ${listInWords([...account.views.keys()])}` +
      silence(account),
    anomalies: [],
    details,
  };
}

function violation({ groups }: Losses, scene: Scene): string {
  const { account } = scene;
  const { lost, unexpected, aborted, duplicated } = account;
  const findings: string[] = [];
  if (lost.length > 0) {
    findings.push(
      `${count(lost.length)} of ${counted(acknowledgedIn(account), 'acknowledged write')} lost, ` +
        lossesInWords(groups, scene),
    );
  }
  const stale = staleAcknowledged(account).length;
  if (stale > 0) {
    findings.push(`${counted(stale, 'acknowledged write')} missing from some nodes' final reads`);
  }
  if (unexpected.length > 0) {
    findings.push(`${counted(unexpected.length, 'element')} read that nobody added`);
  }
  if (aborted.length > 0) {
    findings.push(`${counted(aborted.length, 'element')} read whose add had failed`);
  }
  if (duplicated.length > 0) {
    findings.push(`${counted(duplicated.length, 'element')} returned more than once`);
  }
  return findings.join('; ');
}

/** Why the final reads don't tell what the store keeps; `null` where they do. */
function doubtOf({ converged, silent, stale }: SetAccount): string | null {
  if (converged) return null;
  const before = 'the cluster had not recovered before the final reads';
  if (silent.length > 0) {
    return `${before}, and ${listInWords(silent)} gave none: what the others lack may be there`;
  }
  if (stale.length === 0) return null;
  return `${before}: ${counted(stale.length, 'write')} missing from some nodes may still reach them`;
}

/** Which nodes gave no final read: what they hold, nobody knows. */
function silence({ silent }: SetAccount): string {
  return silent.length === 0 ? '' : ` (no final read from ${listInWords(silent)})`;
}

function acknowledgedIn(account: SetAccount): number {
  let acknowledged = 0;
  for (let ordinal = 0; ordinal < account.attempts.size; ordinal += 1) {
    if (account.attempts.outcomeAt(ordinal) === 'acknowledged') acknowledged += 1;
  }
  return acknowledged;
}

function unknown(reason: string, details: Verdict['details'] = {}): Verdict {
  return { checker: NAME, outcome: 'unknown', reason, anomalies: [], details };
}
