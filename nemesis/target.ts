import { EnvironmentError, InputError } from '../harness/core/errors.js';
import type { FaultContext } from '../harness/core/fault.js';
import type { JsonObject } from '../harness/core/json.js';
import type { Random } from '../harness/core/random.js';

/** Roles that stand for a node which is looked up when the fault begins. */
export const ROLES = ['primary', 'replica', 'any'] as const;

/**
 * Checks that a target is a role or one of the nodes.
 * @throws InputError when it is neither.
 */
export function checkTarget(f: string, target: string, nodes: readonly string[]): void {
  if (nodes.includes(target) || (ROLES as readonly string[]).includes(target)) return;
  throw new InputError({
    code: 'E_FAULT_TARGET',
    expected: `${f} to have one of ${[...ROLES, ...nodes].join(', ')} as target`,
    actual: `the target is ${JSON.stringify(target)}`,
    advice: 'name a role or a node of this test',
  });
}

/** Whether a target can be resolved only by asking for the primary. */
export function needsPrimary(target: string): boolean {
  return target === 'primary' || target === 'replica';
}

/** The cluster at the moment of a fault. */
export interface Moment {
  /** The primary in the eyes of the majority; `null` when there is none, or nobody can say. */
  readonly primary: string | null;
  /** For the record: `{primary, roles}`. */
  readonly recorded: JsonObject;
}

/** Looks up who holds which role now. */
export async function momentOf(context: FaultContext): Promise<Moment> {
  const { primaries } = context.capabilities;
  const [primary, roles] = await Promise.all([primaries?.primary() ?? null, context.roles()]);
  return {
    primary,
    recorded: {
      primary,
      roles: Object.fromEntries(roles.map(({ node, role }) => [node, role])),
    },
  };
}

/**
 * The node that a target stands for at this moment.
 * @throws EnvironmentError when no node holds the role.
 */
export function resolveTarget(
  target: string,
  moment: Moment,
  nodes: readonly string[],
  random: Random,
): [node: string, random: Random] {
  if (nodes.includes(target)) return [target, random];
  if (target === 'any') return random.pick(nodes);
  if (moment.primary !== null) {
    if (target === 'primary') return [moment.primary, random];
    const replicas = nodes.filter((node) => node !== moment.primary);
    if (replicas.length > 0) return random.pick(replicas);
  }
  throw new EnvironmentError({
    code: 'E_FAULT_TARGET',
    expected: `a node that is ${target} when the fault begins`,
    actual: `there is none; the primary in the eyes of the majority is ${moment.primary}`,
    advice: 'let the schedule await a primary before this fault',
  });
}
