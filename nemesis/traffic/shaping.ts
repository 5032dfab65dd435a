import type { Traffic } from '../../harness/core/capabilities.js';
import { offered } from '../../harness/core/capability.js';
import type { Finding, Note, OnNode } from '../frames/node-fault/kind.js';

/** Shapes the traffic of a node, and notes the rules that the kernel has for it from then on. */
export async function shape(
  { context, node }: OnNode<unknown>,
  act: (traffic: Traffic) => Promise<void>,
): Promise<Note> {
  const traffic = offered(context.capabilities, 'traffic');
  await act(traffic);
  return { words: [], measured: { rules: await traffic.rules(node) } };
}

/** Whether the kernel has the rules still that it had when the fault began. */
export async function rulesHold({ context, node, begun }: OnNode<unknown>): Promise<Finding> {
  const rules = await offered(context.capabilities, 'traffic').rules(node);
  return {
    asExpected: rules === begun['rules'],
    words: [`the rules for the traffic of ${node} are: ${rules || 'none'}`],
  };
}
