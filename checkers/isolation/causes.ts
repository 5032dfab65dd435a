import type { Anomaly, RegisterOp, Transaction, Value } from 'ts-isolation';
import { structuralKey } from 'ts-linearizability';
import type { Json } from '../../harness/core/json.js';
import { jsonText } from '../../harness/core/json-text.js';
import { keyText } from '../models/op-values.js';

/** A transaction that happened right before another one, and why. */
interface Cause {
  readonly of: number;
  readonly kind: 'wr' | 'process';
  readonly key: Value;
  readonly value: Value;
}

interface Step {
  readonly cause: Cause;
  readonly effect: number;
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
        if (f === 'w') this.#writers.set(structuralKey([key, value]), at);
      }
    });
  }

  /** The steps of a shortest way from a cause to an effect, the first one first; none where there is no way. */
  path(from: number, to: number): readonly Step[] {
    const leadsTo = new Map<number, Step>();
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
    const steps: Step[] = [];
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
      const writer = this.#writers.get(structuralKey([key, value]));
      if (writer !== undefined && writer !== effect) {
        causes.push({ of: writer, kind: 'wr', key, value });
      }
    }
    return causes;
  }
}

/**
 * The anomalies of transactions on registers, where those that say only that one transaction comes before another by
 * causality also say why: through which reads, and through the order of which processes. PRAM knows no such way.
 */
export function withCauses(
  history: readonly Transaction<RegisterOp>[],
  anomalies: readonly Anomaly[],
): readonly Anomaly[] {
  let causality: Causality | undefined;
  return anomalies.map((anomaly) => {
    const all = [...anomaly.transactions];
    const why = anomaly.dependencies.flatMap(({ kind, from, reader }) => {
      if (kind !== 'co' || reader === undefined || anomaly.type === 'pram-violation') return [];
      causality ??= new Causality(history);
      const path = causality.path(all[from - 1] as number, all[reader - 1] as number);
      if (path.length < 2) return [];
      const steps = path.map((step) => stepInWords(step, all, history));
      return [`T${reader} comes after T${from}, because ${steps.join(', ')}`];
    });
    if (why.length === 0) return anomaly;
    const reason = `${[anomaly.reason.replace(/\.$/, ''), ...why].join('; ')}.`;
    return { ...anomaly, reason, transactions: all };
  });
}

/** Why one transaction comes right after another. Those that have no label yet get one. */
function stepInWords(
  { cause: { of, kind, key, value }, effect }: Step,
  all: number[],
  history: readonly Transaction<RegisterOp>[],
): string {
  const labelOf = (transaction: number): string => {
    if (!all.includes(transaction)) all.push(transaction);
    return `T${all.indexOf(transaction) + 1}`;
  };
  const [first, second] = [labelOf(of), labelOf(effect)];
  return kind === 'process'
    ? `process ${history[of]?.process} did ${first} before ${second}`
    : `${second} read ${keyText(key)} as ${jsonText(value as Json)}, which ${first} wrote`;
}
