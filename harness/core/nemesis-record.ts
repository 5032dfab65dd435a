import { accountFrom, type FaultAccount } from './fault-account.js';
import type { History } from './history.js';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from './json.js';
import type { OpError } from './op.js';
import type { FaultRecord, Lapse, Watched } from './schedule.js';

/** The code of the error of a fault that could not begin, and has done nothing. */
export const NOT_BEGUN = 'not-begun';

/** The f under which a schedule's `until` step stands in the history. */
export const AWAIT = 'await';
/** The f under which everything is healed. */
export const HEAL = 'heal';

/**
 * One operation of the nemesis as it stands in a history. The invocation's value is the intent;
 * the completion's value is the {@link FaultRecord}. The completion of an `await` has the effect
 * `{reached, waited_ms, primary?, roles?}` and is proven when the state was reached. A `heal` may
 * have several faults to end: its value is one record, a list of them, or nothing.
 */
export interface NemesisRecord {
  readonly f: string;
  /** Index of the invocation. */
  readonly invocation: number;
  /** Index of the completion; `null` when there is none. */
  readonly completion: number | null;
  /** Nanoseconds of the run's clock. */
  readonly start_ns: number;
  readonly end_ns: number | null;
  readonly intent: Json | undefined;
  /** What was recorded; empty where nothing usable was. */
  readonly records: readonly FaultRecord[];
  readonly error: OpError | undefined;
}

/** What a fault said of itself; of a run that an older version made, its name alone. */
export function accountOf({ f, records }: NemesisRecord): FaultAccount {
  for (const { account } of records) if (account !== undefined) return account;
  return { words: `${f} was in effect`, name: f, nodes: [], hurt: [] };
}

/** The operations of the nemesis, in order. */
export function nemesisRecords(history: History): NemesisRecord[] {
  const records: NemesisRecord[] = [];
  for (let index = 0; index < history.length; index += 1) {
    if (!history.isNemesis(index) || history.type(index) !== 'invoke') continue;
    const completion = history.pairOf(index);
    records.push({
      f: history.f(index),
      invocation: index,
      completion,
      start_ns: history.time(index),
      end_ns: completion === null ? null : history.time(completion),
      intent: history.value(index),
      records: completion === null ? [] : faultRecords(history.value(completion)),
      error: completion === null ? undefined : history.error(completion),
    });
  }
  return records;
}

/** How the cluster came back after everything was healed. */
export interface Recovery {
  readonly recovered: boolean;
  readonly start_ns: number;
  readonly end_ns: number;
  /** What was seen, or why it did not recover. */
  readonly evidence: readonly string[];
}

/** The recovery that a history tells of; `null` where nobody awaited one to its end. */
export function recoveryIn(records: readonly NemesisRecord[]): Recovery | null {
  const healed = records.findLastIndex((record) => record.f === HEAL);
  const awaited = records[healed + 1];
  if (healed === -1 || awaited?.f !== AWAIT || awaited.end_ns === null) return null;
  const [record] = awaited.records;
  return {
    recovered: record?.proof.proven === true,
    start_ns: awaited.start_ns,
    end_ns: awaited.end_ns,
    evidence: record?.proof.evidence ?? [awaited.error?.message ?? 'nothing was recorded'],
  };
}

/** A list of strings, or `null` where the value is something else. */
export function stringsOf(value: Json | undefined): readonly string[] | null {
  return isJsonArray(value) && value.every((item) => typeof item === 'string') ? value : null;
}

function faultRecords(value: Json | undefined): FaultRecord[] {
  const candidates = isJsonArray(value) ? value : [value];
  return candidates.flatMap((candidate) => faultRecord(candidate) ?? []);
}

function faultRecord(value: Json | undefined): FaultRecord | null {
  if (!isJsonObject(value)) return null;
  const { effect, proof } = value;
  if (!isJsonObject(effect) || !isJsonObject(proof)) return null;
  const watched = watchedOf(value['watched']);
  const account = accountFrom(value['account']);
  return {
    effect,
    proof: { proven: proof['proven'] === true, evidence: stringsOf(proof['evidence']) ?? [] },
    ...(account === null ? {} : { account }),
    ...(watched === null ? {} : { watched }),
  };
}

/** The JSON form of what was seen of a fault, as a history holds it. */
export function watchedJson({ fault, looks, lapses }: Watched): JsonObject {
  return { fault, looks, lapses: lapses.map((lapse) => ({ ...lapse })) };
}

function watchedOf(value: Json | undefined): Watched | null {
  if (!isJsonObject(value)) return null;
  const { fault, looks, lapses } = value;
  if (typeof fault !== 'string' || typeof looks !== 'number' || !isJsonArray(lapses)) return null;
  return { fault, looks, lapses: lapses.flatMap((one) => lapseOf(one) ?? []) };
}

function lapseOf(value: Json): Lapse | null {
  if (!isJsonObject(value)) return null;
  const { node, lastSeen_ns, firstMissed_ns, evidence } = value;
  if (typeof node !== 'string') return null;
  if (typeof lastSeen_ns !== 'number' || typeof firstMissed_ns !== 'number') return null;
  return { node, lastSeen_ns, firstMissed_ns, evidence: stringsOf(evidence) ?? [] };
}
