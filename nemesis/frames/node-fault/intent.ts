import { InputError } from '../../../harness/core/errors.js';
import type { Json, JsonObject } from '../../../harness/core/json.js';
import { checkTarget } from '../target.js';
import { checkedValue } from '../value.js';
import type { NodeFaultKind } from './kind.js';

/** A checked value: whom the fault is about, and how much of it there shall be. */
export interface NodeIntent<Degree> {
  readonly target: string;
  readonly degree: Degree;
}

/** The value of a fault's `start-`, in its two parts. @throws InputError when its form is wrong. */
export function parsedIntent<Degree extends JsonObject>(
  kind: NodeFaultKind<Degree>,
  value: Json | undefined,
): NodeIntent<Degree> {
  const { target, ...rest } = checkedValue(`start-${kind.name}`, kind.schema, value);
  // The schema's own type says so; TypeScript does not follow a rest of a generic type.
  return { target, degree: rest as unknown as Degree };
}

/**
 * The value of a fault's `start-`.
 * @throws InputError when it makes no sense for these nodes.
 */
export function nodeIntent<Degree extends JsonObject>(
  kind: NodeFaultKind<Degree>,
  value: Json | undefined,
  nodes: readonly string[],
): NodeIntent<Degree> {
  const f = `start-${kind.name}`;
  const { target, degree } = parsedIntent(kind, value);
  if (target !== 'all') checkTarget(f, target, nodes);
  const { leastNodes } = kind;
  if (leastNodes !== undefined && nodes.length < leastNodes.count) {
    throw new InputError({
      code: 'E_FAULT_VALUE',
      expected: `at least ${leastNodes.count} nodes for ${f}: ${leastNodes.because}`,
      actual: `there is ${nodes.length}`,
      advice: 'use more nodes',
    });
  }
  const problem = kind.problem?.(degree, target, nodes) ?? null;
  if (problem !== null) {
    throw new InputError({
      code: 'E_FAULT_VALUE',
      expected: `a value that makes sense for ${f}`,
      actual: problem,
      advice: '`faultline list faults` shows the values of each fault',
    });
  }
  return { target, degree };
}
