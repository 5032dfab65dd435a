import { defineChecker } from '../../harness/core/catalogue.js';
import type { History } from '../../harness/core/history.js';
import type { Process } from '../../harness/core/op.js';
import type { Verdict } from '../../harness/core/verdict.js';
import { counted, listInWords } from '../../harness/core/words.js';
import { clientOps, eventsOf } from '../client-ops.js';
import { Found } from '../found.js';
import type { HistoryOp } from '../history-op.js';
import { judgedOrRefused, unknown } from '../refusal.js';
import { brokenBy, claimedBy, inWords, type Guarantee } from './guarantees.js';
import { accessesOf, type Access } from '../register-accesses.js';
import { INITIAL, Versions, type Precedence } from './versions.js';
import { valueText } from '../value-text.js';

const NAME = 'session-guarantees';

/**
 * The guarantees of sessions (Terry et al., Session guarantees for weakly consistent replicated data, 1994) where all
 * values that are written to a key differ. A process is a session. What it does to a key, op after op, says which version
 * is no newer than which. All sessions together must leave an order of the versions of each key.
 */
export const sessionGuarantees = defineChecker({
  name: NAME,
  summary: 'sessions see their own writes, and the versions of each key in one order',
  dataTypes: ['register'],
  check: (plan, history) => judgedOrRefused(NAME, () => verdictOn(history, claimedBy(plan))),
});

function verdictOn(history: History, claimed: ReadonlySet<Guarantee>): Verdict {
  const { keys, unjudged, unwritten, accesses } = keysOf(history, claimed);
  const found = new Found();
  for (const { key, version, op } of unwritten) {
    found.add('unwritten-value', () => ({
      key,
      ops: eventsOf([op]),
      reason: `op ${op.invocation} read ${version} at key ${key}, which nobody wrote`,
    }));
  }
  for (const [key, versions] of keys) {
    const circle = versions.circle();
    if (circle !== undefined) findBroken(key, circle, history, found);
  }
  const names = listInWords([...claimed].map(inWords));
  const details = { claimed: [...claimed], keys: keys.size, accesses, unjudged: unjudged.size };
  if (accesses + unwritten.length === 0)
    return unknown(NAME, 'no op of a session succeeded', details);
  const verdict = found.verdict(
    NAME,
    `${counted(accesses, 'op')} on ${counted(keys.size, 'key')} keep ${names}`,
    details,
  );
  if (verdict.outcome === 'invalid' || unjudged.size === 0) return verdict;
  const why = `${counted(unjudged.size, 'key')} can't be judged, because a value was written to it twice`;
  return unknown(NAME, why, details);
}

interface Keys {
  readonly keys: ReadonlyMap<string, Versions>;
  /** Keys to which a value was written twice. */
  readonly unjudged: ReadonlySet<string>;
  readonly unwritten: readonly Access[];
  readonly accesses: number;
}

/** What a session did last to a key. */
interface Last {
  read?: Access;
  write?: Access;
}

function keysOf(history: History, claimed: ReadonlySet<Guarantee>): Keys {
  const all = [...clientOps(history)].flatMap((op) => accessesOf(op));
  const attempts = new Map<string, number>();
  const unjudged = new Set<string>();
  for (const { kind, key, version } of all) {
    if (kind === 'read') continue;
    const id = valueText([key, version]);
    attempts.set(id, (attempts.get(id) ?? 0) + 1);
    if (attempts.get(id) === 2) unjudged.add(key);
  }
  const keys = new Map<string, Versions>();
  const lasts = new Map<string, Last>();
  const unwritten: Access[] = [];
  let accesses = 0;
  for (const access of all) {
    const { kind, key, version, op } = access;
    if (unjudged.has(key)) continue;
    if (kind === 'read' && version !== INITIAL && !attempts.has(valueText([key, version]))) {
      unwritten.push(access);
      continue;
    }
    const versions = keys.get(key) ?? new Versions();
    keys.set(key, versions);
    const session = `${history.process(op.invocation)} ${key}`;
    const last = lasts.get(session) ?? {};
    lasts.set(session, last);
    for (const precedence of precedencesOf(last, access)) {
      if (claimed.has(precedence.guarantee)) versions.add(precedence);
    }
    // Nobody knows when a write without an answer takes effect.
    if (op.op.outcome !== 'ok') continue;
    accesses += 1;
    last[kind] = access;
  }
  return { keys, unjudged, unwritten, accesses };
}

function precedencesOf({ read, write }: Last, second: Access): readonly Precedence[] {
  const of = (guarantee: Guarantee, first: Access | undefined): readonly Precedence[] =>
    first === undefined || first.version === second.version
      ? []
      : [
          {
            guarantee,
            first: first.op,
            second: second.op,
            older: first.version,
            newer: second.version,
          },
        ];
  return second.kind === 'read'
    ? [...of('read-your-writes', write), ...of('monotonic-reads', read)]
    : [...of('monotonic-writes', write), ...of('writes-follow-reads', read)];
}

/** Tells a circle; it is the last of its ops that closed it. */
function findBroken(
  key: string,
  circle: readonly Precedence[],
  history: History,
  found: Found,
): void {
  const closing = circle.reduce((last, one) =>
    one.second.invocation > last.second.invocation ? one : last,
  );
  const ops = [...new Set<HistoryOp>(circle.flatMap(({ first, second }) => [first, second]))];
  const steps = circle.map((one) => stepInWords(one, history.process(one.first.invocation)));
  const isInitial = closing.newer === INITIAL;
  const names = [...new Set(circle.map(({ guarantee }) => inWords(guarantee)))];
  const conclusion = isInitial
    ? 'but nothing had been written before'
    : 'but no version is older than itself';
  found.add(brokenBy(closing.guarantee), () => ({
    key,
    ops: [...new Set(eventsOf(ops))],
    reason: `key ${key} breaks ${names.join(' or ')}: ${steps.join('; ')}; ${conclusion}`,
    story: steps,
  }));
}

function stepInWords(
  { guarantee, first, second, older, newer }: Precedence,
  process: Process,
): string {
  const isWrite = guarantee === 'read-your-writes' || guarantee === 'monotonic-writes';
  const isRead = guarantee === 'read-your-writes' || guarantee === 'monotonic-reads';
  return `process ${process} ${isWrite ? 'wrote' : 'read'} ${older} by op ${first.invocation} and then ${isRead ? 'read' : 'wrote'} ${newer} by op ${second.invocation}, so ${older} is older than ${newer}`;
}
