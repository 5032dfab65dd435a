import { type FaultWindow, lasts } from './fault-window.js';
import { accountOf, type NemesisRecord } from './nemesis-record.js';
import { isJsonObject, type Json } from './json.js';

/** What a fault did, as a clause: `n1 was cut off from n2 and n3`. */
export function faultInWords(record: NemesisRecord): string {
  return accountOf(record).words;
}

/** The fault with the nodes that it fell on, and how: `clock on n2 (offset_ms 5000, rate 1)`. */
export function nameInWords(record: NemesisRecord): string {
  return accountOf(record).name;
}

/** A fault as clauses, by the part of its window that something lies in. */
export interface WindowWords {
  readonly before: string;
  readonly during: string;
  readonly after: string;
}

/**
 * A fault as clauses: before it was known to be in effect, while it was, and after the order to end it. What
 * was not proven is never said to have been in effect.
 */
export function windowInWords({ begin }: FaultWindow): WindowWords {
  const name = nameInWords(begin);
  if (begin.records.length === 0 || begin.records.some(({ proof }) => !proof.proven)) {
    const words = `${name} was not proven to be in effect`;
    return { before: words, during: words, after: words };
  }
  const during = faultInWords(begin);
  if (!lasts(begin)) return { before: during, during, after: during };
  return { before: `${name} was taking effect`, during, after: `${name} was being ended` };
}

/** What something from one time to another met of a fault, as a clause. */
export function metInWords(window: FaultWindow, from_ns: number, to_ns: number): string {
  const { before, during, after } = windowInWords(window);
  if (to_ns < window.effectFrom_ns) return before;
  return from_ns > window.effectTo_ns ? after : during;
}

/** The state that the intent of an `await` names: `another node promoted`. */
export function conditionInWords(intent: Json | undefined): string {
  const until = isJsonObject(intent) ? (intent['until'] ?? intent) : undefined;
  if (!isJsonObject(until)) return 'a state';
  const { acknowledged, cluster, primary } = until;
  if (typeof acknowledged === 'number') return `${acknowledged} more ops acknowledged`;
  if (cluster !== undefined) return 'the cluster converged';
  if (primary === 'changed') return 'another node promoted';
  const named = isJsonObject(primary) ? primary['is'] : undefined;
  return typeof named === 'string' ? `${named} promoted` : 'a state';
}
