import type { Step } from '../../harness/core/schedule.js';
import type { Verdict } from '../../harness/core/verdict.js';
import { named } from '../../harness/core/named.js';
import { memory } from '../../systems/memory/index.js';
import { verdictsOf } from '../../tests/fixtures/context.js';
import { planOf } from '../../tests/fixtures/plan.js';
import { workloads } from '../../workloads/index.js';
import { virtualRun } from './virtual-run.js';

/** One run of a workload, on the store with one bug or without any. */
export interface Trial {
  readonly workload: string;
  /** The name of a bug; `null` for a store without any. */
  readonly bug: string | null;
  /** The share of times at which the bug strikes. */
  readonly rate: number;
  readonly seed: number;
  readonly operations: number;
}

/** What the checkers said of it. */
export interface Outcome {
  /** The names of the checkers that said invalid, with the number of ops after which that could be known. */
  readonly caught: Readonly<Record<string, number>>;
  /** Those that said unknown, with their reasons. */
  readonly unknown: Readonly<Record<string, string>>;
}

const RATE_PER_S = 1_000;

/** Failovers and partitions again and again, between times of quiet. */
function stepsFor(duration_ms: number): Step[] {
  const round: readonly Step[] = [
    { for_ms: 700 },
    { fault: 'failover' },
    { for_ms: 700 },
    { fault: 'start-partition', value: { grudge: 'primary-from-nodes' } },
    { for_ms: 1_300 },
    { fault: 'stop-partition' },
    { for_ms: 700 },
    { fault: 'start-partition', value: { grudge: 'one-node' } },
    { for_ms: 600 },
    { fault: 'stop-partition' },
  ];
  return Array.from({ length: Math.floor(duration_ms / 4_000) }, () => round).flat();
}

/**
 * Runs a workload on the in-process store, on a virtual clock, with failovers, partitions, and messages that
 * get lost, so that some ops have no answer and processes are replaced. The same trial has the same outcome.
 */
export async function tried({
  workload: name,
  bug,
  rate,
  seed,
  operations,
}: Trial): Promise<Outcome> {
  const workload = named(workloads, name, 'workload');
  const timeLimit_ms = (operations / RATE_PER_S) * 1_000;
  const plan = planOf({
    system: {
      name: memory.name,
      options: {
        ...memory.defaults,
        lossShare: 0.002,
        bug: bug ?? '',
        bugRate: rate,
        chanceSeed: seed,
      },
    },
    workload: { name, options: workload.defaults },
    checkers: workload.checkers.filter((one) => one !== 'stats' && one !== 'faults-proven'),
    schedule: { kind: 'steps', steps: stepsFor(timeLimit_ms) },
    clientMode: 'smart',
    concurrency: 10,
    rate: RATE_PER_S,
    timeLimit_ms,
    opTimeout_ms: 100,
    seed,
  });
  const history = await virtualRun(workload, plan);
  const verdicts = verdictsOf(plan, history, { timeout_ms: 60_000, memory_bytes: 2 ** 30 });
  /** How many ops had been invoked when the first anomaly was complete. */
  const after = ({ anomalies }: Verdict): number => {
    const last = Math.min(...anomalies.map(({ ops }) => Math.max(...ops)));
    let invoked = 0;
    for (let index = 0; index < Math.min(last, history.length); index += 1) {
      if (history.type(index) === 'invoke' && !history.isNemesis(index)) invoked += 1;
    }
    return invoked;
  };
  const of = (outcome: Verdict['outcome']): readonly Verdict[] =>
    verdicts.filter((verdict) => verdict.outcome === outcome);
  return {
    caught: Object.fromEntries(of('invalid').map((one) => [one.checker, after(one)])),
    unknown: Object.fromEntries(of('unknown').map((one) => [one.checker, one.reason])),
  };
}
