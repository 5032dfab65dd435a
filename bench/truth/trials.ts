import type { Bug } from '../../systems/memory/bugs/index.js';
import type { Trial } from './trial.js';

/** What is to be tried, and how often. */
export interface Sizes {
  /** Runs of each bug with the workload that catches it best: the first one of those that meet it. */
  readonly seeds: number;
  /** Runs of each bug with every other workload that meets it. */
  readonly otherSeeds: number;
  /** Runs of each workload without a bug. */
  readonly clean: number;
  /** Ops of a run with a bug, and of one without. */
  readonly operations: number;
  readonly cleanOperations: number;
  /** The share of its chances at which a bug strikes. */
  readonly rate: number;
}

/** Every trial that is to be made; those of low seeds first, so that an end before the last is an end for all alike. */
export function trialsOf(
  bugs: readonly Bug[],
  workloads: readonly string[],
  { seeds, otherSeeds, clean, operations, cleanOperations, rate }: Sizes,
): readonly Trial[] {
  const of = (workload: string, bug: string | null, runs: number, ops: number): readonly Trial[] =>
    Array.from({ length: workloads.includes(workload) ? runs : 0 }, (_, seed) => ({
      workload,
      bug,
      rate,
      seed,
      operations: ops,
    }));
  const planned = [
    ...bugs.flatMap(({ name, workloads: meeting }) =>
      meeting.flatMap((workload, at) =>
        of(workload, name, at === 0 ? seeds : otherSeeds, operations),
      ),
    ),
    ...workloads.flatMap((workload) => of(workload, null, clean, cleanOperations)),
  ];
  // What is measured most often is not to be measured last.
  const share = ({ bug, seed }: Trial): number => seed / (bug === null ? clean : seeds);
  return planned.toSorted((a, b) => share(a) - share(b));
}
