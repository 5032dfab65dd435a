import { beginsFault, faultWindows, type FaultWindow } from '../../harness/core/fault-window.js';
import {
  faultInWords,
  mistakenPrimaries,
  primaryIn,
  rolesIn,
} from '../../harness/core/fault-words.js';
import type { History } from '../../harness/core/history.js';
import { nemesisRecords, type NemesisRecord } from '../../harness/core/nemesis-record.js';
import { listInWords } from '../../harness/core/words.js';

/** A moment at which the nemesis' records name the primary. */
interface RoleSighting {
  readonly time_ns: number;
  readonly primary: string | null;
  readonly roles: Readonly<Record<string, string>>;
}

/** A primary that was not primary before. */
export interface Promotion {
  readonly node: string;
  /** When it was seen to be primary; it may have been so for a while. */
  readonly seen_ns: number;
}

/** What went on around an op, as the nemesis recorded it. */
export class Circumstances {
  readonly windows: readonly FaultWindow[];
  readonly #sightings: readonly RoleSighting[];

  constructor(history: History) {
    const records = nemesisRecords(history);
    this.windows = faultWindows(history, records);
    this.#sightings = records.flatMap(sightingsIn).sort((a, b) => a.time_ns - b.time_ns);
  }

  /** The windows that overlap a stretch of time. */
  windowsDuring(from_ns: number, to_ns: number): FaultWindow[] {
    return this.windows.filter((window) => window.from_ns <= to_ns && window.to_ns >= from_ns);
  }

  /** `primary`, `former primary`, `replica`, …; `null` where no record tells. */
  roleAt(node: string, time_ns: number): string | null {
    return this.#rolesAt(time_ns).get(node) ?? null;
  }

  /** The first node that was seen as a new primary in a stretch of time. */
  promotionDuring(from_ns: number, to_ns: number): Promotion | null {
    let primary: string | null = null;
    for (const sighting of this.#sightings) {
      if (sighting.time_ns > to_ns) break;
      if (sighting.primary === null) continue;
      const changed = primary !== null && primary !== sighting.primary;
      if (changed && sighting.time_ns >= from_ns) {
        return { node: sighting.primary, seen_ns: sighting.time_ns };
      }
      primary = sighting.primary;
    }
    return null;
  }

  /** The faults that were active, as a clause; `no fault was active` otherwise. */
  faultsInWords(from_ns: number, to_ns: number): string {
    const windows = this.windowsDuring(from_ns, to_ns);
    return windows.length === 0
      ? 'no fault was active'
      : listInWords(windows.map((window) => faultInWords(window.begin)));
  }

  #rolesAt(time_ns: number): ReadonlyMap<string, string> {
    const roles = new Map<string, string>();
    for (const sighting of this.#sightings) {
      if (sighting.time_ns > time_ns) break;
      for (const [node, role] of Object.entries(sighting.roles)) {
        if (role !== 'primary') roles.set(node, role);
      }
      if (sighting.primary === null) continue;
      for (const [node, role] of roles) {
        if (role === 'primary' && node !== sighting.primary) roles.set(node, 'former primary');
      }
      roles.set(sighting.primary, 'primary');
    }
    return roles;
  }
}

/**
 * What a record tells of roles, and when that was so. A fault resolves roles when it begins; the
 * primary that it names besides them holds the role when it has ended (a failover), and whom it
 * tells to follow nobody is a primary from then on. Anything else tells what was so at its end.
 */
function sightingsIn(record: NemesisRecord): RoleSighting[] {
  const end_ns = record.end_ns ?? record.start_ns;
  return record.records.flatMap(({ effect }) => {
    const roles = rolesIn(effect);
    const primary = primaryIn(effect);
    if (!beginsFault(record)) return sighting(end_ns, primary, roles);
    const mistaken: Record<string, string> = {};
    for (const node of mistakenPrimaries(record)) mistaken[node] = 'primary by mistake';
    const before = primaryIn({ roles: effect['roles'] });
    const isOfTheEnd = before !== primary && !record.f.startsWith('start-');
    return isOfTheEnd
      ? [...sighting(record.start_ns, before, roles), ...sighting(end_ns, primary, {})]
      : sighting(record.start_ns, primary, { ...roles, ...mistaken });
  });
}

function sighting(
  time_ns: number,
  primary: string | null,
  roles: RoleSighting['roles'],
): RoleSighting[] {
  return primary === null && Object.keys(roles).length === 0 ? [] : [{ time_ns, primary, roles }];
}
