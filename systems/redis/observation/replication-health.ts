import type { ReplicationInfo } from './replication-info.js';

/**
 * What keeps the servers from being one primary with replicas that have all it had. `primary` is
 * its state from before the replicas were asked: what it had then, they must have now.
 *
 * @param chained whether a replica may follow another replica.
 */
export function replicationProblems(
  views: ReadonlyMap<string, ReplicationInfo | null>,
  addressOf: ReadonlyMap<string, string>,
  chained = false,
): readonly string[] {
  const problems: string[] = [];
  const primaries: string[] = [];
  for (const [node, view] of views) {
    if (view === null) problems.push(`${node} does not answer`);
    else if (view.role === 'primary') primaries.push(node);
  }
  if (primaries.length !== 1) {
    problems.push(`primaries: ${primaries.length === 0 ? 'none' : primaries.join(' and ')}`);
    return problems;
  }
  const primary = primaries[0] as string;
  const offset = views.get(primary)?.offset ?? 0;
  for (const [node, view] of views) {
    if (view === null || view.role === 'primary') continue;
    const sources = chained ? [...views.keys()].filter((other) => other !== node) : [primary];
    if (!sources.some((source) => view.follows === addressOf.get(source))) {
      problems.push(`${node} follows ${view.follows}, not ${primary}`);
    } else if (!view.linkUp) problems.push(`${node} has no link to ${primary}`);
    else if (view.offset < offset) {
      problems.push(`${node} is ${offset - view.offset} bytes behind ${primary}`);
    }
  }
  return problems;
}
