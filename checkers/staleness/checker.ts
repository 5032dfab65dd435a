import { defineChecker } from '../../harness/core/catalogue.js';
import { NS_PER_MS } from '../../harness/core/clock.js';
import type { History } from '../../harness/core/history.js';
import type { Verdict } from '../../harness/core/verdict.js';
import { count, counted } from '../../harness/core/words.js';
import { clientOps } from '../client-ops.js';
import { grouped } from '../../harness/core/grouped.js';
import { judgedOrRefused, unknown } from '../refusal.js';
import { accessesOf, type Access } from '../register-accesses.js';

const NAME = 'staleness';

/** How old the value was that a read gave. */
interface Age {
  /** So many writes had surely replaced it, one after the other or at the same time, before the read was invoked. */
  readonly versions: number;
  /** So long before the invocation of the read it had surely been replaced. */
  readonly time_ns: number;
}

/**
 * How old what reads gave was, in versions and in time (Golab, Li and Shah, Analyzing consistency properties for fun and
 * profit, 2011). Both are lower bounds. A store may promise a bound; so nothing is invalid here, and a scenario that
 * expects `BOUNDED` names the figure and the bound.
 */
export const staleness = defineChecker({
  name: NAME,
  summary: 'how old what reads gave was, in versions and in time',
  dataTypes: ['register'],
  check: (_plan, history) => judgedOrRefused(NAME, () => verdictOn(history)),
});

function verdictOn(history: History): Verdict {
  const accesses = [...clientOps(history)].flatMap((op) => accessesOf(op));
  const ages = [...grouped(accesses, ({ key }) => key).values()].flatMap((of) =>
    agesOf(of, history),
  );
  const stale = ages.filter(({ versions }) => versions > 0);
  const most = stale.reduce((so, { versions }) => Math.max(so, versions), 0);
  const oldest_ms = stale.reduce((so, { time_ns }) => Math.max(so, time_ns), 0) / NS_PER_MS;
  const details = { reads: ages.length, stale: stale.length, versions: most, age_ms: oldest_ms };
  if (ages.length === 0) return unknown(NAME, 'no read of a value that was written once', details);
  const reason =
    stale.length === 0
      ? `none of ${counted(ages.length, 'read')} gave an old value`
      : `${count(stale.length)} of ${counted(ages.length, 'read')} gave an old value: by up to ${counted(most, 'version')} and ${count(Math.round(oldest_ms))} ms`;
  return { checker: NAME, outcome: 'valid', reason, anomalies: [], details };
}

interface Span {
  readonly from_ns: number;
  readonly by_ns: number;
}

/** The ages of what was read of one key; without values that were written twice, or never. */
function agesOf(accesses: readonly Access[], history: History): readonly Age[] {
  const spanOf = ({ op }: Access): Span => ({
    from_ns: history.time(op.invocation),
    by_ns:
      op.op.outcome === 'ok' && op.completion !== null ? history.time(op.completion) : Infinity,
  });
  const writes = accesses.filter(({ kind }) => kind === 'write');
  const reads = accesses.filter(({ kind }) => kind === 'read');
  const acknowledged = writes
    .map(spanOf)
    .filter(({ by_ns }) => by_ns < Infinity)
    .toSorted((a, b) => a.by_ns - b.by_ns);
  /** When each value was surely there; the initial one from the beginning. */
  const since = new Map<string, number>([['null', -1]]);
  for (const [version, of] of grouped(writes, (write) => write.version)) {
    const [write] = of;
    if (of.length === 1 && write !== undefined) since.set(version, spanOf(write).by_ns);
  }
  for (const read of reads) {
    const known_ns = since.get(read.version);
    if (known_ns !== undefined) since.set(read.version, Math.min(known_ns, spanOf(read).by_ns));
  }
  return reads.flatMap((read) => {
    const since_ns = since.get(read.version);
    return since_ns === undefined ? [] : [ageOf(spanOf(read).from_ns, since_ns, acknowledged)];
  });
}

/** @param acknowledged - writes, by the times at which they were. */
function ageOf(read_ns: number, since_ns: number, acknowledged: readonly Span[]): Age {
  let versions = 0;
  let replaced_ns = read_ns;
  for (let at = firstNotBefore(acknowledged, read_ns) - 1; at >= 0; at -= 1) {
    const write = acknowledged[at] as Span;
    if (write.by_ns <= since_ns) break;
    if (write.from_ns <= since_ns) continue;
    versions += 1;
    replaced_ns = write.by_ns;
  }
  return { versions, time_ns: read_ns - replaced_ns };
}

/** The place of the first write that was not acknowledged before a time, by halves. */
function firstNotBefore(acknowledged: readonly Span[], time_ns: number): number {
  let [low, high] = [0, acknowledged.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((acknowledged[middle] as Span).by_ns < time_ns) low = middle + 1;
    else high = middle;
  }
  return low;
}
