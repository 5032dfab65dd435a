import { NS_PER_MS, NS_PER_S } from './clock.js';
import { isWrite } from './fault-exposure.js';
import { beginsFault } from './fault-window.js';
import { mistakenPrimaries, primaryIn, rolesIn } from './fault-words.js';
import type { History } from './history.js';
import { nemesisRecords, type NemesisRecord } from './nemesis-record.js';

/** A primary that was not primary before. */
export interface Promotion {
  readonly node: string;
  /** The primary before it. */
  readonly from: string;
  /** The last moment at which it was seen not to be primary. */
  readonly after_ns: number;
  /** When it was seen to be primary; it may have been so for a while. */
  readonly seen_ns: number;
}

/** A moment at which roles are known. */
interface Sighting {
  readonly time_ns: number;
  readonly primary: string | null;
  readonly roles: Readonly<Record<string, string>>;
  /** When the node that is primary now was last seen not to be, where that is known. */
  readonly notBefore_ns?: number;
}

const BY_MISTAKE = 'primary by mistake';

/** How a node that is no primary refuses a write, in the words of the systems' clients. */
const REFUSALS: ReadonlySet<string> = new Set(['readonly', 'not-primary']);

/**
 * What a nemesis asks for the primary may answer with the one before for so long after clients have
 * had answers of its successor: watchers hear of a promotion later than those who write.
 */
const HEARSAY_NS = 5 * NS_PER_S;

/**
 * Who held which role when, from what a history holds: the roles that the nemesis recorded, and the
 * answers of nodes to writes. A node that was a replica, or refused writes as one, and then takes one was
 * promoted in between.
 */
export class RoleTimeline {
  /** In the order in which they were seen. */
  readonly promotions: readonly Promotion[];
  readonly #sightings: readonly Sighting[];
  readonly #first: string | null;

  constructor(history: History, records: readonly NemesisRecord[] = nemesisRecords(history)) {
    const recorded = records.flatMap(sightingsIn).sort((a, b) => a.time_ns - b.time_ns);
    this.#sightings = [...recorded, ...answersIn(history, recorded)].sort(
      (a, b) => a.time_ns - b.time_ns,
    );
    this.#first = this.#sightings.find(({ primary }) => primary !== null)?.primary ?? null;
    this.promotions = promotionsIn(this.#sightings);
  }

  /** `primary`, `former primary`, `replica`, …; `null` where nothing tells. */
  roleAt(node: string, time_ns: number): string | null {
    const roles = new Map<string, string>();
    for (const sighting of this.#sightings) {
      if (sighting.time_ns > time_ns) break;
      for (const [name, role] of Object.entries(sighting.roles)) {
        if (role !== 'primary') roles.set(name, role);
      }
      if (sighting.primary === null) continue;
      for (const [name, role] of roles) {
        if (role === 'primary' && name !== sighting.primary) roles.set(name, 'former primary');
      }
      roles.set(sighting.primary, 'primary');
    }
    return roles.get(node) ?? null;
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
    let primary = this.#first;
    let next = 0;
    let last: Promotion | null = null;
    for (const promotion of this.promotions) {
      if (promotion.seen_ns > time_ns) break;
      if (promotion.from === node) last = promotion;
      primary = promotion.node;
      next += 1;
    }
    if (primary !== node && last !== null) return last;
    return this.promotions.slice(next).find(({ from }) => from === node) ?? null;
  }
}

function promotionsIn(sightings: readonly Sighting[]): Promotion[] {
  const promotions: Promotion[] = [];
  let last: { readonly primary: string; readonly time_ns: number } | null = null;
  for (const { primary, time_ns, notBefore_ns } of sightings) {
    if (primary === null) continue;
    if (last !== null && last.primary !== primary) {
      const before = promotions.at(-1);
      const isHearsay =
        notBefore_ns === undefined &&
        before?.from === primary &&
        time_ns - before.seen_ns < HEARSAY_NS;
      if (isHearsay) continue;
      const after_ns = Math.max(last.time_ns, notBefore_ns ?? 0);
      promotions.push({ node: primary, from: last.primary, after_ns, seen_ns: time_ns });
    }
    last = { primary, time_ns };
  }
  return promotions;
}

/**
 * What a record tells of roles, and when that was so. A fault resolves roles when it begins; the
 * primary that it names besides them holds the role when it has ended (a failover), and whom it
 * tells to follow nobody is a primary from then on. Anything else tells what was so at its end.
 */
function sightingsIn(record: NemesisRecord): Sighting[] {
  const end_ns = record.end_ns ?? record.start_ns;
  return record.records.flatMap(({ effect }) => {
    const roles = rolesIn(effect);
    const primary = primaryIn(effect);
    if (!beginsFault(record)) return sighting(end_ns, primary, roles);
    const { waitedForPrimary_ms } = effect;
    const waited_ms = typeof waitedForPrimary_ms === 'number' ? waitedForPrimary_ms : 0;
    const looked_ns = Math.min(record.start_ns + waited_ms * NS_PER_MS, end_ns);
    const mistaken: Record<string, string> = {};
    for (const node of mistakenPrimaries(record)) mistaken[node] = BY_MISTAKE;
    const { from, to } = effect;
    const before = typeof from === 'string' ? from : primaryIn({ roles: effect['roles'] });
    return to !== undefined && to === primary
      ? [...sighting(looked_ns, before, roles), ...sighting(end_ns, primary, {})]
      : sighting(looked_ns, primary, { ...roles, ...mistaken });
  });
}

function sighting(time_ns: number, primary: string | null, roles: Sighting['roles']): Sighting[] {
  return primary === null && Object.keys(roles).length === 0 ? [] : [{ time_ns, primary, roles }];
}

/** Promotions by what nodes say: one that was a replica, and took no writes, calls itself primary or takes one. */
function answersIn(history: History, recorded: readonly Sighting[]): Sighting[] {
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
        if (role === 'primary' && notBefore_ns !== undefined && !mistaken.has(node)) {
          sightings.push({ time_ns: one.time_ns, primary: node, roles: {}, notBefore_ns });
        }
        if (role === BY_MISTAKE) mistaken.add(node);
        if (role === 'replica') mistaken.delete(node);
        if (role === 'replica') refusedAt.set(node, one.time_ns);
        else refusedAt.delete(node);
      }
      if (one.primary !== null) refusedAt.delete(one.primary);
      one = recorded[(next += 1)];
    }
    if (!isWrite(history.f(index))) continue;
    const call = history.pairOf(index);
    const node = history.node(index) ?? (call === null ? undefined : history.node(call));
    if (call === null || node === undefined || mistaken.has(node)) continue;
    const refused_ns = refusedAt.get(node);
    if (REFUSALS.has(history.error(index)?.code ?? '')) {
      refusedAt.set(node, time_ns);
    } else if (history.type(index) === 'ok' && refused_ns !== undefined) {
      // An answer to what was asked before the refusal may be overtaken by it.
      if (history.time(call) < refused_ns) continue;
      refusedAt.delete(node);
      sightings.push({ time_ns, primary: node, roles: {}, notBefore_ns: refused_ns });
    }
  }
  return sightings;
}
