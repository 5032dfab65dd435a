import { z } from 'zod';
import { InputError } from '../../../harness/core/errors.js';
import type { Json, JsonObject } from '../../../harness/core/json.js';
import { isJsonObject } from '../../../harness/core/json.js';
import { checkTarget } from '../target.js';
import { checkedValue } from '../value.js';
import type { NodeFaultKind } from './kind.js';

/** A checked value: whom the fault is about, and how much of it there shall be. */
export interface NodeIntent<Degree> {
  /** A node, a role or `all`; or several nodes. */
  readonly targets: readonly string[];
  readonly degree: Degree;
}

const severalSchema = z.array(z.string()).min(2);

/** The value of a fault's `start-`, in its two parts. @throws InputError when its form is wrong. */
export function parsedIntent<Degree extends JsonObject>(
  kind: NodeFaultKind<Degree>,
  value: Json | undefined,
): NodeIntent<Degree> {
  const f = `start-${kind.name}`;
  const { one, several } = withoutTargets(f, value);
  const { target, ...rest } = checkedValue(f, kind.schema, one);
  // The schema's own type says so; TypeScript does not follow a rest of a generic type.
  return { targets: several ?? [target], degree: rest as unknown as Degree };
}

/** A value as if it were about one node, and the nodes that it is about where it names several. */
function withoutTargets(
  f: string,
  value: Json | undefined,
): { readonly one: Json | undefined; readonly several: readonly string[] | null } {
  if (!isJsonObject(value) || value['targets'] === undefined) return { one: value, several: null };
  const { targets, ...rest } = value;
  const several = checkedValue(f, severalSchema, targets);
  const problem =
    rest['target'] !== undefined
      ? 'it has a target and targets'
      : new Set(several).size < several.length
        ? 'a node is named twice'
        : null;
  if (problem === null) return { one: { ...rest, target: several[0] ?? '' }, several };
  throw new InputError({
    code: 'E_FAULT_TARGET',
    expected: `${f} with a target, or with targets: several nodes`,
    actual: problem,
    advice: '`faultline list faults` shows the values of each fault',
  });
}

/** @throws InputError where several targets are not all nodes. */
function checkNodes(f: string, targets: readonly string[], nodes: readonly string[]): void {
  const stranger = targets.find((node) => !nodes.includes(node));
  if (stranger === undefined) return;
  throw new InputError({
    code: 'E_FAULT_TARGET',
    expected: `${f} to have some of ${nodes.join(', ')} as targets`,
    actual: `one of them is ${JSON.stringify(stranger)}`,
    advice: 'name nodes of this test; a role, or all, is a target alone',
  });
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
  const { targets, degree } = parsedIntent(kind, value);
  const [target = '', ...others] = targets;
  if (others.length > 0) checkNodes(f, targets, nodes);
  else if (target !== 'all') checkTarget(f, target, nodes);
  const { leastNodes } = kind;
  if (leastNodes !== undefined && nodes.length < leastNodes.count) {
    throw new InputError({
      code: 'E_FAULT_VALUE',
      expected: `at least ${leastNodes.count} nodes for ${f}: ${leastNodes.because}`,
      actual: `there is ${nodes.length}`,
      advice: 'use more nodes',
    });
  }
  // What can't be about all at a time can't be about several either.
  const asked = others.length > 0 ? [...targets, 'all'] : targets;
  const [problem] = asked.flatMap((one) => kind.problem?.(degree, one, nodes) ?? []);
  if (problem !== undefined) {
    throw new InputError({
      code: 'E_FAULT_VALUE',
      expected: `a value that makes sense for ${f}`,
      actual: problem,
      advice: '`faultline list faults` shows the values of each fault',
    });
  }
  return { targets, degree };
}
