import type { WitnessSample, WitnessView } from '../../harness/core/witness.js';

/** An epoch, and everybody who was said to lead in it. */
export interface Epoch {
  readonly epoch: number;
  readonly leaders: readonly string[];
  /** Since when several of them were named; `null` where one was. */
  readonly sharedSince_ns: number | null;
  /** The leaders that are named for it in the last sample. */
  readonly leadersAtEnd: readonly string[];
  /** The same, with those who were silent in the last sample: by the last epoch that each of them told. */
  readonly leadersLastTold: readonly string[];
}

/** The epochs that nodes told together with who leads in them, in their order. */
export function epochsIn(samples: readonly WitnessSample[]): readonly Epoch[] {
  const lastTold = new Map<string, { readonly epoch: number; readonly leader: string }>();
  const epochs = new Map<number, { leaders: Set<string>; sharedSince_ns: number | null }>();
  for (const { until, nodes } of samples) {
    for (const { node, epoch, leader, placement } of nodes) {
      // What it said before is no longer so: it tells who serves what, and leads in no epoch.
      if (epoch === undefined && placement !== undefined) lastTold.delete(node);
      if (epoch === undefined || leader === undefined) continue;
      lastTold.set(node, { epoch, leader });
      const told = epochs.get(epoch) ?? { leaders: new Set<string>(), sharedSince_ns: null };
      epochs.set(epoch, told);
      told.leaders.add(leader);
      if (told.leaders.size > 1) told.sharedSince_ns ??= until;
    }
  }
  const last = samples.at(-1)?.nodes ?? [];
  const leadersIn = (epoch: number, views: Iterable<Pick<WitnessView, 'epoch' | 'leader'>>) =>
    [
      ...new Set([...views].flatMap((one) => (one.epoch === epoch ? (one.leader ?? []) : []))),
    ].sort();
  return [...epochs]
    .sort(([a], [b]) => a - b)
    .map(([epoch, { leaders, sharedSince_ns }]) => ({
      epoch,
      leaders: [...leaders].sort(),
      sharedSince_ns,
      leadersAtEnd: leadersIn(epoch, last),
      leadersLastTold: leadersIn(epoch, lastTold.values()),
    }));
}
