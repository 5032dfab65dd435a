import { z } from 'zod';
import type { CutMethod } from '../../harness/core/capabilities.js';
import { InputError } from '../../harness/core/errors.js';
import type { Json } from '../../harness/core/json.js';
import { checkTarget } from '../target.js';
import { checkedValue } from '../value.js';
import { GRUDGE_KINDS, type GrudgeKind, type GrudgeName } from './grudge-kinds.js';
import type { Direction } from './grudges/grudge.js';

const schema = z.strictObject({
  grudge: z.enum(Object.keys(GRUDGE_KINDS) as GrudgeName[]),
  target: z.string().optional(),
  direction: z.enum(['both', 'in', 'out']).default('both'),
  method: z.enum(['drop', 'tcp-reset']).default('drop'),
});

/** What `start-partition` is told. */
export interface PartitionIntent {
  readonly kind: GrudgeKind;
  /** A node or a role; `null` where the kind is about none. */
  readonly target: string | null;
  readonly direction: Direction;
  readonly method: CutMethod;
}

/**
 * The value of `start-partition`, with the defaults of its kind.
 * @throws InputError when it makes no sense for these nodes.
 */
export function partitionIntent(
  value: Json | undefined,
  nodes: readonly string[],
): PartitionIntent {
  const f = 'start-partition';
  const { grudge, target, direction, method } = checkedValue(f, schema, value);
  const kind: GrudgeKind = GRUDGE_KINDS[grudge];
  const problem =
    target !== undefined && !kind.takesTarget
      ? `${grudge} takes no target`
      : direction !== 'both' && !kind.oneWay
        ? `${grudge} goes both ways only`
        : nodes.length < kind.leastNodes
          ? `${grudge} needs ${kind.leastNodes} nodes, and there are ${nodes.length}`
          : null;
  if (problem !== null) {
    throw new InputError({
      code: 'E_FAULT_VALUE',
      expected: `a value that makes sense for ${f}`,
      actual: problem,
      advice: 'change the value, or the number of nodes',
    });
  }
  const chosen = target ?? kind.target;
  if (chosen !== null) checkTarget(f, chosen, nodes);
  return { kind, target: chosen, direction, method };
}

/** Whether a checked value cuts clients off from nodes. */
export function cutsClients(value: Json | undefined): boolean {
  const kind: GrudgeKind = GRUDGE_KINDS[checkedValue('start-partition', schema, value).grudge];
  return kind.cutsClients;
}
