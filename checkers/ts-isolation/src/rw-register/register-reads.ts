import { FAIL, isFinal, OK, valueOf, writerOf, type Columns } from '../history/columns.js';
import type { Found } from '../found.js';
import type { NotJudged, Transaction, Value } from '../types.js';
import { keyText, valueText } from '../values/words.js';
import { committedOf } from '../versions/committed.js';
import { lookalikeOf } from '../versions/lookalike.js';
import { Reads } from '../versions/reads.js';
import { int32Array, uint8Array } from '../values/typed-arrays.js';

/** Of a micro-op: its answer is not known, or repeats what its transaction read or wrote before. */
const NOTHING = -1;

/** What was read from registers. */
export interface RegisterReads {
  readonly committed: Uint8Array;
  readonly reads: Reads;
  readonly notJudged: readonly NotJudged[];
  /** How many reads saw what no transaction of the history wrote. */
  readonly unseenWrites: number;
}

/** What a value is that no transaction of the history wrote. */
export type UnseenWrites = 'garbage' | 'possible';

/**
 * Takes in what committed transactions read, and finds what no transaction may read: another value
 * than it read or wrote itself before (`internal`), what it writes only later (`future-read`), what
 * nobody wrote (`garbage-read`), and what a transaction wrote that failed (`G1a`) or that wrote the
 * key again (`G1b`).
 */
export function readsOfRegisters(
  columns: Columns,
  unseen: UnseenWrites,
  found: Found,
): RegisterReads {
  const { outcome, firstOp, written, answer, previous, key, codes } = columns;
  const nothing = codes.of(null);
  const notJudged = notJudgedOf(columns);
  const again = int32Array(key.length);
  const reads = new Reads(key.length - columns.versions, again);
  const wasRead = uint8Array(columns.versions);
  /** What each read saw: a version, or below -1 a value that nobody wrote. */
  const seen = int32Array(key.length).fill(NOTHING);
  let unseenWrites = 0;
  for (let t = 0; t < columns.transactions; t += 1) {
    if (outcome[t] !== OK) continue;
    for (let at = firstOp[t] as number; at < (firstOp[t + 1] as number); at += 1) {
      if (written[at] !== -1) continue;
      const k = key[at] as number;
      const code = answer[at] as number;
      if (code === -1 || notJudged.has(k)) continue;
      const version = code === nothing ? columns.versions + k : columns.byValue.get(k, code);
      const saw = version === -1 ? -2 - code : version;
      if (version === -1) {
        unseenWrites += 1;
        if (unseen === 'garbage') findGarbage(columns, t, k, valueAt(columns, t, at), found);
      }
      let earlier = previous[at] as number;
      while (earlier !== -1 && written[earlier] === -1 && seen[earlier] === NOTHING) {
        earlier = previous[earlier] as number;
      }
      if (earlier !== -1) {
        const own = written[earlier] as number;
        if (saw === (own === -1 ? seen[earlier] : own)) {
          if (own === -1) again[earlier] = at;
          continue;
        }
        addContradiction(columns, t, earlier, at, found);
      }
      seen[at] = saw;
      if (version !== -1 && isSeen(columns, t, at, version, found)) {
        if (version < columns.versions) wasRead[version] = 1;
        reads.add(t, version, at);
      }
    }
  }
  return {
    committed: committedOf(columns, wasRead),
    reads,
    notJudged: [...notJudged.values()],
    unseenWrites,
  };
}

/** Whether a version is one of another transaction, or of none, that a transaction may read. */
function isSeen(columns: Columns, t: number, op: number, version: number, found: Found): boolean {
  const writer = writerOf(columns, version);
  if (writer === -1) return true;
  if (writer === t) {
    // What it wrote before, and wrote or read over since, is a contradiction that was found already.
    if ((columns.versionOp[version] as number) > op) addFutureRead(columns, t, op, version, found);
  } else if (columns.outcome[writer] === FAIL) {
    addAborted(columns, t, op, version, found);
  } else if (isFinal(columns, version)) {
    return true;
  } else {
    addIntermediate(columns, t, op, version, found);
  }
  return false;
}

function addFutureRead(
  columns: Columns,
  t: number,
  op: number,
  version: number,
  found: Found,
): void {
  found.add(
    'future-read',
    [t],
    () => `T1 read ${readText(columns, op, version)} before it wrote it.`,
  );
}

function addAborted(columns: Columns, t: number, op: number, version: number, found: Found): void {
  found.add(
    'G1a',
    [t, writerOf(columns, version)],
    () =>
      `T1 read ${readText(columns, op, version)}, which T2 wrote; but T2 failed, so nobody may see it (aborted read).`,
  );
}

function addIntermediate(
  columns: Columns,
  t: number,
  op: number,
  version: number,
  found: Found,
): void {
  const { written, nextWrite, versionOp } = columns;
  const next = written[nextWrite[versionOp[version] as number] as number] as number;
  found.add(
    'G1b',
    [t, writerOf(columns, version)],
    () =>
      `T1 read ${readText(columns, op, version)}, but T2, which wrote that, wrote ${valueText(valueOf(columns, next))} to it after that (intermediate read).`,
  );
}

/** What a micro-op read, and of which key. */
function readText(columns: Columns, op: number, version: number): string {
  const key = columns.keys[columns.key[op] as number] as Value;
  return `${valueText(valueOf(columns, version))} of ${keyText(key)}`;
}

function findGarbage(columns: Columns, t: number, key: number, value: Value, found: Found): void {
  const alike = found.isFull('garbage-read') ? undefined : lookalikeOf(columns, key, value);
  const others = alike === undefined ? [] : [columns.versionTransaction[alike] as number];
  found.add('garbage-read', [t, ...others], () => {
    const name = keyText(columns.keys[key] as Value);
    const read = `T1 read ${valueText(value)} of ${name}, which nobody wrote to it`;
    if (alike === undefined) return `${read}.`;
    const other = columns.key[columns.versionOp[alike] as number] as number;
    return `${read}; but ${valueText(valueOf(columns, alike))} was written to ${keyText(columns.keys[other] as Value)}: they differ in their types only.`;
  });
}

function addContradiction(
  columns: Columns,
  t: number,
  earlier: number,
  op: number,
  found: Found,
): void {
  found.add('internal', [t], () => {
    const name = keyText(columns.keys[columns.key[op] as number] as Value);
    const textOf = (at: number): string => valueText(valueAt(columns, t, at));
    const did = `${columns.written[earlier] === -1 ? 'read' : 'wrote'} ${textOf(earlier)}`;
    return `T1 contradicts itself: of the key ${name} it ${did}, and then read ${textOf(op)}.`;
  });
}

/** What a micro-op of a transaction read or wrote. */
function valueAt({ history, firstOp }: Columns, t: number, op: number): Value {
  return (history[t] as Transaction).ops[op - (firstOp[t] as number)]?.[2] as Value;
}

/** Keys whose reads do not tell who wrote what they saw. */
function notJudgedOf(columns: Columns): ReadonlyMap<number, NotJudged> {
  const { keys, codes, repeated } = columns;
  const notJudged = new Map<number, NotJudged>();
  for (const [key, version] of repeated) {
    const reason = `${valueText(valueOf(columns, version))} was written to ${keyText(keys[key] as Value)} more than once, so a read of it does not tell by whom`;
    notJudged.set(key, { key: keys[key] as Value, reason });
  }
  const nothing = codes.of(null);
  for (const [key, name] of keys.entries()) {
    if (columns.byValue.get(key, nothing) === -1) continue;
    const reason = `null was written to ${keyText(name)}, so a read of it does not tell whether that was before the first write`;
    notJudged.set(key, { key: name, reason });
  }
  return notJudged;
}
