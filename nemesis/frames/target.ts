import { NS_PER_MS } from '../../harness/core/clock.js';
import { InputError, NotBegunError } from '../../harness/core/errors.js';
import type { Capabilities } from '../../harness/core/capabilities.js';
import type { FaultContext } from '../../harness/core/fault.js';
import type { JsonObject } from '../../harness/core/json.js';
import type { NodeLayout } from '../../harness/core/layout.js';
import { poll } from '../../harness/core/poll.js';
import type { Random } from '../../harness/core/random.js';
import { listInWords } from '../../harness/core/words.js';

/** While a failover is under way, the majority names nobody for a moment. */
const PRIMARY_TIMEOUT_MS = 10_000;
const LOOK_EVERY_MS = 100;

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

/**
 * Why a target can't be one of the nodes that a fault is about; `null` where it can, as every role
 * can: it stands for one of these nodes then.
 */
export function targetRefusal(
  f: string,
  target: string,
  on: keyof NodeLayout,
  layout: NodeLayout,
): string | null {
  const named = [...layout.data, ...layout.watchers].includes(target);
  if (!named || layout[on].includes(target)) return null;
  const what = on === 'data' ? 'hold data' : 'watch the others';
  return `${f} is about nodes that ${what} (${layout[on].join(', ')}), and ${target} does not`;
}

/** The nodes that a target can stand for, as far as it says so itself; `null` for a role. */
export function scopeOf(target: string, nodes: readonly string[]): readonly string[] | null {
  if (target === 'all') return nodes;
  return nodes.includes(target) ? [target] : null;
}

/** Whether a target can be resolved only by asking for the primary. */
export function needsPrimary(target: string): boolean {
  return target === 'primary' || target === 'replica';
}

/** The cluster at the moment of a fault. */
export interface Moment {
  /** The primary in the eyes of the majority; `null` when there is none, or nobody can say. */
  readonly primary: string | null;
  /** The nodes that take writes in the eyes of the majority: the primary, or several. */
  readonly primaries: readonly string[];
  /** The nodes that say of themselves that their role is one that takes writes. */
  readonly claimants: readonly string[];
  /** The nodes that hold data: others are no replicas. */
  readonly data: readonly string[];
  /** For the record: `{primary, primaries?, roles, waitedForPrimary_ms?}`. */
  readonly recorded: JsonObject;
}

/** The nodes that take writes in the eyes of the majority; none where nobody can say. */
export async function primariesNow({ primaries }: Capabilities): Promise<readonly string[]> {
  if (primaries?.all !== undefined) return primaries.all();
  const primary = (await primaries?.primary()) ?? null;
  return primary === null ? [] : [primary];
}

/** Looks up who holds which role now. */
export async function momentOf(context: FaultContext): Promise<Moment> {
  const { takesWrites } = context.writeRoles;
  const [primaries, roles] = await Promise.all([
    primariesNow(context.capabilities),
    context.roles(),
  ]);
  const primary = primaries.length === 1 ? (primaries[0] ?? null) : null;
  return {
    primary,
    primaries,
    claimants: roles.filter(({ role }) => takesWrites.includes(role)).map(({ node }) => node),
    data: context.layout.data,
    recorded: {
      primary,
      ...(primaries.length > 1 ? { primaries } : {}),
      roles: Object.fromEntries(roles.map(({ node, role }) => [node, role])),
    },
  };
}

/**
 * The moment for a target. Where it is a role, and the majority names no primary just now, waits
 * for one within 10 s; the record then says how long.
 * @throws the signal's reason when the run is aborted meanwhile.
 */
export async function momentFor(target: string, context: FaultContext): Promise<Moment> {
  return needsPrimary(target) && context.capabilities.primaries !== undefined
    ? momentWith(context, ({ primaries }) => primaries.length > 0)
    : momentOf(context);
}

/** The first moment that is as wanted, or the last one within 10 s. @throws as {@link momentFor}. */
export async function momentWith(
  context: FaultContext,
  isWanted: (moment: Moment) => boolean,
): Promise<Moment> {
  const { clock, signal } = context;
  const asked_ns = clock.now();
  const first = await momentOf(context);
  if (isWanted(first)) return first;
  const last = { moment: first };
  const bounds = { within_ms: PRIMARY_TIMEOUT_MS, every_ms: LOOK_EVERY_MS, signal };
  await poll(clock, bounds, async () => {
    last.moment = await momentOf(context);
    return isWanted(last.moment) ? true : null;
  });
  const waitedForPrimary_ms = Math.round((clock.now() - asked_ns) / NS_PER_MS);
  const { moment } = last;
  return { ...moment, recorded: { ...moment.recorded, waitedForPrimary_ms } };
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
  const { primary, primaries, data } = moment;
  if (primaries.length > 0) {
    if (target === 'primary') return primary === null ? random.pick(primaries) : [primary, random];
    const replicas = nodes.filter((node) => !primaries.includes(node) && data.includes(node));
    if (replicas.length > 0) return random.pick(replicas);
  }
  throw new NotBegunError({
    code: 'E_FAULT_TARGET',
    expected: `a node that is ${target} when the fault begins`,
    actual:
      primaries.length === 0
        ? `there is none; the majority named no primary${waitInWords(moment)}`
        : `there is none; the only node is the primary, ${listInWords(primaries)}`,
    advice: 'see why the store has no such node, and let the schedule await it before this fault',
  });
}

function waitInWords({ recorded }: Moment): string {
  const { waitedForPrimary_ms: waited_ms } = recorded;
  return typeof waited_ms === 'number' ? ` within ${waited_ms} ms` : '';
}
