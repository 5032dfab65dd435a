import { z } from 'zod';
import {
  EnvironmentError,
  type FaultContext,
  type NodeLayout,
  offered,
  type Random,
} from '../../../../harness/index.js';
import { REPLICATION } from '../../capabilities.js';

/** What stands for no node at all, and for a replica that is chosen by chance. */
export const NOBODY = 'nobody';
const REPLICA = 'replica';

export type RepointDegree = { readonly to: string };

export const repointSchema = z.strictObject({
  target: z.string().describe('a node, "primary" or "replica"').default('replica'),
  to: z.string().describe(`a node, "${REPLICA}" or "${NOBODY}"`).default(NOBODY),
});

/** What the value says is wrong; `null` where nothing is. */
export function repointProblem(
  { to }: RepointDegree,
  target: string,
  nodes: readonly string[],
): string | null {
  if (target === 'any' || target === 'all') {
    return `the target is ${target}; name primary, replica or one node, since it differs what they do`;
  }
  if (to !== NOBODY && to !== REPLICA && !nodes.includes(to)) {
    return `"to" is ${JSON.stringify(to)}; give ${[NOBODY, REPLICA, ...nodes].join(', ')}`;
  }
  if (to === target && to !== REPLICA) return `${target} would follow itself`;
  if (target === 'primary' && to === NOBODY) return 'a primary follows nobody already';
  return null;
}

/** Why it can't be had where nodes do what they do: whom a node follows has to hold data. */
export function repointRefusal(
  { to }: RepointDegree,
  target: string,
  { data }: NodeLayout,
): string | null {
  if (to !== NOBODY && to !== REPLICA && !data.includes(to)) {
    return `start-repoint is about nodes that hold data (${data.join(', ')}), and ${to} does not`;
  }
  const needed = to === REPLICA && target !== 'primary' ? 3 : 2;
  if (data.length >= needed) return null;
  return `start-repoint to ${to} takes ${needed} nodes that hold data, and there is ${data.length}`;
}

/** Who is meant by `replica`: one other than the node itself, by chance. */
export async function resolveSource(
  { capabilities }: FaultContext,
  node: string,
  { to }: RepointDegree,
  random: Random,
): Promise<RepointDegree> {
  if (to !== REPLICA) return { to };
  const primary = await offered(capabilities, 'primaries').primary();
  const replicas = REPLICATION.of(capabilities).nodes.filter(
    (one) => one !== node && one !== primary,
  );
  if (replicas.length > 0) return { to: random.pick(replicas)[0] };
  throw new EnvironmentError({
    code: 'E_FAULT_TARGET',
    expected: `a replica that ${node} can follow`,
    actual: `there is none beside ${node} and the primary, ${primary}`,
    advice: 'use more nodes, or name another target',
  });
}
