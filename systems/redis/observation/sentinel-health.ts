import type { SentinelView, WatchedInstance } from './sentinel-view.js';

const BAD_FLAGS = new Set([
  's_down',
  'o_down',
  'disconnected',
  'failover_in_progress',
  'reconf_sent',
]);

/** What a group must look like in the eyes of each of its Sentinels. */
export interface ExpectedGroup {
  readonly primary: string;
  readonly replicas: number;
  readonly sentinels: number;
  /** A node's name for an address, for the words of the problem. */
  readonly nameOf: (address: string) => string;
}

function badFlags(instance: WatchedInstance): readonly string[] {
  return instance.flags.filter((flag) => BAD_FLAGS.has(flag));
}

/** What keeps the Sentinels from all seeing the whole group in order. */
export function sentinelProblems(
  views: ReadonlyMap<string, SentinelView | null>,
  expected: ExpectedGroup,
): readonly string[] {
  const problems: string[] = [];
  for (const [node, view] of views) {
    const sentinel = `the Sentinel on ${node}`;
    if (view === null) {
      problems.push(`${sentinel} does not answer`);
      continue;
    }
    if (view.inTilt) problems.push(`${sentinel} is in TILT`);
    if (view.primary.address !== expected.primary) {
      problems.push(`${sentinel} names ${expected.nameOf(view.primary.address)} as primary`);
    }
    if (view.replicas.length !== expected.replicas) {
      problems.push(`${sentinel} knows ${view.replicas.length} of ${expected.replicas} replicas`);
    }
    if (view.otherSentinels.length !== expected.sentinels - 1) {
      problems.push(
        `${sentinel} knows ${view.otherSentinels.length} of ${expected.sentinels - 1} others`,
      );
    }
    for (const [kind, instances] of [
      ['primary', [view.primary]],
      ['replica', view.replicas],
      ['Sentinel', view.otherSentinels],
    ] as const) {
      for (const instance of instances) {
        const flags = badFlags(instance);
        if (flags.length === 0) continue;
        const name = expected.nameOf(instance.address);
        problems.push(`${sentinel} sees the ${kind} on ${name} as ${flags.join(',')}`);
      }
    }
  }
  return problems;
}
