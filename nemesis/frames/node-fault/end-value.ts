import { z } from 'zod';
import { InputError } from '../../../harness/core/errors.js';
import type { Json } from '../../../harness/core/json.js';
import { checkedValue } from '../value.js';

/** On which nodes a fault is to be ended. */
export interface EndIntent {
  /** In this order, one after the other; `null`: on all that are under it, at once. */
  readonly nodes: readonly string[] | null;
  /** From the end on one node to the beginning of that on the next. */
  readonly delay_ms: number;
}

const schema = z.strictObject({
  target: z.string().optional(),
  targets: z.array(z.string()).min(1).optional(),
  delay_ms: z.number().int().min(0).max(600_000).optional(),
});

/**
 * The value of a fault's `stop-`.
 * @throws InputError when it makes no sense for these nodes.
 */
export function endIntent(f: string, value: Json | undefined, nodes: readonly string[]): EndIntent {
  const { target, targets, delay_ms } = checkedValue(f, schema, value);
  const named = targets ?? (target === undefined ? null : [target]);
  const unknown = named?.find((node) => !nodes.includes(node));
  const problem =
    target !== undefined && targets !== undefined
      ? 'it has a target and targets'
      : unknown !== undefined
        ? `${unknown} is no node`
        : new Set(named).size !== (named?.length ?? 0)
          ? 'a node is named twice'
          : delay_ms !== undefined && targets === undefined
            ? 'it has a delay_ms and no targets to wait between'
            : null;
  if (problem === null) return { nodes: named, delay_ms: delay_ms ?? 0 };
  throw new InputError({
    code: 'E_FAULT_TARGET',
    expected: `${f} with a node as target, or with targets, of ${nodes.join(', ')}; or without a value, for all nodes under the fault`,
    actual: problem,
    advice: 'name nodes of this test: a role is of the moment, and may be held by another node now',
  });
}
