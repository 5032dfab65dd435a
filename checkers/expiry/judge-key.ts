import { seconds } from '../../harness/core/words.js';
import { eventsOf } from '../client-ops.js';
import type { Found } from '../found.js';
import { grouped } from '../../harness/core/grouped.js';
import type { HistoryOp } from '../history-op.js';
import { sureSpans, type Lasting, type SureSpan } from '../sure-spans.js';

/** A write of a value that expires. */
export interface Write extends Lasting {
  readonly op: HistoryOp;
  /** As JSON, as all values here. */
  readonly value: string;
  readonly lifetime_ns: number;
}

/** A read that was answered. */
export interface Read {
  readonly op: HistoryOp;
  readonly saw: string;
  readonly from_ns: number;
  readonly by_ns: number;
}

/** What was done with one key, in the order of the invocations. */
export interface ExpiringKey {
  readonly writes: readonly Write[];
  readonly reads: readonly Read[];
}

const NONE = 'null';

/** Judges each read of a key by the writes that it may have seen. */
export function judgeKey(
  key: string,
  { writes, reads }: ExpiringKey,
  error_ns: number,
  found: Found,
): void {
  const since = firstSeen(reads);
  const writesOf = grouped(writes, ({ value }) => value);
  const isUnique = ({ value }: Write): boolean => writesOf.get(value)?.length === 1;
  const alive = writes
    .filter(({ op }) => op.op.outcome !== 'fail')
    .map((write) =>
      isUnique(write)
        ? { ...write, by_ns: Math.min(write.by_ns, since.get(write.value) ?? Infinity) }
        : write,
    );
  const aliveOf = new Map(alive.map((write) => [write.value, write]));
  const before = acknowledgedBefore(alive);
  for (const read of reads) {
    const { newest, longest } = before(read.from_ns);
    if (read.saw === NONE) {
      if (longest !== undefined && read.by_ns < longest.to_ns)
        findVanished(key, read, longest, found);
      continue;
    }
    const write = aliveOf.get(read.saw);
    if (write === undefined) findUnwritten(key, read, writesOf.get(read.saw)?.[0], found);
    // Of a value that was written twice nobody knows which one was seen.
    else if (!isUnique(write)) continue;
    else if (read.by_ns < write.from_ns) findUnwritten(key, read, write, found);
    else if (newest !== undefined && write.by_ns < newest.from_ns)
      findStale(key, read, write, newest, found);
    else if (write.by_ns + write.lifetime_ns + error_ns < read.from_ns)
      findExpired(key, read, write, found);
  }
}

/** When each value was first surely there, as reads tell. */
function firstSeen(reads: readonly Read[]): ReadonlyMap<string, number> {
  const since = new Map<string, number>();
  for (const { saw, by_ns } of reads) since.set(saw, Math.min(by_ns, since.get(saw) ?? Infinity));
  return since;
}

/** What writes that were acknowledged before a time come to. Times may only rise from call to call. */
function acknowledgedBefore(writes: readonly Write[]): (time_ns: number) => {
  readonly newest: Write | undefined;
  readonly longest: SureSpan<Write> | undefined;
} {
  const byEnd = writes
    .filter(({ by_ns }) => by_ns < Infinity)
    .toSorted((a, b) => a.by_ns - b.by_ns);
  const spans = sureSpans(writes).toSorted((a, b) => a.from_ns - b.from_ns);
  let [nextWrite, nextSpan] = [0, 0];
  /** The one that was invoked last: older values are gone for ever. */
  let newest: Write | undefined;
  let longest: SureSpan<Write> | undefined;
  return (time_ns) => {
    for (;;) {
      const write = byEnd[nextWrite];
      if (write === undefined || write.by_ns >= time_ns) break;
      if (newest === undefined || write.from_ns > newest.from_ns) newest = write;
      nextWrite += 1;
    }
    for (;;) {
      const span = spans[nextSpan];
      if (span === undefined || span.from_ns >= time_ns) break;
      if (longest === undefined || span.to_ns > longest.to_ns) longest = span;
      nextSpan += 1;
    }
    return { newest, longest };
  };
}

function findVanished(key: string, read: Read, { of, to_ns }: SureSpan<Write>, found: Found): void {
  found.add('vanished-value', () => ({
    key,
    ops: eventsOf([of.op, read.op]),
    reason: `op ${read.op.invocation} found key ${key} empty at ${seconds(read.by_ns)}, where ${of.value} or a newer value must be there until ${seconds(to_ns)}, by op ${of.op.invocation}`,
  }));
}

function findUnwritten(key: string, read: Read, write: Write | undefined, found: Found): void {
  const why =
    write === undefined
      ? 'which nobody wrote'
      : write.op.op.outcome === 'fail'
        ? `whose write, op ${write.op.invocation}, had failed`
        : `which op ${write.op.invocation} wrote later`;
  found.add('unwritten-value', () => ({
    key,
    ops: eventsOf(write === undefined ? [read.op] : [write.op, read.op]),
    reason: `op ${read.op.invocation} saw ${read.saw} at key ${key}, ${why}`,
  }));
}

function findStale(key: string, read: Read, write: Write, newest: Write, found: Found): void {
  found.add('stale-value', () => ({
    key,
    ops: eventsOf([write.op, newest.op, read.op]),
    reason: `op ${read.op.invocation} saw ${read.saw} at key ${key}, by op ${write.op.invocation}, which ${newest.value} had replaced before, by op ${newest.op.invocation}`,
  }));
}

function findExpired(key: string, read: Read, write: Write, found: Found): void {
  found.add('expired-value', () => ({
    key,
    ops: eventsOf([write.op, read.op]),
    reason: `op ${read.op.invocation}, invoked at ${seconds(read.from_ns)}, saw ${read.saw} at key ${key}, by op ${write.op.invocation}, whose time had ended by ${seconds(write.by_ns + write.lifetime_ns)}`,
  }));
}
