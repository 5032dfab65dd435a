import type { WitnessSample } from '../../harness/core/witness.js';

/** An epoch, and everybody who was said to lead in it. */
export interface Epoch {
  readonly epoch: number;
  readonly leaders: readonly string[];
  /** Since when several of them were named; `null` where one was. */
  readonly sharedSince_ns: number | null;
  /** The leaders that are named for it in the last sample. */
  readonly leadersAtEnd: readonly string[];
}

/** The epochs that nodes told together with who leads in them, in their order. */
export function epochsIn(samples: readonly WitnessSample[]): readonly Epoch[] {
  const epochs = new Map<number, { leaders: Set<string>; sharedSince_ns: number | null }>();
  for (const { until, nodes } of samples) {
    for (const { epoch, leader } of nodes) {
      if (epoch === undefined || leader === undefined) continue;
      const told = epochs.get(epoch) ?? { leaders: new Set<string>(), sharedSince_ns: null };
      epochs.set(epoch, told);
      told.leaders.add(leader);
      if (told.leaders.size > 1) told.sharedSince_ns ??= until;
    }
  }
  const last = samples.at(-1)?.nodes ?? [];
  return [...epochs]
    .sort(([a], [b]) => a - b)
    .map(([epoch, { leaders, sharedSince_ns }]) => {
      const named = last.flatMap((one) => (one.epoch === epoch ? (one.leader ?? []) : []));
      return {
        epoch,
        leaders: [...leaders].sort(),
        sharedSince_ns,
        leadersAtEnd: [...new Set(named)].sort(),
      };
    });
}
