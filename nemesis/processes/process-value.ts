import { z } from 'zod';
import type { Processes } from '../../harness/core/capabilities.js';
import { EnvironmentError } from '../../harness/core/errors.js';
import type { Json } from '../../harness/core/json.js';
import { checkTarget } from '../target.js';
import { checkedValue } from '../value.js';

const schema = z.strictObject({
  /** A node, a role, or `all` nodes. */
  target: z.string().default('primary'),
  /** One process by name; all of the store's processes on the node when absent. */
  process: z.string().optional(),
});

export type ProcessIntent = z.infer<typeof schema>;

/** A process of the store. */
export interface ProcessOnNode {
  readonly node: string;
  readonly process: string;
}

/** @throws InputError when the value makes no sense for these nodes. */
export function processIntent(
  f: string,
  value: Json | undefined,
  nodes: readonly string[],
): ProcessIntent {
  const intent = checkedValue(f, schema, value);
  if (intent.target !== 'all') checkTarget(f, intent.target, nodes);
  return intent;
}

/**
 * The processes that an intent means on the chosen nodes.
 * @throws EnvironmentError when there is none.
 */
export function processesOn(
  processes: Processes,
  nodes: readonly string[],
  name: string | undefined,
): readonly ProcessOnNode[] {
  const found = nodes.flatMap((node) =>
    processes
      .list(node)
      .filter((process) => name === undefined || process === name)
      .map((process) => ({ node, process })),
  );
  if (found.length > 0) return found;
  throw new EnvironmentError({
    code: 'E_FAULT_PROCESS',
    expected: `a process ${name ?? 'of the store'} on ${nodes.join(', ')}`,
    actual: `there is ${nodes.flatMap((node) => processes.list(node)).join(', ') || 'none'}`,
    advice: 'name another process or node',
  });
}
