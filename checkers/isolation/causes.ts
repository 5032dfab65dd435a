import type { Anomaly, Dependency, RegisterOp, Transaction, Value } from 'ts-isolation';
import { keyText } from '../models/op-values.js';

/** A transaction that happened right before another one, and why. */
interface Cause {
  readonly of: number;
  readonly kind: 'wr' | 'process';
  readonly key: Value;
  readonly value: Value;
}

/** What transactions on registers may know of each other: the order of each process, and who read from whom. */
class Causality {
  readonly #history: readonly Transaction<RegisterOp>[];
  readonly #writers = new Map<string, number>();
  /** Of each transaction the one before it of its process that committed. */
  readonly #before: (number | undefined)[] = [];

  constructor(history: readonly Transaction<RegisterOp>[]) {
    this.#history = history;
    const last = new Map<number | string, number>();
    history.forEach(({ process, outcome, ops }, at) => {
      this.#before.push(last.get(process));
      if (outcome === 'ok') last.set(process, at);
      if (outcome === 'fail') return;
      for (const [f, key, value] of ops) {
        if (f === 'w') this.#writers.set(JSON.stringify([key, value]), at);
      }
    });
  }

  /** The steps of a shortest way from a cause to an effect, the first one first; none where there is no way. */
  path(from: number, to: number): readonly { readonly cause: Cause; readonly effect: number }[] {
    const leadsTo = new Map<number, { readonly cause: Cause; readonly effect: number }>();
    let reached: readonly number[] = [to];
    while (reached.length > 0 && !leadsTo.has(from)) {
      const next: number[] = [];
      for (const effect of reached) {
        for (const cause of this.#causesOf(effect)) {
          if (cause.of === to || leadsTo.has(cause.of)) continue;
          leadsTo.set(cause.of, { cause, effect });
          next.push(cause.of);
        }
      }
      reached = next;
    }
    const steps = [];
    for (let step = leadsTo.get(from); step !== undefined; step = leadsTo.get(step.effect)) {
      steps.push(step);
    }
    return steps;
  }

  #causesOf(effect: number): readonly Cause[] {
    const { outcome, ops } = this.#history[effect] as Transaction<RegisterOp>;
    const before = this.#before[effect];
    const causes: Cause[] =
      before === undefined ? [] : [{ of: before, kind: 'process', key: null, value: null }];
    if (outcome !== 'ok') return causes;
    for (const [f, key, value] of ops) {
      if (f !== 'r' || value === undefined) continue;
      const writer = this.#writers.get(JSON.stringify([key, value]));
      if (writer !== undefined && writer !== effect) {
        causes.push({ of: writer, kind: 'wr', key, value });
      }
    }
    return causes;
  }
}

/**
 * The anomalies of transactions on registers, where those that say only that one transaction comes before another by
 * causality also say why: through which reads, and through the order of which processes.
 */
export function withCauses(
  history: readonly Transaction<RegisterOp>[],
  anomalies: readonly Anomaly[],
): readonly Anomaly[] {
  let causality: Causality | undefined;
  return anomalies.map((anomaly) => {
    const { type, transactions, dependencies } = anomaly;
    const ways = dependencies.flatMap(({ kind, from, reader }) =>
      kind === 'co' && reader !== undefined ? [{ from, to: reader }] : [],
    );
    const isInitial = type === 'causality-violation' && dependencies.length === 0;
    if (!isInitial && ways.length === 0) return anomaly;
    causality ??= new Causality(history);
    const all = [...transactions];
    const told = (isInitial ? [{ from: 2, to: 1 }] : ways).map((way) => ({
      ...way,
      steps: stepsOf(way, all, history, causality as Causality),
    }));
    const why = told.flatMap(({ from, to, steps }) =>
      steps.length < 2
        ? []
        : `T${to} comes after T${from}, because ${steps.map(({ reason }) => reason).join(', ')}`,
    );
    const reason = [anomaly.reason.replace(/\.$/, ''), ...why].join('; ');
    return {
      ...anomaly,
      reason: `${reason}.`,
      transactions: all,
      // The reader of what was there at first comes before the writer: with its causes this is a cycle.
      dependencies: isInitial
        ? [readBefore(history, all), ...told.flatMap(({ steps }) => steps)]
        : dependencies,
    };
  });
}

/** The steps of a way between two labels. Transactions that have no label yet get one. */
function stepsOf(
  { from, to }: { readonly from: number; readonly to: number },
  all: number[],
  history: readonly Transaction<RegisterOp>[],
  causality: Causality,
): readonly Dependency[] {
  const labelOf = (transaction: number): number => {
    if (!all.includes(transaction)) all.push(transaction);
    return all.indexOf(transaction) + 1;
  };
  const path = causality.path(all[from - 1] as number, all[to - 1] as number);
  return path.map(({ cause: { of, kind, key, value }, effect }): Dependency => {
    const [first, second] = [labelOf(of), labelOf(effect)];
    if (kind === 'process') {
      const reason = `process ${history[of]?.process} did T${first} before T${second}`;
      return { from: first, to: second, kind, reason };
    }
    const reason = `T${second} read ${keyText(key)} as ${JSON.stringify(value)}, which T${first} wrote`;
    return { from: first, to: second, kind, reason, key, after: value };
  });
}

/** T1 read a key as it was before all writes, and T2 wrote it. */
function readBefore(
  history: readonly Transaction<RegisterOp>[],
  [reader = 0, writer = 0]: readonly number[],
): Dependency {
  const written = new Map(
    (history[writer]?.ops ?? []).flatMap(([f, key, value]) =>
      f === 'w' ? [[JSON.stringify(key), [key, value]] as const] : [],
    ),
  );
  const read = history[reader]?.ops.find(
    ([f, key, value]) => f === 'r' && value === null && written.has(JSON.stringify(key)),
  );
  const [key = null, value = null] = written.get(JSON.stringify(read?.[1])) ?? [];
  const reason = `T1 read ${keyText(key)} as it was before all writes, and T2 wrote ${JSON.stringify(value)} over it`;
  return {
    from: 1,
    to: 2,
    kind: 'rw',
    reason,
    key,
    before: null,
    ...(value === null ? {} : { after: value }),
  };
}
