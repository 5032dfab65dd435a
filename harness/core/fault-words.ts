import { accountOf, isJsonObject, type NemesisRecord } from './nemesis-record.js';
import type { Json } from './json.js';

/** What a fault did, as a clause: `n1 was cut off from n2 and n3`. */
export function faultInWords(record: NemesisRecord): string {
  return accountOf(record).words;
}

/** The fault with the nodes that it fell on, and how: `clock on n2 (offset_ms 5000, rate 1)`. */
export function nameInWords(record: NemesisRecord): string {
  return accountOf(record).name;
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
