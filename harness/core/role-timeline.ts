import { NS_PER_MS, NS_PER_S } from './clock.js';
import { beginsFault } from './fault-window.js';
import { isJsonObject } from './json.js';
import { accountOf, AWAIT, type NemesisRecord, nemesisRecords } from './nemesis-record.js';
import type { History } from './history.js';
import type { TestPlan } from './plan.js';
import { type IsWrite, writesOf } from './write-ops.js';
import {
  claimantsIn,
  promotedIn,
  rolesIn,
  takesNoWrites,
  writeRolesOf,
  writersIn,
  type WriteRoles,
} from './write-roles.js';

/** A node that takes writes now and did not before: a new primary, a new leader. */
export interface Promotion {
  readonly node: string;
  /** The node in whose place it is. */
  readonly from: string;
  /** The last moment at which it was seen not to take writes. */
  readonly after_ns: number;
  /** When it was seen to take writes; it may have done so for a while. */
  readonly seen_ns: number;
}

/** A moment at which roles are known. */
interface Sighting {
  readonly time_ns: number;
  /** The nodes that take writes; empty where that is not told. */
  readonly writers: readonly string[];
  readonly roles: Readonly<Record<string, string>>;
  /** When the node that takes writes now was last seen not to, where that is known. */
  readonly notBefore_ns?: number;
  /** Whether all nodes said the same. */
  readonly isAgreed?: boolean;
}

const BY_MISTAKE = 'primary by mistake';

/**
 * What a nemesis asks for the primary may answer with the one before for so long after clients have
 * had answers of its successor: watchers hear of a promotion later than those who write.
 */
const HEARSAY_NS = 5 * NS_PER_S;

/**
 * Who held which role when, from what a history holds: the roles that the nemesis recorded, and the
 * answers of nodes to writes. A node that was a replica, or refused writes as one, and then takes one was
 * promoted in between. Where several nodes take writes at a time, or nodes pass them on, the records alone count: an answer
 * does not tell in whose place a node is, or who has taken the write.
 */
export class RoleTimeline {
  /** In the order in which they were seen. */
  readonly promotions: readonly Promotion[];
  readonly #sightings: readonly Sighting[];
  /** What the store's roles mean. */
  readonly meaning: WriteRoles;

  constructor(
    plan: Pick<TestPlan, 'roles' | 'reads'>,
    history: History,
    records: readonly NemesisRecord[] = nemesisRecords(history),
  ) {
    const meaning = writeRolesOf(plan);
    this.meaning = meaning;
    const recorded = records
      .flatMap((record) => sightingsIn(record, meaning))
      .sort((a, b) => a.time_ns - b.time_ns);
    const tells =
      meaning.passesWritesOn !== true && recorded.every(({ writers }) => writers.length <= 1);
    const answers = !tells
      ? []
      : answersIn(history, recorded, { ...meaning, isWrite: writesOf(plan) });
    this.#sightings = [...recorded, ...answers].sort((a, b) => a.time_ns - b.time_ns);
    this.promotions = promotionsIn(this.#sightings);
  }

  /** `primary`, `former primary`, `replica`, …, as the store calls them; `null` where nothing tells. */
  roleAt(node: string, time_ns: number): string | null {
    const { takesWrites } = this.meaning;
    const roles = new Map<string, string>();
    /** What a node that takes writes is called, where it has said so. */
    const titles = new Map<string, string>();
    for (const sighting of this.#sightings) {
      if (sighting.time_ns > time_ns) break;
      for (const [name, role] of Object.entries(sighting.roles)) {
        (takesWrites.includes(role) ? titles : roles).set(name, role);
      }
      if (sighting.writers.length === 0) continue;
      for (const [name, role] of roles) {
        if (takesWrites.includes(role) && !sighting.writers.includes(name)) {
          roles.set(name, `former ${role}`);
        }
      }
      const [common = 'primary'] = titles.values();
      for (const name of sighting.writers) roles.set(name, titles.get(name) ?? common);
    }
    return roles.get(node) ?? null;
  }

  /** The role that a node held, where it was one that takes writes; `null` otherwise. */
  writerRoleAt(node: string, time_ns: number): string | null {
    const role = this.roleAt(node, time_ns);
    return role !== null && this.meaning.takesWrites.includes(role) ? role : null;
  }

  /** The first node that was seen as a new primary in a stretch of time. */
  promotionDuring(from_ns: number, to_ns: number): Promotion | null {
    return this.promotions.find(({ seen_ns }) => seen_ns >= from_ns && seen_ns <= to_ns) ?? null;
  }

  /**
   * The promotion of another node that ended a node's time as primary: of the time that a moment
   * falls into or, where it is primary no more, of the last one before it. `null` where none was seen.
   */
  depositionOf(node: string, time_ns: number): Promotion | null {
    let next = 0;
    let last: Promotion | null = null;
    for (const promotion of this.promotions) {
      if (promotion.seen_ns > time_ns) break;
      if (promotion.from === node) last = promotion;
      if (promotion.node === node) last = null;
      next += 1;
    }
    return last ?? this.promotions.slice(next).find(({ from }) => from === node) ?? null;
  }
}

function promotionsIn(sightings: readonly Sighting[]): Promotion[] {
  const promotions: Promotion[] = [];
  let last: { readonly writers: readonly string[]; readonly time_ns: number } | null = null;
  for (const { writers, time_ns, notBefore_ns, isAgreed = false } of sightings) {
    if (writers.length === 0) continue;
    const [before, newest] = [last, promotions.at(-1)];
    const promoted = writers.filter((node) => before?.writers.includes(node) === false);
    const isHearsay =
      !isAgreed &&
      notBefore_ns === undefined &&
      newest !== undefined &&
      promoted.includes(newest.from) &&
      time_ns - newest.seen_ns < HEARSAY_NS;
    if (isHearsay) continue;
    // A node that takes writes besides all others is in nobody's place: there is more of the data's parts.
    const gone = before?.writers.filter((node) => !writers.includes(node)) ?? [];
    const after_ns = Math.max(before?.time_ns ?? 0, notBefore_ns ?? 0);
    for (const [i, node] of promoted.entries()) {
      const from = gone[i] ?? gone[0];
      if (from !== undefined) promotions.push({ node, from, after_ns, seen_ns: time_ns });
    }
    last = { writers, time_ns };
  }
  return promotions;
}

/**
 * What a record tells of roles, and when that was so. A fault resolves roles when it begins; the
 * primary that it names besides them holds the role when it has ended (a failover), and whom it
 * tells to follow nobody is a primary from then on. Anything else tells what was so at its end; when the cluster has converged,
 * whoever says that it takes writes does.
 */
function sightingsIn(record: NemesisRecord, meaning: WriteRoles): Sighting[] {
  const end_ns = record.end_ns ?? record.start_ns;
  return record.records.flatMap(({ effect }) => {
    const roles = rolesIn(effect);
    const writers = writersIn(effect, meaning);
    if (!beginsFault(record)) {
      if (!isConverged(record)) return sighting(end_ns, writers, roles);
      const agreed = writers.length === 0 ? claimantsIn(roles, meaning) : writers;
      return sighting(end_ns, agreed, roles).map((one) => ({ ...one, isAgreed: true }));
    }
    const { waitedForPrimary_ms } = effect;
    const waited_ms = typeof waitedForPrimary_ms === 'number' ? waitedForPrimary_ms : 0;
    const looked_ns = Math.min(record.start_ns + waited_ms * NS_PER_MS, end_ns);
    const mistaken: Record<string, string> = {};
    for (const node of accountOf(record).mistaken ?? []) mistaken[node] = BY_MISTAKE;
    const { from } = effect;
    const to = promotedIn(effect, meaning);
    const before =
      typeof from === 'string'
        ? writers.map((one) => (one === to ? from : one))
        : writersIn({ roles }, meaning);
    return to !== null
      ? [...sighting(looked_ns, before, roles), ...sighting(end_ns, writers, {})]
      : sighting(looked_ns, writers, { ...roles, ...mistaken });
  });
}

/** Whether a record is of a cluster that was awaited to converge, and did. */
function isConverged({ f, intent, records }: NemesisRecord): boolean {
  if (f !== AWAIT || !isJsonObject(intent)) return false;
  const { until } = intent;
  const reached = records.some(({ effect }) => effect['reached'] === true);
  return reached && isJsonObject(until) && until['cluster'] === 'converged';
}

function sighting(
  time_ns: number,
  writers: readonly string[],
  roles: Sighting['roles'],
): Sighting[] {
  return writers.length === 0 && Object.keys(roles).length === 0
    ? []
    : [{ time_ns, writers, roles }];
}

/** Promotions by what nodes say: one whose role took no writes calls itself primary, or takes one. */
function answersIn(
  history: History,
  recorded: readonly Sighting[],
  meaning: WriteRoles & { readonly isWrite: IsWrite },
): Sighting[] {
  const { takesWrites, refusalCodes, isWrite } = meaning;
  const refusedAt = new Map<string, number>();
  const mistaken = new Set<string>();
  const sightings: Sighting[] = [];
  let next = 0;
  for (let index = 0; index < history.length; index += 1) {
    if (history.isNemesis(index) || history.type(index) === 'invoke') continue;
    const time_ns = history.time(index);
    for (let one = recorded[next]; one !== undefined && one.time_ns <= time_ns;) {
      for (const [node, role] of Object.entries(one.roles)) {
        const notBefore_ns = refusedAt.get(node);
        if (takesWrites.includes(role) && notBefore_ns !== undefined && !mistaken.has(node)) {
          sightings.push({ time_ns: one.time_ns, writers: [node], roles: {}, notBefore_ns });
        }
        if (role === BY_MISTAKE) {
          mistaken.add(node);
          refusedAt.delete(node);
        } else if (takesNoWrites(role, meaning)) {
          mistaken.delete(node);
          refusedAt.set(node, one.time_ns);
        } else refusedAt.delete(node);
      }
      for (const writer of one.writers) refusedAt.delete(writer);
      one = recorded[(next += 1)];
    }
    if (!isWrite(history.f(index))) continue;
    const call = history.pairOf(index);
    const node = history.node(index) ?? (call === null ? undefined : history.node(call));
    if (call === null || node === undefined || mistaken.has(node)) continue;
    const refused_ns = refusedAt.get(node);
    if (refusalCodes.includes(history.error(index)?.code ?? '')) {
      refusedAt.set(node, time_ns);
    } else if (history.type(index) === 'ok' && refused_ns !== undefined) {
      // An answer to what was asked before the refusal may be overtaken by it.
      if (history.time(call) < refused_ns) continue;
      refusedAt.delete(node);
      sightings.push({ time_ns, writers: [node], roles: {}, notBefore_ns: refused_ns });
    }
  }
  return sightings;
}
