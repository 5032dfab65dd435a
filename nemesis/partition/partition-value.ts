import { z } from 'zod';
import type { CapabilityName, CutMethod } from '../../harness/core/capabilities.js';
import { InputError } from '../../harness/core/errors.js';
import type { Json } from '../../harness/core/json.js';
import type { NodeLayout } from '../../harness/core/layout.js';
import { CLIENTS } from '../../harness/core/node.js';
import { counted } from '../../harness/core/words.js';
import { checkTarget, needsPrimary } from '../frames/target.js';
import { checkedValue } from '../frames/value.js';
import { GRUDGE_KINDS, type GrudgeKind, type GrudgeName } from './grudge-kinds.js';
import type { Direction } from './grudges/grudge.js';

/** What the value of a partition may say. */
export const partitionSchema = z.strictObject({
  grudge: z.enum(Object.keys(GRUDGE_KINDS) as GrudgeName[]),
  target: z.string().optional(),
  targets: z.array(z.string()).min(1).optional(),
  direction: z.enum(['both', 'in', 'out']).default('both'),
  method: z.enum(['drop', 'tcp-reset']).default('drop'),
});

/** A value of the right shape, not yet checked for these nodes. */
export type PartitionValue = z.infer<typeof partitionSchema>;

/** What a partition is told. */
export interface PartitionIntent {
  readonly kind: GrudgeKind;
  /** A node or a role; `null` where the kind is about none. */
  readonly target: string | null;
  /** Nodes, roles and `clients`; empty where the kind is about no set. */
  readonly targets: readonly string[];
  readonly direction: Direction;
  readonly method: CutMethod;
}

/** What a value says that does not fit its kind, or these nodes; `null` where all does. */
function problemOf(
  { grudge, target, targets, direction }: PartitionValue,
  nodes: readonly string[],
): string | null {
  const kind: GrudgeKind = GRUDGE_KINDS[grudge];
  if (target !== undefined && !kind.takesTarget) return `${grudge} takes no target`;
  const { leastTargets } = kind;
  if (targets !== undefined && leastTargets === undefined) return `${grudge} takes no targets`;
  if (leastTargets !== undefined && (targets?.length ?? 0) < leastTargets) {
    return `${grudge} needs ${counted(leastTargets, 'target')} or more: nodes, roles and "${CLIENTS}"`;
  }
  if (direction !== 'both' && !kind.oneWay) return `${grudge} goes both ways only`;
  if (nodes.length < kind.leastNodes) {
    return `${grudge} needs ${kind.leastNodes} nodes, and there are ${nodes.length}`;
  }
  return targets === undefined ? null : problemOfSet(targets, nodes, kind.needsRest === true);
}

/** @param needsRest whether somebody must be left outside of the set. */
function problemOfSet(
  targets: readonly string[],
  nodes: readonly string[],
  needsRest: boolean,
): string | null {
  const single = new Set([CLIENTS, 'primary', ...nodes]);
  const named = targets.filter((target) => single.has(target));
  const twice = named.find((target, i) => named.indexOf(target) !== i);
  if (twice !== undefined) return `${twice} is named twice`;
  const ofNodes = targets.filter((target) => target !== CLIENTS).length;
  if (ofNodes > nodes.length) {
    return `${targets.join(', ')} stand for ${ofNodes} nodes, and there are ${nodes.length}`;
  }
  const rest = nodes.length - ofNodes + (targets.includes(CLIENTS) ? 0 : 1);
  return rest > 0 || !needsRest
    ? null
    : `nothing is left that ${targets.join(', ')} could be cut off from`;
}

/**
 * The value of a fault that is a partition, with the defaults of its kind.
 * @throws InputError when it makes no sense for these nodes.
 */
export function partitionIntent(
  f: string,
  value: PartitionValue,
  nodes: readonly string[],
): PartitionIntent {
  const problem = problemOf(value, nodes);
  if (problem !== null) {
    throw new InputError({
      code: 'E_FAULT_VALUE',
      expected: `a value that makes sense for ${f}`,
      actual: problem,
      advice: 'change the value, or the number of nodes',
    });
  }
  const kind: GrudgeKind = GRUDGE_KINDS[value.grudge];
  const target = value.target ?? kind.target;
  const targets = value.targets ?? [];
  if (target !== null) checkTarget(f, target, nodes);
  for (const one of targets) if (one !== CLIENTS) checkTarget(f, one, nodes);
  const { direction, method } = value;
  return { kind, target, targets, direction, method };
}

/** What a checked value needs of the system beside links. */
export function neededFor({ kind, target, targets }: PartitionIntent): CapabilityName[] {
  const byRole = [target, ...targets].some((one) => one !== null && needsPrimary(one));
  return [...(byRole ? (['primaries'] as const) : []), ...(kind.needs ?? [])];
}

/** Whether a value cuts clients off from nodes. */
export function cutsClients({ grudge }: PartitionValue): boolean {
  const kind: GrudgeKind = GRUDGE_KINDS[grudge];
  return kind.cutsClients;
}

/** Why a value can't be had where nodes do what they do; `null` where it can. */
export function layoutProblem({ grudge }: PartitionValue, layout: NodeLayout): string | null {
  const kind: GrudgeKind = GRUDGE_KINDS[grudge];
  return kind.refusal?.(layout) ?? null;
}

/** The value of `start-partition`. @throws InputError when it has not its shape. */
export function partitionValue(f: string, value: Json | undefined): PartitionValue {
  return checkedValue(f, partitionSchema, value);
}
