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
/**
 * A bug is looked for in so many ops first; only where they do not show it, in more, and at last in all of
 * them. The first ops of a longer run are the same.
 */
export const FIRST_OPERATIONS: readonly number[] = [500, 2_000];

/** One round of faults takes so long, with so much quiet at its end. */
const ROUND_MS = 1_000;
const QUIET_MS = 500;

/**
 * Again and again between times of quiet: a failover, a crash of the primary, a node that is stopped for
 * longer than clients wait, partitions; and meanwhile a clock that jumps.
 */
function stepsFor(duration_ms: number, offset_ms: number): Step[] {
  const round: readonly Step[] = [
    { for_ms: 20 },
    { fault: 'start-clock', value: { target: 'any', offset_ms } },
    { for_ms: 20 },
    { fault: 'failover' },
    { for_ms: 40 },
    { fault: 'start-kill', value: { target: 'primary' } },
    { for_ms: 80 },
    { fault: 'stop-kill' },
    { for_ms: 20 },
    { fault: 'stop-clock' },
    { for_ms: 20 },
    { fault: 'start-partition', value: { grudge: 'primary-from-nodes' } },
    { for_ms: 100 },
    { fault: 'stop-partition' },
    { for_ms: 20 },
    { fault: 'start-pause', value: { target: 'any' } },
    { for_ms: 120 },
    { fault: 'stop-pause' },
    { for_ms: 20 },
    { fault: 'start-partition', value: { grudge: 'one-node' } },
    { for_ms: 40 },
    { fault: 'stop-partition' },
    { for_ms: QUIET_MS },
  ];
  return Array.from({ length: Math.ceil(duration_ms / ROUND_MS) }, () => round).flat();
}

/**
 * Runs a workload on the in-process store, on a virtual clock, with failovers, crashes, pauses, partitions,
 * clocks that differ by as much as the workload allows, and messages that get lost, so that some ops have no
 * answer and processes are replaced. The same trial has the same outcome.
 */
export async function tried(trial: Trial): Promise<Outcome> {
  const { bug, operations } = trial;
  const shorter = bug === null ? [] : FIRST_OPERATIONS.filter((first) => first < operations);
  for (const first of shorter) {
    const outcome = await triedOnce({ ...trial, operations: first });
    if (Object.keys(outcome.caught).length > 0) return outcome;
  }
  return triedOnce(trial);
}

async function triedOnce({ workload: name, bug, rate, seed, operations }: Trial): Promise<Outcome> {
  const workload = named(workloads, name, 'workload');
  const timeLimit_ms = (operations / RATE_PER_S) * 1_000;
  const clockError_ms = Number(workload.defaults['clockError_ms'] ?? 5);
  const plan = planOf({
    system: {
      name: memory.name,
      options: {
        ...memory.defaults,
        failoverAfter_ms: 40,
        lossShare: 0.002,
        bug: bug ?? '',
        bugRate: rate,
        chanceSeed: seed,
      },
    },
    workload: { name, options: workload.defaults },
    checkers: workload.checkers,
    schedule: {
      kind: 'steps',
      steps: stepsFor(timeLimit_ms, seed % 2 === 0 ? clockError_ms : -clockError_ms),
    },
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
